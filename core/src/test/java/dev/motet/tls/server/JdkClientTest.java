package dev.motet.tls.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.Serving;
import dev.motet.testkit.TestCertificate;
import dev.motet.tls.handshake.Negotiated;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The JDK's TLS as a client.
class JdkClientTest {
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

  private static SSLContext trusting() throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = new FileInputStream(certificate.pem().toFile())) {
      store.setCertificateEntry(
          "a", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static SSLSocket connect(SSLContext context, Serving serving) throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", serving.port());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(new String[] {"TLSv1.3"});
    socket.setSSLParameters(parameters);
    return socket;
  }

  private static String said(SSLSocket socket, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    socket.getOutputStream().write(bytes);
    return new String(socket.getInputStream().readNBytes(bytes.length), StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @CsvSource({
    "1301, 1d, x25519",
    "1302, 17, secp256r1",
    "1303, 18, secp384r1",
    "1301, 18, 'x25519,secp384r1'" // asks again
  })
  void speaksEachSuiteAndGroup(String suite, String group, String offered) throws Exception {
    settings.suites = List.of(Integer.parseInt(suite, 16));
    settings.groups = List.of(Integer.parseInt(group, 16));
    settings.alpn = List.of("h2");
    TlsEcho echo = echo();
    try (Serving serving = Serving.start(echo);
        SSLSocket socket = connect(trusting(), serving)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setNamedGroups(offered.split(","));
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      assertThat(said(socket, "hello")).isEqualTo("hello");
      assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
      Negotiated negotiated = echo.negotiated.getFirst();
      assertThat(negotiated.suite().code()).isEqualTo(settings.suites.getFirst());
      assertThat(negotiated.group()).isEqualTo(settings.groups.getFirst());
    }
  }

  @Test
  void resumesWithATicketEachTime() throws Exception {
    settings.tickets = new SealedTickets(new SecureRandom(), () -> settings.now);
    TlsEcho echo = echo();
    SSLContext context = trusting();
    try (Serving serving = Serving.start(echo)) {
      for (int i = 0; i < 3; i++) {
        try (SSLSocket socket = connect(context, serving)) {
          assertThat(said(socket, "hello")).isEqualTo("hello");
        }
      }
      assertThat(echo.negotiated.stream().map(Negotiated::resumed))
          .containsExactly(false, true, true);
    }
  }

  @Test
  void tellsTheClientWhyItFailed() throws Exception {
    settings.alpn = List.of("h2");
    try (Serving serving = Serving.start(echo());
        SSLSocket socket = connect(trusting(), serving)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"spdy/3"});
      socket.setSSLParameters(parameters);
      assertThatThrownBy(socket::startHandshake)
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("no_application_protocol");
    }
  }
}
