package dev.motet.tls.cert;

import dev.motet.tls.handshake.Identity;
import dev.motet.tls.message.SignatureScheme;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;

/// A certificate chain and its key in PEM text.
public final class IdentityText {
  private static final int P256_BITS = 256;
  private static final int P384_BITS = 384;

  private IdentityText() {}

  /// @param chain leaf first
  /// @throws GeneralSecurityException when one of them cannot be read, or they do not belong
  ///   together
  public static Identity read(String chain, String key) throws GeneralSecurityException {
    List<X509Certificate> certificates = CertificateText.read(chain);
    PrivateKey secret = key(key);
    PublicKey leaf = certificates.getFirst().getPublicKey();
    checkPair(leaf, secret);
    List<byte[]> der = new ArrayList<>();
    for (X509Certificate certificate : certificates) {
      der.add(certificate.getEncoded());
    }
    return new Identity(List.copyOf(der), secret, schemes(leaf), null);
  }

  private static PrivateKey key(String pem) throws GeneralSecurityException {
    for (Pem.Block block : Pem.blocks(pem)) {
      // RFC 7468 11; nobody is there who could be asked for the password
      if (block.type().equals("ENCRYPTED PRIVATE KEY")) {
        throw new GeneralSecurityException(
            "the private key is encrypted (expected: one without a password)");
      }
      if (block.type().equals("PRIVATE KEY") || block.type().endsWith(" PRIVATE KEY")) {
        return PrivateKeys.read(block.bytes());
      }
    }
    throw new GeneralSecurityException("no private key in it (expected: PEM)");
  }

  /// What a key can sign with, preferred first.
  ///
  /// @throws CertificateException for a key that TLS has no use for
  static List<Integer> schemes(PublicKey key) throws CertificateException {
    return switch (key) {
      case EdECPublicKey _ -> List.of(SignatureScheme.ED25519);
      case ECPublicKey point -> List.of(ecdsa(point));
      case RSAPublicKey _ ->
          List.of(
              SignatureScheme.RSA_PSS_RSAE_SHA256,
              SignatureScheme.RSA_PSS_RSAE_SHA384,
              SignatureScheme.RSA_PSS_RSAE_SHA512,
              SignatureScheme.RSA_PKCS1_SHA256,
              SignatureScheme.RSA_PKCS1_SHA384,
              SignatureScheme.RSA_PKCS1_SHA512);
      default ->
          throw new CertificateException(
              "a key of the algorithm " + key.getAlgorithm() + " (expected: RSA, EC or Ed25519)");
    };
  }

  private static int ecdsa(ECPublicKey key) {
    return switch (key.getParams().getCurve().getField().getFieldSize()) {
      case P256_BITS -> SignatureScheme.ECDSA_SECP256R1_SHA256;
      case P384_BITS -> SignatureScheme.ECDSA_SECP384R1_SHA384;
      default -> SignatureScheme.ECDSA_SECP521R1_SHA512;
    };
  }

  private static void checkPair(PublicKey leaf, PrivateKey key) throws GeneralSecurityException {
    String algorithm =
        switch (leaf) {
          case EdECPublicKey _ -> "Ed25519";
          case ECPublicKey _ -> "SHA256withECDSA";
          default -> "SHA256withRSA";
        };
    boolean same = family(leaf.getAlgorithm()).equals(family(key.getAlgorithm()));
    if (!same || !verifies(algorithm, leaf, key)) {
      throw new CertificateException("the private key is not the one of the first certificate");
    }
  }

  private static String family(String algorithm) {
    return algorithm.equals("Ed25519") ? "EdDSA" : algorithm;
  }

  private static boolean verifies(String algorithm, PublicKey leaf, PrivateKey key)
      throws GeneralSecurityException {
    byte[] message = "a key and its certificate".getBytes(StandardCharsets.US_ASCII);
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(message);
    byte[] signed = signature.sign();
    signature.initVerify(leaf);
    signature.update(message);
    return signature.verify(signed);
  }
}
