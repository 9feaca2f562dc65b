package dev.motet.protocol.shadowtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.engine.ConfigLoader;
import dev.motet.engine.Motet;
import dev.motet.json.PlainJson;
import dev.motet.testkit.Background;
import dev.motet.testkit.Echo;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.TestCertificate;
import dev.motet.testkit.TlsSite;
import dev.motet.tls.ech.EchKey;
import dev.motet.tls.ech.EchPem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whom a client takes for its server, and how it looks.
@ExtendWith(LeakCheck.class)
class ShadowTlsOutboundTest {
  @TempDir static Path folder;

  private static TestCertificate certificate;

  private TlsSite site;
  private Echo echo;
  private Motet server;
  private Motet client;

  @BeforeAll
  static void certificate() throws Exception {
    certificate = TestCertificate.create(folder);
  }

  @AfterEach
  void close() throws Exception {
    if (client != null) {
      client.close();
    }
    server.close();
    echo.close();
    site.close();
  }

  @ParameterizedTest
  @CsvSource({
    "3, chrome, TLSv1.3",
    "3, firefox, TLSv1.3",
    "3, safari, TLSv1.3",
    "3, ios, TLSv1.3",
    "3, edge, TLSv1.3",
    "3, random, TLSv1.3",
    "2, chrome, TLSv1.2",
    "2, firefox, TLSv1.2",
    "3, chrome, TLSv1.2"
  })
  void looksAsABrowserDoes(int version, String fingerprint, String protocol) throws Exception {
    start(version, "p", protocol);
    connect(
        version, "p", "\"utls\": {\"enabled\": true, \"fingerprint\": \"" + fingerprint + "\"}");
    echoes();
  }

  /// The certificate is that of the site, and is checked.
  @Test
  void theSiteHasToBeTheNamedOne() throws Exception {
    start(3, "p", "TLSv1.3");
    String trusted = "\"insecure\": false, \"certificate_path\": \"" + certificate.pem() + "\"";
    connect(3, "p", trusted);
    echoes();
    client.close();
    connect(3, "p", trusted + ", \"server_name\": \"other.example\"");
    refused();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void anotherPasswordLeadsNowhere(int version) throws Exception {
    start(version, "q", version == 2 ? "TLSv1.2" : "TLSv1.3");
    connect(version, "p", "\"insecure\": true");
    refused();
    Background.until(() -> site.handshakes() == 1);
  }

  /// Somebody on the way lets the client talk to the site itself.
  @Test
  void theSiteItselfIsNoServer() throws Exception {
    start(3, "p", "TLSv1.3");
    client =
        Motet.start(
            ConfigLoader.parse("c.json", client(3, "p", "\"insecure\": true", site.port())));
    refused();
    Background.until(() -> site.handshakes() == 1);
  }

  /// The ClientHello that is seen asks for the public name, the site shows the certificate of the
  /// hidden one.
  @Test
  void version2MayHideTheNameOfTheSite() throws Exception {
    EchKey key = EchKey.generate("public.example", new SecureRandom());
    String keys = PlainJson.write(EchPem.writeKeys(List.of(key)));
    String configs = PlainJson.write(EchPem.writeConfigs(List.of(key)));
    start(2, "p", "TLSv1.2");
    try (Motet hiding =
        Motet.start(
            ConfigLoader.parse(
                "e.json",
                """
                {"inbounds": [{"type": "http", "tag": "in", "tls": {"enabled": true,
                  "insecure": true, "ech": {"enabled": true, "key": %s}}}]}
                """
                    .formatted(keys)))) {
      server.close();
      serve(2, "p", hiding.listening().get("in").getPort());
      connect(2, "p", "\"ech\": {\"enabled\": true, \"config\": " + configs + "}");
      echoes();
    }
  }

  private void start(int version, String password, String protocol) throws Exception {
    site = new TlsSite(certificate.server(), protocol);
    echo = Echo.start(InetAddress.ofLiteral("127.0.0.1"));
    serve(version, password, site.port());
  }

  private void serve(int version, String password, int sitePort) throws Exception {
    server =
        Motet.start(
            ConfigLoader.parse(
                "s.json",
                """
                {"inbounds": [
                  {"type": "shadowtls", "tag": "shadow", "version": %d, "password": "%s",
                   "users": [{"name": "u", "password": "%s"}], "detour": "inner",
                   "handshake": {"server": "127.0.0.1", "server_port": %d}},
                  {"type": "http", "tag": "inner"}]}
                """
                    .formatted(version, password, password, sitePort)));
  }

  private void connect(int version, String password, String tls) throws Exception {
    client =
        Motet.start(
            ConfigLoader.parse(
                "c.json",
                client(version, password, tls, server.listening().get("shadow").getPort())));
  }

  private static String client(int version, String password, String tls, int port) {
    String insecure = tls.contains("insecure") ? "" : "\"insecure\": true, ";
    return """
    {"inbounds": [{"type": "socks", "tag": "in"}],
     "outbounds": [
       {"type": "http", "server": "192.0.2.1", "server_port": 1, "detour": "shadow"},
       {"type": "shadowtls", "tag": "shadow", "server": "127.0.0.1", "server_port": %d,
        "version": %d, "password": "%s", "tls": {"enabled": true, %s%s}}]}
    """
        .formatted(port, version, password, insecure, tls);
  }

  private void echoes() throws IOException {
    try (Socket socket = dial()) {
      for (String text : new String[] {"hello", "again"}) {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII))
            .isEqualTo(text);
      }
      socket.shutdownOutput();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  private void refused() {
    assertThatThrownBy(() -> dial().close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("SOCKS");
  }

  private Socket dial() throws IOException {
    InetSocketAddress proxy = client.listening().get("in");
    Socket socket = new Socket(new Proxy(Proxy.Type.SOCKS, proxy));
    try {
      socket.setSoTimeout((int) Background.LIMIT.toMillis());
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), echo.port()));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
