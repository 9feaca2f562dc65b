package dev.motet.tls.handshake;

import dev.motet.tls.alert.AlertException;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.KeyUpdate;
import dev.motet.tls.schedule.KeySchedule;

/// The secrets of a connection of TLS 1.3 after its handshake: how they are replaced, and what is
/// exported. The reading thread calls [#update], the writing thread [#owesUpdate] and
/// [#updateWriteKeys].
public final class ApplicationKeys {
  private final Carrier carrier;
  private final CipherSuite suite;
  private final byte[] exporter;

  /// Of the reading thread.
  private byte[] readSecret;

  /// Of the writing thread.
  private byte[] writeSecret;

  private volatile boolean owed;

  public ApplicationKeys(
      Carrier carrier, CipherSuite suite, byte[] readSecret, byte[] writeSecret, byte[] exporter) {
    this.carrier = carrier;
    this.suite = suite;
    this.readSecret = readSecret;
    this.writeSecret = writeSecret;
    this.exporter = exporter;
  }

  /// The peer goes on with new keys (RFC 8446 4.6.3). Requests that were not answered yet are
  /// answered together; the record layer counts updates that bring no data.
  public void update(KeyUpdate message) throws AlertException {
    readSecret = KeySchedule.next(suite.hash(), readSecret);
    carrier.readKeys(new TrafficKeys.Tls13(Level.APPLICATION, suite, readSecret));
    if (message.requested()) {
      owed = true;
    }
  }

  /// See [Handshake#owesKeyUpdate()].
  public boolean owesUpdate() {
    return owed;
  }

  /// See [Handshake#updateWriteKeys()].
  public void updateWriteKeys() {
    owed = false;
    carrier.send(new KeyUpdate(false).toBytes());
    writeSecret = KeySchedule.next(suite.hash(), writeSecret);
    carrier.writeKeys(new TrafficKeys.Tls13(Level.APPLICATION, suite, writeSecret));
  }

  /// See [Handshake#export].
  public byte[] export(byte[] label, byte[] context, int length) {
    return KeySchedule.export(suite.hash(), exporter, label, context, length);
  }
}
