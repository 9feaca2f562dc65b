package dev.motet.tls.cert;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/// Identifiers that stand in another jar than the ASN.1 of bcprov.
final class CertificateOids {
  /// RFC 8410 3.
  static final ASN1ObjectIdentifier ED25519 = new ASN1ObjectIdentifier("1.3.101.112");

  private CertificateOids() {}
}
