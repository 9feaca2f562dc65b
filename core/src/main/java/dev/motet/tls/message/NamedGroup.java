package dev.motet.tls.message;

/// Numbers of groups (IANA "TLS Supported Groups").
public final class NamedGroup {
  public static final int SECP256R1 = 0x0017;
  public static final int SECP384R1 = 0x0018;
  public static final int SECP521R1 = 0x0019;
  public static final int X25519 = 0x001d;
  public static final int X25519MLKEM768 = 0x11ec;

  private NamedGroup() {}
}
