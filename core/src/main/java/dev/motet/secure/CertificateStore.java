package dev.motet.secure;

import dev.motet.option.CertificateOptions;
import dev.motet.tls.cert.TrustedRoots;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The roots that TLS clients of an instance trust (inventory TOP-6). Immutable.
public final class CertificateStore {
  /// Where systems keep all roots in one file.
  private static final List<String> SYSTEM_FILES =
      List.of(
          "/etc/ssl/certs/ca-certificates.crt",
          "/etc/pki/tls/certs/ca-bundle.crt",
          "/etc/ssl/ca-bundle.pem",
          "/etc/pki/tls/cacert.pem",
          "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
          "/etc/ssl/cert.pem");

  private final List<Certificate> roots;

  private CertificateStore(List<Certificate> roots) {
    this.roots = Collections.unmodifiableList(roots);
  }

  /// @param environment `SSL_CERT_FILE` names the system's file of roots
  /// @throws IOException when a certificate that was named cannot be read
  public static CertificateStore load(CertificateOptions options, Map<String, String> environment)
      throws IOException {
    List<Certificate> roots = new ArrayList<>();
    switch (options.store()) {
      case SYSTEM -> roots.addAll(system(environment));
      case MOZILLA -> roots.addAll(jdk());
      case NONE -> {}
    }
    if (!options.certificate().isEmpty()) {
      roots.addAll(
          pem(String.join("\n", options.certificate()), "invalid certificate PEM strings"));
    }
    for (String file : options.certificatePath()) {
      roots.addAll(file(Path.of(file)));
    }
    for (String directory : options.certificateDirectoryPath()) {
      roots.addAll(directory(Path.of(directory)));
    }
    return new CertificateStore(roots);
  }

  List<Certificate> roots() {
    return roots;
  }

  public TrustedRoots trusted() {
    return new TrustedRoots(roots.stream().map(X509Certificate.class::cast).toList());
  }

  /// For clients of the JDK that check the peer against these roots.
  public SSLContext context() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < roots.size(); i++) {
      store.setCertificateEntry("root" + i, roots.get(i));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static Collection<? extends Certificate> system(Map<String, String> environment)
      throws IOException {
    String named = environment.getOrDefault("SSL_CERT_FILE", "");
    if (!named.isEmpty()) {
      return file(Path.of(named));
    }
    for (String candidate : SYSTEM_FILES) {
      if (Files.isReadable(Path.of(candidate))) {
        return file(Path.of(candidate));
      }
    }
    return jdk();
  }

  /// The JDK ships Mozilla's list.
  private static List<Certificate> jdk() throws IOException {
    Path file = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
    try {
      KeyStore store = KeyStore.getInstance(file.toFile(), (char[]) null);
      List<Certificate> roots = new ArrayList<>();
      for (String alias : Collections.list(store.aliases())) {
        roots.add(store.getCertificate(alias));
      }
      return roots;
    } catch (GeneralSecurityException e) {
      throw new IOException("read the roots of the JDK: " + e.getMessage(), e);
    }
  }

  private static Collection<? extends Certificate> file(Path file) throws IOException {
    return pem(
        Files.readString(file, StandardCharsets.ISO_8859_1),
        "invalid certificate PEM file: " + file);
  }

  /// Files that hold no certificate are passed over, and links to a neighbour, which is read
  /// anyway.
  private static List<Certificate> directory(Path directory) throws IOException {
    List<Certificate> roots = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (Files.isRegularFile(file) && !isLinkToNeighbour(file)) {
          try {
            roots.addAll(file(file));
          } catch (IOException _) {
            // Passed over.
          }
        }
      }
    } catch (IOException e) {
      throw new IOException("invalid certificate directory: " + directory, e);
    }
    return roots;
  }

  private static boolean isLinkToNeighbour(Path file) throws IOException {
    return Files.isSymbolicLink(file)
        && Files.readSymbolicLink(file).getNameCount() == 1
        && !Files.readSymbolicLink(file).isAbsolute();
  }

  private static Collection<? extends Certificate> pem(String text, String otherwise)
      throws IOException {
    try (InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1))) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new IOException(otherwise);
      }
      return found;
    } catch (CertificateException e) {
      throw new IOException(otherwise, e);
    }
  }
}
