package dev.motet.tls.cert;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/// Certificates that are believed without further proof, found by their name. Immutable.
public final class TrustedRoots {
  private final Set<X509Certificate> all;
  private final Map<X500Principal, List<X509Certificate>> bySubject = new HashMap<>();

  public TrustedRoots(Collection<X509Certificate> roots) {
    this.all = Set.copyOf(roots);
    for (X509Certificate root : all) {
      bySubject.computeIfAbsent(root.getSubjectX500Principal(), _ -> new ArrayList<>(1)).add(root);
    }
  }

  boolean contains(X509Certificate certificate) {
    return all.contains(certificate);
  }

  /// Those that may have signed it, by their name.
  List<X509Certificate> issuersOf(X509Certificate certificate) {
    return List.copyOf(bySubject.getOrDefault(certificate.getIssuerX500Principal(), List.of()));
  }
}
