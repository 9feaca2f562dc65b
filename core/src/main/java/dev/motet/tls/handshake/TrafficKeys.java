package dev.motet.tls.handshake;

import dev.motet.tls.message.CipherSuite;

/// What one direction of a connection is protected with from some moment on. The arrays are not to
/// be changed.
public sealed interface TrafficKeys {
  CipherSuite suite();

  Level level();

  /// RFC 8446 7.3: key and nonce come from the secret, by labels that differ between TLS and QUIC.
  record Tls13(Level level, CipherSuite suite, byte[] secret) implements TrafficKeys {
    /// Never shows the secret.
    @Override
    public String toString() {
      return "Tls13[" + level + ", " + suite + ", ***]";
    }
  }

  /// RFC 5246 6.3. `iv` has 4 bytes for GCM, 12 for ChaCha20-Poly1305 (RFC 7905).
  record Tls12(CipherSuite suite, byte[] key, byte[] iv) implements TrafficKeys {
    @Override
    public Level level() {
      return Level.APPLICATION;
    }

    /// Never shows the key.
    @Override
    public String toString() {
      return "Tls12[" + suite + ", ***]";
    }
  }
}
