package dev.motet.tls.message;

/// Numbers of versions on the wire.
public final class ProtocolVersion {
  public static final int TLS_1_0 = 0x0301;
  public static final int TLS_1_1 = 0x0302;
  public static final int TLS_1_2 = 0x0303;
  public static final int TLS_1_3 = 0x0304;

  private ProtocolVersion() {}
}
