package dev.motet.tls.message;

/// Numbers of extensions (IANA "TLS ExtensionType Values").
public final class ExtensionType {
  public static final int SERVER_NAME = 0;
  public static final int STATUS_REQUEST = 5;
  public static final int SUPPORTED_GROUPS = 10;
  public static final int EC_POINT_FORMATS = 11;
  public static final int SIGNATURE_ALGORITHMS = 13;
  public static final int ALPN = 16;
  public static final int SIGNED_CERTIFICATE_TIMESTAMP = 18;
  public static final int PADDING = 21;
  public static final int EXTENDED_MASTER_SECRET = 23;
  public static final int COMPRESS_CERTIFICATE = 27;
  public static final int RECORD_SIZE_LIMIT = 28;
  public static final int DELEGATED_CREDENTIALS = 34;
  public static final int SESSION_TICKET = 35;
  public static final int PRE_SHARED_KEY = 41;
  public static final int EARLY_DATA = 42;
  public static final int SUPPORTED_VERSIONS = 43;
  public static final int COOKIE = 44;
  public static final int PSK_KEY_EXCHANGE_MODES = 45;
  public static final int CERTIFICATE_AUTHORITIES = 47;
  public static final int SIGNATURE_ALGORITHMS_CERT = 50;
  public static final int KEY_SHARE = 51;
  public static final int QUIC_TRANSPORT_PARAMETERS = 57;

  /// ALPS of Chrome up to 131.
  public static final int APPLICATION_SETTINGS_OLD = 17513;

  /// ALPS of Chrome since 132.
  public static final int APPLICATION_SETTINGS = 17613;

  /// RFC 9849, in an inner hello only.
  public static final int ECH_OUTER_EXTENSIONS = 0xfd00;

  /// RFC 9849
  public static final int ENCRYPTED_CLIENT_HELLO = 0xfe0d;

  public static final int RENEGOTIATION_INFO = 0xff01;

  private ExtensionType() {}
}
