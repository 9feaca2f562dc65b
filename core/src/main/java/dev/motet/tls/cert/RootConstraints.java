package dev.motet.tls.cert;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;

/// What a root says about the paths below it. RFC 5280 6.1 leaves that out, and so does the JDK; Go
/// and OpenSSL hold roots to it, and owners of private ones rely on it.
final class RootConstraints {
  private RootConstraints() {}

  /// @param path leaf first, without the root
  static void check(X509Certificate root, List<X509Certificate> path)
      throws CertPathValidatorException {
    checkLength(root, path);
    byte[] names = root.getExtensionValue(Extension.nameConstraints.getId());
    if (names != null) {
      checkNames(names, path);
    }
  }

  // RFC 5280 4.2.1.9: of issuers below it; those that are named as their own issuer do not count
  private static void checkLength(X509Certificate root, List<X509Certificate> path)
      throws CertPathValidatorException {
    int limit = root.getBasicConstraints();
    long issuers = path.stream().skip(1).filter(issuer -> !isSelfIssued(issuer)).count();
    if (limit >= 0 && issuers > limit) {
      throw new CertPathValidatorException(
          issuers + " issuers below a root (expected: at most " + limit + ", as it says)");
    }
  }

  private static void checkNames(byte[] extension, List<X509Certificate> path)
      throws CertPathValidatorException {
    try {
      PKIXNameConstraintValidator validator = validator(extension);
      for (X509Certificate certificate : path) {
        // RFC 5280 4.2.1.10: not for issuers of their own name, but for every leaf
        if (certificate.equals(path.getFirst()) || !isSelfIssued(certificate)) {
          check(validator, certificate);
        }
      }
    } catch (NameConstraintValidatorException e) {
      throw new CertPathValidatorException("a name that the root is not for: " + e.getMessage(), e);
    } catch (RuntimeException | CertificateEncodingException e) {
      throw new CertPathValidatorException("name constraints of the root: " + e.getMessage(), e);
    }
  }

  private static PKIXNameConstraintValidator validator(byte[] extension) {
    NameConstraints constraints =
        NameConstraints.getInstance(ASN1OctetString.getInstance(extension).getOctets());
    PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
    GeneralSubtree[] permitted = constraints.getPermittedSubtrees();
    if (permitted != null) {
      validator.intersectPermittedSubtree(permitted);
    }
    GeneralSubtree[] excluded = constraints.getExcludedSubtrees();
    if (excluded != null) {
      for (GeneralSubtree subtree : excluded) {
        validator.addExcludedSubtree(subtree);
      }
    }
    return validator;
  }

  private static void check(PKIXNameConstraintValidator validator, X509Certificate certificate)
      throws NameConstraintValidatorException, CertificateEncodingException {
    Certificate parsed = Certificate.getInstance(certificate.getEncoded());
    X500Name subject = parsed.getSubject();
    if (subject.getRDNs().length > 0) {
      GeneralName name = new GeneralName(subject);
      validator.checkPermitted(name);
      validator.checkExcluded(name);
    }
    Extensions extensions = parsed.getTBSCertificate().getExtensions();
    GeneralNames names =
        extensions == null
            ? null
            : GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
    if (names != null) {
      for (GeneralName name : names.getNames()) {
        validator.checkPermitted(name);
        validator.checkExcluded(name);
      }
    }
  }

  private static boolean isSelfIssued(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }
}
