package dev.motet.tls.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.motet.testkit.Serving;
import dev.motet.testkit.TestCertificate;
import dev.motet.tls.handshake.Negotiated;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// OpenSSL, GnuTLS and curl as clients.
@Tag("interop")
class TlsServerInteropTest {
  @TempDir static Path folder;
  private static TestCertificate certificate;

  private final ServerSettings settings = new ServerSettings();

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = TestCertificate.create(folder);
  }

  private TlsEcho echo() throws Exception {
    settings.identity = TestIdentity.read(certificate.keys(), 0x0503, 0x0403);
    return new TlsEcho(settings.config());
  }

  /// What a program said, its errors included.
  private static String run(String input, List<String> line) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/" + line.getFirst())), line.getFirst());
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    Thread feeding =
        Thread.ofVirtual()
            .start(() -> {
              try (OutputStream out = process.getOutputStream()) {
                out.write(input.getBytes(StandardCharsets.US_ASCII));
              } catch (IOException _) {
                // it has ended already
              }
            });
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    feeding.join();
    process.waitFor();
    return said;
  }

  private static String openssl(Serving serving, String input, String... more) throws Exception {
    List<String> line = new ArrayList<>(List.of("openssl", "s_client", "-connect"));
    line.add("127.0.0.1:" + serving.port());
    line.addAll(List.of("-CAfile", certificate.pem().toString(), "-verify_return_error"));
    line.addAll(List.of("-ign_eof"));
    line.addAll(List.of(more));
    return run(input, line);
  }

  @ParameterizedTest
  @CsvSource({
    "TLS_AES_128_GCM_SHA256, X25519, 1d",
    "TLS_AES_256_GCM_SHA384, P-256, 17",
    "TLS_CHACHA20_POLY1305_SHA256, P-384, 18",
    "TLS_AES_128_GCM_SHA256, X25519:P-384, 18"
  })
  void servesOpenssl(String suite, String groups, String group) throws Exception {
    settings.groups = List.of(Integer.parseInt(group, 16));
    TlsEcho echo = echo();
    try (Serving serving = Serving.start(echo)) {
      String said =
          openssl(serving, "GET / HTTP/1.0\n\n", "-ciphersuites", suite, "-groups", groups);
      assertThat(said).contains("Verify return code: 0", "Cipher is " + suite, TlsEcho.PAGE);
      assertThat(echo.negotiated.getFirst().group()).isEqualTo(settings.groups.getFirst());
    }
  }

  @Test
  void resumesWithOpenssl() throws Exception {
    settings.tickets = new SealedTickets(new SecureRandom(), () -> settings.now);
    TlsEcho echo = echo();
    String session = folder.resolve("session.pem").toString();
    try (Serving serving = Serving.start(echo)) {
      String first = openssl(serving, "GET / HTTP/1.0\n\n", "-sess_out", session);
      assertThat(first).contains("New, TLSv1.3");
      String second = openssl(serving, "GET / HTTP/1.0\n\n", "-sess_in", session);
      assertThat(second).contains("Reused, TLSv1.3", TlsEcho.PAGE);
      String replayed = openssl(serving, "GET / HTTP/1.0\n\n", "-sess_in", session);
      assertThat(replayed).contains("New, TLSv1.3", TlsEcho.PAGE);
    }
  }

  /// The ticket of another server allows early data, which this one skips.
  @ParameterizedTest
  @CsvSource({"1d", "18"})
  void skipsEarlyDataOfOpenssl(String group) throws Exception {
    String session = sessionOfAnotherServer();
    Path early = folder.resolve("early");
    Files.writeString(early, "early data\n".repeat(2000));
    settings.groups = List.of(Integer.parseInt(group, 16));
    TlsEcho echo = echo();
    try (Serving serving = Serving.start(echo)) {
      String said =
          openssl(
              serving, "GET / HTTP/1.0\n\n", "-sess_in", session, "-early_data", early.toString());
      assertThat(said).contains("Early data was rejected", TlsEcho.PAGE);
      assertThat(echo.negotiated.stream().map(Negotiated::resumed)).containsExactly(false);
    }
  }

  private static String sessionOfAnotherServer() throws Exception {
    Path key = folder.resolve("key.pem");
    String store = certificate.keys().toString();
    run(
        "",
        List.of(
            "openssl",
            "pkcs12",
            "-in",
            store,
            "-passin",
            "pass:secret",
            "-nodes",
            "-out",
            key.toString()));
    int port;
    try (java.net.ServerSocket free = new java.net.ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Process server =
        new ProcessBuilder(
                "openssl",
                "s_server",
                "-accept",
                "127.0.0.1:" + port,
                "-key",
                key.toString(),
                "-cert",
                key.toString(),
                "-max_early_data",
                "65536",
                "-www")
            .redirectErrorStream(true)
            .start();
    try {
      StringBuilder begun = new StringBuilder();
      while (!begun.toString().contains("ACCEPT")) { // it listens
        int next = server.getInputStream().read();
        assertThat(next).as(begun.toString()).isNotNegative();
        begun.append((char) next);
      }
      String session = folder.resolve("other.pem").toString();
      String said =
          run(
              "GET / HTTP/1.0\n\n",
              List.of(
                  "openssl",
                  "s_client",
                  "-connect",
                  "127.0.0.1:" + port,
                  "-ign_eof",
                  "-sess_out",
                  session));
      assertThat(Path.of(session)).as(said).exists();
      return session;
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  @Test
  void changesKeysWithOpenssl() throws Exception {
    TlsEcho echo = echo();
    try (Serving serving = Serving.start(echo)) {
      List<String> line = new ArrayList<>(List.of("openssl", "s_client", "-connect"));
      line.add("127.0.0.1:" + serving.port());
      // K: changes its keys and asks for the same; k: changes its keys
      String said = run("K\nk\nhello to you\nQ\n", line);
      assertThat(said).contains("KEYUPDATE");
      assertThat(serving.awaitServed(1)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "AES-128-GCM, GROUP-X25519",
    "AES-256-GCM, GROUP-SECP256R1",
    "CHACHA20-POLY1305, GROUP-SECP384R1"
  })
  void servesGnutls(String cipher, String group) throws Exception {
    settings.tickets = new SealedTickets(new SecureRandom(), () -> settings.now);
    TlsEcho echo = echo();
    try (Serving serving = Serving.start(echo)) {
      String priority =
          "NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+" + cipher + ":-GROUP-ALL:+" + group;
      String said =
          run(
              "GET / HTTP/1.0\n\n",
              List.of(
                  "gnutls-cli",
                  "--port=" + serving.port(),
                  "--x509cafile=" + certificate.pem(),
                  "--priority=" + priority,
                  "127.0.0.1"));
      assertThat(said).contains("The certificate is trusted", "(" + cipher + ")");
      assertThat(echo.negotiated).hasSize(1);
    }
  }

  @Test
  void servesCurl() throws Exception {
    settings.alpn = List.of("http/1.1");
    TlsEcho echo = echo();
    try (Serving serving = Serving.start(echo)) {
      String said =
          run(
              "",
              List.of(
                  "curl",
                  "-sS",
                  "--cacert",
                  certificate.pem().toString(),
                  "https://127.0.0.1:" + serving.port() + "/"));
      assertThat(said).isEqualTo(TlsEcho.PAGE);
      assertThat(echo.negotiated.getFirst().alpn()).isEqualTo("http/1.1");
    }
  }
}
