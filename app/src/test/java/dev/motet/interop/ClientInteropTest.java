package dev.motet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs that know nothing of Motet and reach the network through it: a browser, and any program
/// wrapped by proxychains.
@Tag("interop")
class ClientInteropTest {
  /// A browser has errands of its own in the network: they end here.
  private static final String MIXED =
      """
      {"dns":{"servers":[{"type":"local"}],"strategy":"ipv4_only"},
       "inbounds":[{"type":"mixed","tag":"in","listen":"127.0.0.1"},
         {"type":"mixed","tag":"users","listen":"127.0.0.1",
          "users":[{"username":"u","password":"secret"}]}],
       "outbounds":[{"type":"direct","tag":"direct"},{"type":"block","tag":"block"}],
       "route":{"rules":[{"ip_cidr":"127.0.0.0/8","outbound":"direct"}],"final":"block"}}
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"http", "socks5", "socks4"})
  void aBrowserLoadsAPageWithAllItsParts(String scheme) throws Exception {
    try (Origin origin = Origin.http();
        Local motet = Local.start(MIXED);
        PeerProcess chromium = browse(scheme + "://127.0.0.1:" + motet.port("in"), origin)) {
      assertThat(chromium.awaitExit()).as(chromium.output()).isZero();
      int bytes = 12 * 20_000 + 66;
      String posted = Origin.hash("abc".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      assertThat(chromium.output()).contains(">321px data " + bytes + " " + posted + "<");
      assertThat(origin.hits("/script.js")).isEqualTo(1);
    }
  }

  @Test
  void aBrowserGetsNothingWithoutTheProxy() throws Exception {
    try (Origin origin = Origin.http();
        PeerProcess chromium = browse("http://127.0.0.1:" + Ports.free(), origin)) {
      chromium.awaitExit();
      assertThat(origin.hits("/page")).as("requests that went round the proxy").isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5", "http"})
  void proxychainsLeadsThroughIt(String type) throws Exception {
    try (Origin origin = Origin.http();
        Local motet = Local.start(MIXED)) {
      Files.writeString(
          folder.resolve("chain.conf"),
          """
          strict_chain
          quiet_mode
          [ProxyList]
          %s 127.0.0.1 %d u secret
          """
              .formatted(type, motet.port("users")));
      String url = "http://127.0.0.1:" + origin.port() + "/bytes/300000";
      String[] command = {
        Peer.PROXYCHAINS.require().toString(),
        "-f",
        "chain.conf",
        Peer.CURL.require().toString(),
        "-q",
        "-sS",
        "-f",
        "-m",
        "60",
        "-o",
        "download",
        url
      };
      try (PeerProcess chain = PeerProcess.start(folder, Map.of(), command)) {
        assertThat(chain.awaitExit()).as(chain.output()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("download"))).isEqualTo(Origin.bytes(300_000));
      }
    }
  }

  private PeerProcess browse(String proxy, Origin origin) throws Exception {
    String[] command = {
      Peer.CHROMIUM.require().toString(),
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-default-apps",
      "--disable-extensions",
      "--disable-sync",
      "--disable-dev-shm-usage",
      "--password-store=basic",
      "--user-data-dir=" + folder.resolve("profile"),
      "--proxy-server=" + proxy,
      "--proxy-bypass-list=<-loopback>",
      "--virtual-time-budget=20000",
      "--dump-dom",
      "http://127.0.0.1:" + origin.port() + "/page"
    };
    return PeerProcess.start(folder, Map.of("HOME", folder.toString()), command);
  }
}
