package dev.motet.tls.cert;

import dev.motet.io.IpLiteral;
import dev.motet.tls.handshake.Identity;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// Writes certificates that their own key signed (RFC 5280).
public final class SelfSigned {
  private static final int SERIAL_BITS = 127;

  /// RFC 5280, upper bound of a common name.
  private static final int MAX_COMMON_NAME = 64;

  private SelfSigned() {}

  /// One for a server.
  ///
  /// @param name a host name or an IP address; empty for none
  public static Identity identity(
      KeyPair pair, String name, Instant from, Instant until, SecureRandom random)
      throws GeneralSecurityException {
    byte[] certificate = certificate(pair, name, from, until, new Extra[0], random);
    return new Identity(
        List.of(certificate), pair.getPrivate(), IdentityText.schemes(pair.getPublic()), null);
  }

  /// An extension beyond those of every server.
  record Extra(String oid, boolean critical, byte[] value) {}

  static byte[] certificate(
      KeyPair pair, String name, Instant from, Instant until, Extra[] extras, SecureRandom random)
      throws GeneralSecurityException {
    try {
      AlgorithmIdentifier algorithm = algorithm(pair.getPublic());
      X500Name subject = subject(name);
      V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
      generator.setSerialNumber(
          new org.bouncycastle.asn1.ASN1Integer(
              new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE)));
      generator.setSignature(algorithm);
      generator.setIssuer(subject);
      generator.setSubject(subject);
      generator.setStartDate(new Time(Date.from(from), Locale.ROOT));
      generator.setEndDate(new Time(Date.from(until), Locale.ROOT));
      generator.setSubjectPublicKeyInfo(
          SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
      generator.setExtensions(extensions(name, extras));
      return sign(generator.generateTBSCertificate(), algorithm, pair);
    } catch (IOException e) {
      throw new IllegalStateException("write a certificate", e);
    }
  }

  private static byte[] sign(TBSCertificate body, AlgorithmIdentifier algorithm, KeyPair pair)
      throws IOException, GeneralSecurityException {
    Signature signature = Signature.getInstance(signatureName(pair.getPublic()));
    signature.initSign(pair.getPrivate());
    signature.update(body.getEncoded());
    ASN1EncodableVector parts = new ASN1EncodableVector(3);
    parts.add(body);
    parts.add(algorithm);
    parts.add(new DERBitString(signature.sign()));
    return new DERSequence(parts).getEncoded();
  }

  private static Extensions extensions(String name, Extra[] extras) throws IOException {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(
        Extension.keyUsage,
        true,
        new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
    extensions.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    if (!name.isEmpty()) {
      extensions.addExtension(
          Extension.subjectAlternativeName, false, new GeneralNames(alternative(name)));
    }
    for (Extra extra : extras) {
      extensions.addExtension(
          new org.bouncycastle.asn1.ASN1ObjectIdentifier(extra.oid), extra.critical, extra.value);
    }
    return extensions.generate();
  }

  private static GeneralName alternative(String name) {
    InetAddress address = IpLiteral.parse(name);
    return address == null
        ? new GeneralName(GeneralName.dNSName, name)
        : new GeneralName(GeneralName.iPAddress, new DEROctetString(address.getAddress()));
  }

  // RFC 5280 4.1.2.4: an issuer has a name that is not empty
  private static X500Name subject(String name) {
    boolean fits = !name.isEmpty() && name.length() <= MAX_COMMON_NAME;
    return new X500NameBuilder(BCStyle.INSTANCE)
        .addRDN(BCStyle.CN, fits ? name : "localhost")
        .build();
  }

  private static AlgorithmIdentifier algorithm(PublicKey key) {
    return switch (key) {
      case EdECPublicKey _ -> new AlgorithmIdentifier(CertificateOids.ED25519);
      case ECPublicKey _ -> new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
      default ->
          new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);
    };
  }

  private static String signatureName(PublicKey key) {
    return switch (key) {
      case EdECPublicKey _ -> "Ed25519";
      case ECPublicKey _ -> "SHA256withECDSA";
      default -> "SHA256withRSA";
    };
  }
}
