package dev.motet.tls.message;

/// Numbers of extensions (IANA "TLS ExtensionType Values").
public final class ExtensionType {
  public static final int SERVER_NAME = 0;
  public static final int SUPPORTED_GROUPS = 10;
  public static final int EC_POINT_FORMATS = 11;
  public static final int SIGNATURE_ALGORITHMS = 13;
  public static final int ALPN = 16;
  public static final int PRE_SHARED_KEY = 41;
  public static final int SUPPORTED_VERSIONS = 43;
  public static final int KEY_SHARE = 51;

  private ExtensionType() {}
}
