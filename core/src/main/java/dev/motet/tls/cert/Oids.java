package dev.motet.tls.cert;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/// Numbers of algorithms that the library has no public name for.
final class Oids {
  /// RFC 8410 3
  static final ASN1ObjectIdentifier ED25519 = new ASN1ObjectIdentifier("1.3.101.112");

  private Oids() {}
}
