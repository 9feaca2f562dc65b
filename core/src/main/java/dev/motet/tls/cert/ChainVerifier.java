package dev.motet.tls.cert;

import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.PeerVerifier;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Believes what a chain of signatures leads to from a trusted root, for the name that was asked
/// for. The JDK validates the path; nothing is asked of the network, so nothing is known of
/// revocation. Thread-safe.
public final class ChainVerifier implements PeerVerifier {
  private final TrustedRoots roots;
  private final Purpose purpose;
  private final InstantSource time;

  public ChainVerifier(TrustedRoots roots, Purpose purpose, InstantSource time) {
    this.roots = roots;
    this.purpose = purpose;
    this.time = time;
  }

  @Override
  public PublicKey verify(List<byte[]> chain, @Nullable String name) throws AlertException {
    List<X509Certificate> certificates = PeerKeys.read(chain);
    X509Certificate leaf = certificates.getFirst();
    PublicKey key = PeerKeys.of(leaf);
    try {
      checkTrust(certificates, Date.from(time.instant()));
    } catch (GeneralSecurityException e) {
      throw new AlertException(alert(e), "certificate: " + e.getMessage());
    }
    if (name != null) {
      ServerNames.check(leaf, name);
    }
    return key;
  }

  private void checkTrust(List<X509Certificate> chain, Date now)
      throws GeneralSecurityException, AlertException {
    X509Certificate leaf = chain.getFirst();
    if (roots.contains(leaf)) {
      // A certificate that was named itself needs no signature, not even of its own key.
      leaf.checkValidity(now);
      checkPurpose(List.of(leaf));
      return;
    }
    Set<TrustAnchor> anchors = new LinkedHashSet<>();
    for (X509Certificate certificate : chain) {
      roots.issuersOf(certificate).forEach(root -> anchors.add(new TrustAnchor(root, null)));
    }
    if (anchors.isEmpty()) {
      throw new AlertException(
          Alert.UNKNOWN_CA,
          "certificate of \""
              + leaf.getIssuerX500Principal()
              + "\", which is not trusted (expected: one that leads to a trusted root)");
    }
    GeneralSecurityException fault = checkAsSent(chain, anchors, now);
    if (fault != null) {
      checkAnyOrder(chain, anchors, now, fault);
    }
  }

  /// The path that the chain is in its own order, up to the first name that is a root's: what
  /// nearly all servers send.
  ///
  /// @return null when it is believed
  private @Nullable GeneralSecurityException checkAsSent(
      List<X509Certificate> chain, Set<TrustAnchor> anchors, Date now)
      throws GeneralSecurityException {
    int length = 1;
    while (length < chain.size() && roots.issuersOf(chain.get(length - 1)).isEmpty()) {
      length++;
    }
    List<X509Certificate> sent = chain.subList(0, length);
    PKIXParameters parameters = new PKIXParameters(anchors);
    parameters.setRevocationEnabled(false);
    parameters.setDate(now);
    CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(sent);
    try {
      var result =
          (PKIXCertPathValidatorResult)
              CertPathValidator.getInstance("PKIX").validate(path, parameters);
      checkPath(sent, result.getTrustAnchor(), now);
      return null;
    } catch (GeneralSecurityException e) {
      return e;
    }
  }

  /// RFC 8446 4.4.2: certificates behind the leaf may be superfluous or out of order.
  private void checkAnyOrder(
      List<X509Certificate> chain,
      Set<TrustAnchor> anchors,
      Date now,
      GeneralSecurityException fault)
      throws GeneralSecurityException {
    if (chain.size() == 1) {
      throw fault;
    }
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(chain.getFirst());
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
    parameters.setRevocationEnabled(false);
    parameters.setDate(now);
    parameters.setMaxPathLength(PeerKeys.MAX_CERTIFICATES);
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
    try {
      var result =
          (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
      List<X509Certificate> path =
          result.getCertPath().getCertificates().stream().map(X509Certificate.class::cast).toList();
      checkPath(path, result.getTrustAnchor(), now);
    } catch (GeneralSecurityException e) {
      fault.addSuppressed(e);
      throw fault;
    }
  }

  /// What the JDK does not ask of a path.
  private void checkPath(List<X509Certificate> path, TrustAnchor anchor, Date now)
      throws GeneralSecurityException {
    for (X509Certificate certificate : path) {
      String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
      // RFC 9155, RFC 6151: collisions of these hashes can be found.
      if (algorithm.contains("SHA1") || algorithm.contains("MD5") || algorithm.contains("MD2")) {
        throw new CertPathValidatorException(
            "signed with " + certificate.getSigAlgName() + " (expected: SHA-256 or better)");
      }
      checkKey(certificate);
    }
    List<X509Certificate> all = new ArrayList<>(path);
    X509Certificate root = anchor.getTrustedCert();
    root.checkValidity(now);
    RootConstraints.check(root, path);
    all.add(root);
    checkPurpose(all);
  }

  private static void checkKey(X509Certificate certificate) throws CertPathValidatorException {
    try {
      PeerKeys.of(certificate);
    } catch (AlertException e) {
      throw new CertPathValidatorException(e.getMessage());
    }
  }

  // RFC 5280 4.2.1.12: where the extension is present, only for what it lists. As usual, an issuer
  // that has it limits what it signs.
  private void checkPurpose(List<X509Certificate> path)
      throws CertPathValidatorException, CertificateParsingException {
    for (X509Certificate certificate : path) {
      List<String> usages = certificate.getExtendedKeyUsage();
      if (usages != null && !usages.contains(purpose.oid()) && !usages.contains(Purpose.ANY)) {
        throw new CertPathValidatorException(
            "extended key usage "
                + usages.stream().collect(Collectors.joining(", "))
                + " (expected: that of a TLS "
                + purpose.name().toLowerCase(Locale.ROOT)
                + ")");
      }
    }
  }

  private static Alert alert(GeneralSecurityException e) {
    if (e instanceof CertificateExpiredException || e instanceof CertificateNotYetValidException) {
      return Alert.CERTIFICATE_EXPIRED;
    }
    if (e instanceof CertPathValidatorException path) {
      if (path.getReason() == BasicReason.EXPIRED
          || path.getReason() == BasicReason.NOT_YET_VALID) {
        return Alert.CERTIFICATE_EXPIRED;
      }
      if (path.getReason() == PKIXReason.NO_TRUST_ANCHOR) {
        return Alert.UNKNOWN_CA;
      }
    }
    return Alert.BAD_CERTIFICATE;
  }
}
