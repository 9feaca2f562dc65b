package dev.motet.tls.handshake;

/// Which keys protect a message (RFC 8446 2, RFC 9001 2.1).
public enum Level {
  INITIAL,
  EARLY,
  HANDSHAKE,
  APPLICATION
}
