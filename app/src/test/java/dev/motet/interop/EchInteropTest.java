package dev.motet.interop;

import dev.motet.json.PlainJson;
import dev.motet.testkit.Echo;
import dev.motet.testkit.SeededRandom;
import dev.motet.testkit.TestPki;
import dev.motet.testkit.TestPki.Node;
import dev.motet.tls.ech.EchKey;
import dev.motet.tls.ech.EchPem;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Encrypted Client Hello between Motet and a real sing-box, in both directions. The certificate
/// that counts says which hello the server took: the hidden one has the name that it is for.
@Tag("interop")
class EchInteropTest {
  private static final int SIZE = 300_000;

  @TempDir Path folder;

  private final EchKey key = EchKey.generate("public.example", new SeededRandom(1));
  private final EchKey other = EchKey.generate("public.example", new SeededRandom(2));
  private Node root;
  private Node hidden;
  private Node open;

  @BeforeEach
  void certificates() throws Exception {
    root = TestPki.root("root");
    hidden = TestPki.leaf(root, "hidden.example");
    open = TestPki.leaf(root, "public.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",\"utls\":{\"enabled\":true,\"fingerprint\":\"chrome\"}",
        ",\"utls\":{\"enabled\":true,\"fingerprint\":\"firefox\"}",
        ",\"utls\":{\"enabled\":true,\"fingerprint\":\"chrome_latest\"}",
        ",\"utls\":{\"enabled\":true,\"fingerprint\":\"firefox_latest\"}",
        ",\"utls\":{\"enabled\":true,\"fingerprint\":\"safari\"}"
      })
  void isServedBySingBox(String more) throws Exception {
    Link link = link(server(hidden, key), client(key) + more);
    int port = Ports.free();
    try (Echo echo = Echo.start(InetAddress.getByName("127.0.0.1"));
        PeerProcess _ = singBox(link.server(port)).awaitPort(port);
        Local client = Local.start(link.client(0, "127.0.0.1", echo.port(), port))) {
      carries(client.port("entrance"));
    }
  }

  /// With a HelloRetryRequest where the server wants another group.
  @ParameterizedTest
  @ValueSource(strings = {"", ",\"curve_preferences\":\"P384\""})
  void servesSingBox(String more) throws Exception {
    Link ours = link(server(hidden, key) + more, "");
    Link theirs = link("", client(key));
    int entrance = Ports.free();
    try (Echo echo = Echo.start(InetAddress.getByName("127.0.0.1"));
        Local server = Local.start(ours.server(0));
        PeerProcess _ =
            singBox(theirs.client(entrance, "127.0.0.1", echo.port(), server.port("in")))
                .awaitPort(entrance)) {
      carries(entrance);
    }
  }

  /// sing-box does not say what configurations are right: there is nothing to try again with.
  @Test
  void aClientOfAnotherConfigurationIsRefused() throws Exception {
    Link link = link(server(open, key), client(other));
    int port = Ports.free();
    try (Echo echo = Echo.start(InetAddress.getByName("127.0.0.1"));
        PeerProcess _ = singBox(link.server(port)).awaitPort(port);
        Local client = Local.start(link.client(0, "127.0.0.1", echo.port(), port))) {
      Probe.refused(client.port("entrance"));
    }
  }

  @Test
  void aSingBoxOfAnotherConfigurationIsToldSo() throws Exception {
    Link link = link(server(open, key), client(other));
    int entrance = Ports.free();
    try (Echo echo = Echo.start(InetAddress.getByName("127.0.0.1"));
        Local server = Local.start(link.server(0));
        PeerProcess singBox =
            singBox(link.client(entrance, "127.0.0.1", echo.port(), server.port("in")))
                .awaitPort(entrance)) {
      Probe.refused(entrance);
      singBox.awaitOutput("rejected ECH");
    }
  }

  private static void carries(int entrance) throws Exception {
    Probe.stream(entrance, 1);
    Probe.stream(entrance, SIZE);
  }

  private static Link link(String server, String client) {
    return new Link(
        "ech",
        "\"type\":\"http\",\"tls\":{\"enabled\":true" + server + "}",
        "\"type\":\"http\",\"tls\":{\"enabled\":true" + client + "}",
        false);
  }

  private static String server(Node node, EchKey key) {
    return ",\"certificate\":"
        + quote(node.pem())
        + ",\"key\":"
        + quote(node.keyPem())
        + ",\"ech\":{\"enabled\":true,\"key\":"
        + quote(EchPem.writeKeys(List.of(key)))
        + "}";
  }

  private String client(EchKey key) {
    return ",\"server_name\":\"hidden.example\",\"certificate\":"
        + quote(root.pem())
        + ",\"ech\":{\"enabled\":true,\"config\":"
        + quote(EchPem.writeConfigs(List.of(key)))
        + "}";
  }

  private static String quote(String text) {
    return PlainJson.write(text);
  }

  private PeerProcess singBox(String config) throws Exception {
    Path program = Peer.SING_BOX.require();
    Path file = Files.createTempFile(folder, "sing-box", ".json");
    Files.writeString(file, config);
    return PeerProcess.start(
        folder, Map.of(), program.toString(), "run", "-c", file.toString(), "--disable-color");
  }
}
