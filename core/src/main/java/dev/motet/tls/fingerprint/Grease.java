package dev.motet.tls.fingerprint;

/// Values that mean nothing and keep servers tolerant (RFC 8701).
public final class Grease {
  /// Stands in a list for a value that is drawn for each connection.
  public static final int PLACEHOLDER = 0x0a0a;

  private Grease() {}

  /// Whether it is one of `0a0a`, `1a1a` … `fafa`: a cipher suite, group, version or extension.
  public static boolean is(int value) {
    return (value & 0x0f0f) == 0x0a0a && value >>> 8 == (value & 0xff);
  }
}
