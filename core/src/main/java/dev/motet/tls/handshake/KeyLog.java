package dev.motet.tls.handshake;

/// Takes secrets in the form of `SSLKEYLOGFILE`, for those who watch their own connections.
/// Thread-safe.
public interface KeyLog {
  /// Takes nothing.
  KeyLog NONE = (label, clientRandom, secret) -> {};

  /// @param label as `CLIENT_HANDSHAKE_TRAFFIC_SECRET`
  void write(String label, byte[] clientRandom, byte[] secret);
}
