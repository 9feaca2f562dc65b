package dev.motet.protocol.shadowtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.Inbound;
import dev.motet.option.DialOptions;
import dev.motet.option.ServerOptions;
import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.ScriptedRouter;
import dev.motet.testkit.TestCertificate;
import dev.motet.testkit.TestEnv;
import dev.motet.testkit.TlsSite;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Clients and servers of the JDK, with an inbound in between.
@ExtendWith(LeakCheck.class)
class RealHandshakeTest {
  private static SSLContext server;
  private static SSLContext client;

  private final ScriptedRouter router = new ScriptedRouter();
  private final TestEnv env = new TestEnv().router(router);
  private Inbound inbound;
  private TlsSite site;

  @BeforeAll
  static void certificate(@TempDir Path folder) throws Exception {
    TestCertificate certificate = TestCertificate.create(folder);
    server = certificate.server();
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry(
        "site",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(certificate.pem()))));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    client = SSLContext.getInstance("TLS");
    client.init(null, trust.getTrustManagers(), null);
  }

  @AfterEach
  void close() throws Exception {
    inbound.close();
    env.close();
    site.close();
  }

  /// UT-26: a browser sees the site, its certificate and its pages.
  @ParameterizedTest
  @CsvSource({"1, TLSv1.3", "2, TLSv1.2", "2, TLSv1.3", "3, TLSv1.2", "3, TLSv1.3"})
  void strangersTalkToTheSite(int version, String protocol) throws Exception {
    start(version, protocol);
    for (int visit = 0; visit < 3; visit++) {
      try (SSLSocket socket = handshake(protocol)) {
        for (int line = 0; line < 10; line++) {
          socket.getOutputStream().write(("line " + line + "\n").getBytes(StandardCharsets.UTF_8));
          String expected = "site: line " + line + "\n";
          assertThat(new String(socket.getInputStream().readNBytes(expected.length())))
              .isEqualTo(expected);
        }
        socket.shutdownOutput();
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
    }
    assertThat(site.handshakes()).isEqualTo(3);
    assertThat(router.sessions()).isEmpty();
  }

  @Test
  void version1GoesOnBehindTheHandshakeOfTls12() throws Exception {
    start(1, "TLSv1.2");
    try (Socket raw = new Socket(env.listening().getAddress(), env.listening().getPort())) {
      raw.setSoTimeout((int) Background.LIMIT.toMillis());
      SSLSocket socket =
          (SSLSocket) client.getSocketFactory().createSocket(raw, "127.0.0.1", site.port(), false);
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.startHandshake();
      raw.getOutputStream().write("bare".getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(raw.getInputStream().readNBytes(4), StandardCharsets.US_ASCII))
          .isEqualTo("bare");
      raw.shutdownOutput();
      assertThat(raw.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(router.sessions()).hasSize(1);
  }

  @Test
  void aSiteThatNobodyServesEndsTheConnection() throws Exception {
    start(3, "TLSv1.3");
    site.close();
    try (Socket raw = new Socket(env.listening().getAddress(), env.listening().getPort())) {
      raw.setSoTimeout((int) Background.LIMIT.toMillis());
      raw.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(raw.getInputStream().read()).isEqualTo(-1);
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }

  private void start(int version, String protocol) throws IOException {
    site = new TlsSite(server, protocol);
    HandshakeOptions handshake =
        new HandshakeOptions(new ServerOptions("127.0.0.1", site.port()), DialOptions.DEFAULT);
    inbound =
        ShadowTlsInbound.create(
            env, ShadowTlsFixture.options(version, handshake, Map.of(), WildcardSni.OFF));
    inbound.start();
  }

  private SSLSocket handshake(String protocol) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            client
                .getSocketFactory()
                .createSocket(env.listening().getAddress(), env.listening().getPort());
    socket.setSoTimeout((int) Background.LIMIT.toMillis());
    socket.setEnabledProtocols(new String[] {protocol});
    socket.startHandshake();
    return socket;
  }
}
