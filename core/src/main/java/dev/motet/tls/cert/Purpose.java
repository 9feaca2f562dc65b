package dev.motet.tls.cert;

/// What a certificate is shown for (RFC 5280 4.2.1.12).
public enum Purpose {
  SERVER("1.3.6.1.5.5.7.3.1"),
  CLIENT("1.3.6.1.5.5.7.3.2");

  static final String ANY = "2.5.29.37.0";

  private final String oid;

  Purpose(String oid) {
    this.oid = oid;
  }

  String oid() {
    return oid;
  }
}
