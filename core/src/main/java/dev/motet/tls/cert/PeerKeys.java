package dev.motet.tls.cert;

import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// Certificates as a peer sent them, within limits: nobody has proven anything yet.
final class PeerKeys {
  static final int MAX_CERTIFICATES = 10;
  private static final int MAX_CHAIN_BYTES = 64 * 1024;
  private static final int MIN_RSA_BITS = 1024;

  /// More would only cost time; so does Go.
  private static final int MAX_RSA_BITS = 8192;

  private PeerKeys() {}

  /// @throws AlertException when there are too many, or one cannot be read
  static List<X509Certificate> read(List<byte[]> chain) throws AlertException {
    int bytes = chain.stream().mapToInt(der -> der.length).sum();
    if (chain.isEmpty() || chain.size() > MAX_CERTIFICATES || bytes > MAX_CHAIN_BYTES) {
      throw new AlertException(
          Alert.BAD_CERTIFICATE,
          "chain of "
              + chain.size()
              + " certificates and "
              + bytes
              + " bytes (expected: 1 to 10, at most 65536)");
    }
    List<X509Certificate> certificates = new ArrayList<>(chain.size());
    for (byte[] der : chain) {
      certificates.add(parse(der));
    }
    return certificates;
  }

  /// The key of the leaf, whatever else stands in it: certificates of servers that nobody checks
  /// may have no names at all, which the JDK does not read.
  static PublicKey unchecked(List<byte[]> chain) throws AlertException {
    try {
      SubjectPublicKeyInfo info =
          Certificate.getInstance(chain.getFirst()).getSubjectPublicKeyInfo();
      return of(key(info));
    } catch (RuntimeException | IOException | GeneralSecurityException e) {
      throw new AlertException(
          Alert.BAD_CERTIFICATE, "the key of a certificate cannot be read: " + e.getMessage());
    }
  }

  static PublicKey of(X509Certificate certificate) throws AlertException {
    return of(certificate.getPublicKey());
  }

  /// @throws AlertException for a key that is no use for TLS, too weak, or too large
  private static PublicKey of(PublicKey key) throws AlertException {
    try {
      IdentityText.schemes(key);
    } catch (CertificateException e) {
      throw new AlertException(Alert.UNSUPPORTED_CERTIFICATE, String.valueOf(e.getMessage()));
    }
    if (key instanceof RSAPublicKey rsa) {
      int bits = rsa.getModulus().bitLength();
      if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
        throw new AlertException(
            Alert.BAD_CERTIFICATE, "RSA key of " + bits + " bits (expected: 1024 to 8192)");
      }
    }
    return key;
  }

  private static PublicKey key(SubjectPublicKeyInfo info)
      throws IOException, GeneralSecurityException {
    ASN1ObjectIdentifier oid = info.getAlgorithm().getAlgorithm();
    String algorithm =
        oid.equals(CertificateOids.ED25519)
            ? "Ed25519"
            : oid.equals(X9ObjectIdentifiers.id_ecPublicKey) ? "EC" : "RSA";
    return KeyFactory.getInstance(algorithm)
        .generatePublic(new X509EncodedKeySpec(info.getEncoded()));
  }

  private static X509Certificate parse(byte[] der) throws AlertException {
    try {
      return CertificateText.parse(der);
    } catch (CertificateException e) {
      throw new AlertException(
          Alert.BAD_CERTIFICATE, "a certificate that cannot be read: " + e.getMessage());
    }
  }
}
