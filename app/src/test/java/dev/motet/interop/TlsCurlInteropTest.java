package dev.motet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.json.PlainJson;
import dev.motet.testkit.TestPki;
import dev.motet.testkit.TestPki.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// curl, which brings OpenSSL, through inbounds with TLS.
@Tag("interop")
class TlsCurlInteropTest {
  private static final int MIB = 1 << 20;

  /// Of curl: the handshake with a proxy, or the transfer, failed.
  private static final List<Integer> REFUSED = List.of(35, 56, 58, 60, 97);

  @TempDir Path folder;
  private Local motet;
  private Origin origin;

  @BeforeEach
  void start() throws Exception {
    Node root = TestPki.root("root");
    Node server = TestPki.leaf(root, "localhost", "127.0.0.1");
    Node client = TestPki.named("client").by(root).make();
    root.save(folder, "root");
    client.save(folder, "client");
    TestPki.selfSigned("x").save(folder, "stranger");
    String keys =
        "\"enabled\":true,\"certificate\":%s,\"key\":%s"
            .formatted(PlainJson.write(server.pem()), PlainJson.write(server.keyPem()));
    motet =
        Local.start(
            """
            {"inbounds":[
              {"type":"http","tag":"http","listen":"127.0.0.1","tls":{%1$s}},
              {"type":"mixed","tag":"mixed","listen":"127.0.0.1","tls":{%1$s,"alpn":"http/1.1"}},
              {"type":"http","tag":"clients","listen":"127.0.0.1","tls":{%1$s,
                "client_authentication":"require-and-verify","client_certificate":%2$s}},
              {"type":"http","tag":"insecure","listen":"127.0.0.1",
               "tls":{"enabled":true,"insecure":true}}]}
            """
                .formatted(keys, PlainJson.write(root.pem())));
    origin = Origin.http();
  }

  @AfterEach
  void stop() {
    origin.close();
    motet.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "mixed"})
  void downloadsAndTunnels(String inbound) throws Exception {
    for (List<String> more : List.of(List.<String>of(), List.of("-p"))) {
      assertThat(curl(inbound, "root.pem", more)).isZero();
      assertThat(Files.readAllBytes(folder.resolve("got"))).isEqualTo(Origin.bytes(MIB));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--tlsv1.3", "--proxy-tlsv1", "--proxy-tls13-ciphers"})
  void takesWhatCurlOffers(String option) throws Exception {
    List<String> more =
        option.equals("--proxy-tls13-ciphers")
            ? List.of(option, "TLS_CHACHA20_POLY1305_SHA256")
            : List.of(option);
    assertThat(curl("http", "root.pem", more)).isZero();
  }

  @Test
  void asksForTheCertificateOfTheClient() throws Exception {
    List<String> known = List.of("--proxy-cert", "client.pem", "--proxy-key", "client.key");
    assertThat(curl("clients", "root.pem", known)).isZero();
    assertThat(curl("clients", "root.pem", List.of())).isIn(REFUSED);
    List<String> stranger = List.of("--proxy-cert", "stranger.pem", "--proxy-key", "stranger.key");
    assertThat(curl("clients", "root.pem", stranger)).isIn(REFUSED);
  }

  @Test
  void curlChecksTheCertificate() throws Exception {
    assertThat(curl("http", "stranger.pem", List.of())).isEqualTo(60);
    assertThat(curl("insecure", "root.pem", List.of())).isEqualTo(60);
    assertThat(curl("insecure", "root.pem", List.of("--proxy-insecure"))).isZero();
  }

  private int curl(String inbound, String roots, List<String> more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Peer.CURL.require().toString(),
                "-q",
                "-sS",
                "-f",
                "--noproxy",
                "",
                "-m",
                "60",
                "-o",
                "got",
                "--proxy-cacert",
                roots,
                "-x",
                "https://localhost:" + motet.port(inbound)));
    command.addAll(more);
    command.add("http://127.0.0.1:" + origin.port() + "/bytes/" + MIB);
    try (PeerProcess curl = PeerProcess.start(folder, Map.of(), command.toArray(String[]::new))) {
      return curl.awaitExit();
    }
  }
}
