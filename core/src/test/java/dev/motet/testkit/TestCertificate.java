package dev.motet.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate for 127.0.0.1 that signs itself, made with the JDK's tool.
///
/// @param pem the certificate as clients trust it
public record TestCertificate(Path keys, Path pem) {
  private static final String PASSWORD = "secret";

  public static TestCertificate create(Path folder) throws Exception {
    TestCertificate made =
        new TestCertificate(folder.resolve("keys.p12"), folder.resolve("certificate.pem"));
    made.tool(
        "-genkeypair",
        "-alias",
        "a",
        "-keyalg",
        "EC",
        "-dname",
        "CN=x",
        "-ext",
        "SAN=ip:127.0.0.1");
    made.tool("-exportcert", "-alias", "a", "-rfc", "-file", made.pem.toString());
    return made;
  }

  /// For a server that shows it.
  public SSLContext server() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private void tool(String command, String... more) throws Exception {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> line =
        new ArrayList<>(
            List.of(keytool, command, "-keystore", keys.toString(), "-storepass", PASSWORD));
    line.addAll(List.of(more));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
