package dev.motet.tls.cert;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/// Certificates in PEM text and in DER.
public final class CertificateText {
  private static final String TYPE = "CERTIFICATE";

  private CertificateText() {}

  /// All certificates of the text; blocks of other types are passed over.
  ///
  /// @throws CertificateException when there is none, or one cannot be read
  public static List<X509Certificate> read(String pem) throws CertificateException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Pem.Block block : Pem.blocks(pem)) {
      if (block.type().equals(TYPE)) {
        certificates.add(parse(block.bytes()));
      }
    }
    if (certificates.isEmpty()) {
      throw new CertificateException("no certificate in it (expected: PEM)");
    }
    return List.copyOf(certificates);
  }

  /// Those that can be read, as a pool of roots is filled.
  ///
  /// @throws CertificateException when there is none
  public static List<X509Certificate> readPool(String pem) throws CertificateException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Pem.Block block : Pem.blocks(pem)) {
      if (block.type().equals(TYPE)) {
        try {
          certificates.add(parse(block.bytes()));
        } catch (CertificateException _) {
          // One that cannot be read does not take the others away.
        }
      }
    }
    if (certificates.isEmpty()) {
      throw new CertificateException("no certificate in it (expected: PEM)");
    }
    return List.copyOf(certificates);
  }

  public static String write(byte[] der) {
    return Pem.write(TYPE, der);
  }

  static X509Certificate parse(byte[] der) throws CertificateException {
    ByteArrayInputStream in = new ByteArrayInputStream(der);
    X509Certificate certificate =
        (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    if (in.available() > 0) {
      throw new CertificateException(in.available() + " bytes behind a certificate");
    }
    return certificate;
  }
}
