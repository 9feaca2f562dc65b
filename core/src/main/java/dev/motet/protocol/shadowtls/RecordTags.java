package dev.motet.protocol.shadowtls;

import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

// hot
/// The tags of version 3 at one end: each is over all payloads and tags of its direction so far.
/// One thread opens, one seals.
final class RecordTags {
  // record: header (5), tag (4) over the payload, payload

  /// As long as one that TLS 1.3 encrypts with AES-GCM.
  private static final int ALERT_BYTES = 26;

  private final ShadowTlsMac opening;
  private final ShadowTlsMac sealing;
  private final SecureRandom random;

  /// Records go out whole, whoever sends.
  private final ReentrantLock sending = new ReentrantLock();

  /// Of the handshake, whose last records a client may find behind it; null once one did not come
  /// from there, and at servers.
  private @Nullable ShadowTlsMac late;

  RecordTags(
      ShadowTlsMac opening,
      ShadowTlsMac sealing,
      @Nullable ShadowTlsMac late,
      SecureRandom random) {
    this.opening = opening;
    this.sealing = sealing;
    this.late = late;
    this.random = random;
  }

  /// Takes the tag off a fragment, and everything where it belongs to the handshake.
  ///
  /// @return false when the tag is wrong
  boolean open(Buffer fragment) {
    if (fragment.length() < ShadowTlsMac.TAG_BYTES) {
      return false;
    }
    int at = fragment.from + ShadowTlsMac.TAG_BYTES;
    Buffer tag = new Buffer(fragment.array, fragment.from, at);
    fragment.from = at;
    if (late != null) {
      if (late.accepts(tag, fragment)) {
        fragment.from = fragment.to;
        return true;
      }
      late = null;
    }
    if (!opening.accepts(tag, fragment)) {
      return false;
    }
    opening.update(tag.array, tag.from, tag.length());
    return true;
  }

  /// Writes the tag in front of a payload.
  void seal(byte[] array, int from, int count) {
    byte[] tag = sealing.update(array, from, count).tag();
    sealing.update(tag);
    System.arraycopy(tag, 0, array, from - tag.length, tag.length);
  }

  void send(Conn to, Buffer records) throws IOException {
    sending.lock();
    try {
      to.write(records);
    } finally {
      sending.unlock();
    }
  }

  /// Says goodbye as TLS does to bytes that were changed on the way, unless something is being
  /// sent.
  void sendAlert(Conn to) {
    if (!sending.tryLock()) {
      return;
    }
    try {
      byte[] noise = new byte[ALERT_BYTES];
      random.nextBytes(noise);
      Buffer alert = Buffer.allocate(TlsRecords.HEADER_BYTES + ALERT_BYTES);
      alert.to += TlsRecords.HEADER_BYTES;
      TlsRecords.writeHeader(alert.array, alert.from, ALERT_BYTES);
      alert.array[alert.from] = TlsRecords.ALERT;
      alert.append(noise, 0, noise.length);
      to.write(alert);
    } catch (IOException _) {
      // the connection ends anyway
    } finally {
      sending.unlock();
    }
  }
}
