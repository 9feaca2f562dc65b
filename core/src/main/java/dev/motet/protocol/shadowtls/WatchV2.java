package dev.motet.protocol.shadowtls;

import dev.motet.io.Buffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/// Version 2: the first data of a client begins with a MAC over everything that it got from the
/// server.
final class WatchV2 implements HandshakeWatch {
  static final int MAC_BYTES = 8;

  /// Records of others, above which a client is none of ours.
  private static final int MAX_OTHERS = 2;

  /// A client may have seen less than was sent when it writes.
  private static final int REMEMBERED = 16;

  private final ReentrantLock guard = new ReentrantLock();

  /// All below is guarded by `guard`. Over what was sent to the client.
  private final ShadowTlsMac mac;

  /// Values at the ends of the last records, the oldest is overwritten first.
  private final byte[][] values = new byte[REMEMBERED][];

  private int sent;
  private int others;

  WatchV2(String password) {
    mac = new ShadowTlsMac(password);
  }

  @Override
  public Step fromClient(Buffer record) {
    if (TlsRecords.type(record) != TlsRecords.APPLICATION_DATA
        || TlsRecords.fragmentBytes(record) < MAC_BYTES) {
      return Step.PASS;
    }
    int at = record.from + TlsRecords.HEADER_BYTES;
    byte[] given = Arrays.copyOfRange(record.array, at, at + MAC_BYTES);
    guard.lock();
    try {
      if (isKnown(given)) {
        return Step.DATA;
      }
      return ++others > MAX_OTHERS ? Step.PLAIN : Step.PASS;
    } finally {
      guard.unlock();
    }
  }

  private boolean isKnown(byte[] given) {
    boolean known = false;
    for (byte[] value : values) {
      known |= value != null && MessageDigest.isEqual(value, given);
    }
    return known;
  }

  /// Called before the records are sent, so that no answer to them is too early.
  @Override
  public Step fromServer(Buffer records) {
    Buffer rest = new Buffer(records.array, records.from, records.to);
    guard.lock();
    try {
      while (!rest.isEmpty()) {
        Buffer record = TlsRecords.next(rest);
        mac.update(record.array, record.from, record.length());
        values[sent++ % REMEMBERED] = mac.value(MAC_BYTES);
      }
    } finally {
      guard.unlock();
    }
    return Step.PASS;
  }
}
