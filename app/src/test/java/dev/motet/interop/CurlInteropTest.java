package dev.motet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every proxy protocol that curl speaks, through Motet.
@Tag("interop")
class CurlInteropTest {
  private static final int MIB = 1 << 20;
  private static final String CONFIG =
      """
      {"dns":{"servers":[{"type":"local"}],"strategy":"ipv4_only"},
       "inbounds":[
         {"type":"socks","tag":"socks","listen":"127.0.0.1"},
         {"type":"http","tag":"http","listen":"127.0.0.1"},
         {"type":"mixed","tag":"mixed","listen":"127.0.0.1"},
         {"type":"mixed","tag":"users","listen":"127.0.0.1",
          "users":[{"username":"a","password":"b c"},{"username":"u","password":"p@ss"}]}],
       "route":{"rules":[{"domain_suffix":"rejected.test","action":"reject"}]}}
      """;

  @TempDir Path folder;
  private Local motet;
  private Origin origin;

  @BeforeEach
  void start() throws Exception {
    motet = Local.start(CONFIG);
    origin = Origin.http();
  }

  @AfterEach
  void stop() {
    origin.close();
    motet.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socks4 socks", "socks4a socks", "socks5 socks", "socks5h socks", "http http",
        "socks4 mixed", "socks4a mixed", "socks5 mixed", "socks5h mixed", "http mixed"
      })
  void downloads(String schemeAndInbound) throws Exception {
    String[] parts = schemeAndInbound.split(" ");
    for (String host : new String[] {"127.0.0.1", "localhost"}) {
      Path file = folder.resolve("download");
      curl(0, "-x", proxy(parts[0], parts[1]), "-o", file.toString(), url(host, "/bytes/" + MIB));
      assertThat(Files.readAllBytes(file)).isEqualTo(Origin.bytes(MIB));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5", "socks5h", "http"})
  void letsUsersInByTheirPasswordOnly(String scheme) throws Exception {
    String url = url("127.0.0.1", "/bytes/10");
    String proxy = proxy(scheme, "users");
    curl(0, "-x", proxy, "--proxy-user", "u:p@ss", "-o", "x", url);
    curl(0, "-x", proxy, "--proxy-user", "a:b c", "-o", "x", url);
    int refused = scheme.equals("http") ? 22 : 97;
    curl(refused, "-x", proxy, "--proxy-user", "u:wrong", "-o", "x", url);
    curl(refused, "-x", proxy, "-o", "x", url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks4a", "socks5h", "http"})
  void carriesTls(String scheme) throws Exception {
    try (Origin tls = Origin.https(folder)) {
      String url = "https://localhost:" + tls.port() + "/bytes/" + MIB;
      Path file = folder.resolve("download");
      curl(0, "-x", proxy(scheme, "mixed"), "--cacert", "ca.pem", "-o", file.toString(), url);
      assertThat(Files.readAllBytes(file)).isEqualTo(Origin.bytes(MIB));
    }
  }

  @Test
  void keepsTheConnectionToTheHttpProxy() throws Exception {
    String log =
        curl(
            0,
            "-v",
            "-x",
            proxy("http", "http"),
            url("127.0.0.1", "/headers"),
            url("127.0.0.1", "/headers"),
            url("localhost", "/headers"));
    assertThat(log).contains("Re-using existing connection").doesNotContain("Proxy-Connection:\n");
    assertThat(log.lines().filter(l -> l.startsWith("* Connected to ")).count()).isEqualTo(1);
    assertThat(origin.hits("/headers")).isEqualTo(3);
  }

  @Test
  void stripsWhatConcernsTheProxyOnly() throws Exception {
    String seen =
        curl(
            0,
            "-x",
            proxy("http", "users"),
            "--proxy-user",
            "u:p@ss",
            "-H",
            "X-Kept: yes",
            url("127.0.0.1", "/headers"));
    assertThat(seen.toLowerCase(java.util.Locale.ROOT))
        .contains("x-kept: yes", "host: 127.0.0.1:" + origin.port())
        .doesNotContain("proxy-authorization", "proxy-connection");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "socks5h"})
  void uploads(String scheme) throws Exception {
    Path file = folder.resolve("upload");
    Files.write(file, Origin.bytes(3 * MIB));
    String expected = Origin.hash(Origin.bytes(3 * MIB));
    String proxy = proxy(scheme, "mixed");
    String url = url("127.0.0.1", "/hash");
    assertThat(curl(0, "-x", proxy, "-T", "upload", url)).isEqualTo(expected);
    assertThat(curl(0, "-x", proxy, "-H", "Expect: 100-continue", "-T", "upload", url))
        .isEqualTo(expected);
    assertThat(curl(0, "-x", proxy, "-H", "Transfer-Encoding: chunked", "-T", "upload", url))
        .isEqualTo(expected);
  }

  @Test
  void saysWhyItCannotConnect() throws Exception {
    int nobody = Ports.free();
    String plain = "http://127.0.0.1:" + nobody + "/";
    assertThat(curl(22, "-x", proxy("http", "http"), plain)).contains("error: 502");
    assertThat(curl(22, "-p", "-x", proxy("http", "http"), plain)).contains("error: 502");
    assertThat(curl(97, "-x", proxy("socks5", "socks"), plain)).contains("(5)");
    assertThat(curl(97, "-x", proxy("socks4", "socks"), plain)).contains("(91)");
    curl(97, "-x", proxy("socks5h", "socks"), "http://a.rejected.test/");
  }

  private String proxy(String scheme, String inbound) {
    return scheme + "://127.0.0.1:" + motet.port(inbound);
  }

  private String url(String host, String path) {
    return "http://" + host + ":" + origin.port() + path;
  }

  private String curl(int exit, String... arguments) throws Exception {
    String[] command =
        Stream.concat(
                Stream.of(
                    Peer.CURL.require().toString(), "-q", "-sS", "-f", "--noproxy", "", "-m", "60"),
                Stream.of(arguments))
            .toArray(String[]::new);
    try (PeerProcess curl = PeerProcess.start(folder, Map.of(), command)) {
      int code = curl.awaitExit();
      assertThat(code)
          .as("curl %s: %s", String.join(" ", arguments), curl.output())
          .isEqualTo(exit);
      return curl.output();
    }
  }
}
