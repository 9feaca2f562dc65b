package dev.motet.tls.record;

/// Types of records (RFC 8446 5.1).
final class ContentType {
  static final int CHANGE_CIPHER_SPEC = 20;
  static final int ALERT = 21;
  static final int HANDSHAKE = 22;
  static final int APPLICATION_DATA = 23;

  private ContentType() {}

  static boolean isKnown(int type) {
    return type >= CHANGE_CIPHER_SPEC && type <= APPLICATION_DATA;
  }
}
