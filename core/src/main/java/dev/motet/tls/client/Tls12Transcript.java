package dev.motet.tls.client;

import dev.motet.crypto.Hkdf;
import dev.motet.tls.schedule.Transcript;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/// The handshake messages of TLS 1.2: their hash, and, where a client may have to sign them, they
/// themselves, since its signature has a hash of its own (RFC 5246 7.4.8). For one thread.
final class Tls12Transcript {
  private final Transcript hash = new Transcript();
  private @Nullable ByteArrayOutputStream kept;

  Tls12Transcript(Hkdf hash, boolean keep) {
    this.hash.start(hash);
    this.kept = keep ? new ByteArrayOutputStream(4096) : null;
  }

  void add(byte[] message) {
    hash.add(message);
    if (kept != null) {
      kept.write(message, 0, message.length);
    }
  }

  byte[] hash() {
    return hash.hash();
  }

  /// All messages so far; they are not kept any longer.
  byte[] takeAll() {
    if (kept == null) {
      throw new IllegalStateException("messages were not kept");
    }
    byte[] all = kept.toByteArray();
    kept = null;
    return all;
  }
}
