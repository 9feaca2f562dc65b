package dev.motet.interop;

import dev.motet.json.PlainJson;
import dev.motet.testkit.Echo;
import dev.motet.testkit.TestPki;
import dev.motet.testkit.TestPki.Node;
import dev.motet.tls.ech.EchKey;
import dev.motet.tls.ech.EchPem;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Options of TLS between Motet and a real sing-box, in both directions. What only one side knows
/// stands in the part of that side.
@Tag("interop")
class TlsOptionsInteropTest {
  private static final int SIZE = 300_000;

  @TempDir Path folder;

  /// @param sing whether sing-box 1.12 knows the options of the server, and those of the client
  record Case(Link link, boolean singServer, boolean singClient) {
    @Override
    public String toString() {
      return link.name();
    }
  }

  static List<Case> cases() throws Exception {
    Node root = TestPki.root("root");
    Node ec = TestPki.leaf(root, "a.example", "127.0.0.1");
    Node rsa = TestPki.named("x").by(root).names("a.example").key(TestPki.keys("RSA2048")).make();
    Node ed = TestPki.named("x").by(root).names("a.example").key(TestPki.keys("Ed25519")).make();
    String trust = "\"server_name\":\"a.example\",\"certificate\":" + quote(root.pem());
    List<Case> cases = new ArrayList<>();
    cases.add(both("self-signed", "\"insecure\":true", "\"insecure\":true"));
    cases.add(both("ECDSA", keys(ec), trust));
    cases.add(both("RSA", keys(rsa), trust));
    cases.add(both("Ed25519", keys(ed), trust));
    cases.add(both("no name", keys(ec), trust + ",\"disable_sni\":true"));
    cases.add(both("address", keys(ec), "\"certificate\":" + quote(root.pem())));
    cases.add(
        both(
            "named itself",
            keys(ec),
            "\"server_name\":\"a.example\",\"certificate\":" + quote(ec.pem())));
    cases.add(both("alpn", keys(ec) + ",\"alpn\":[\"h2\",\"x\"]", trust + ",\"alpn\":[\"x\"]"));
    cases.add(both("1.3", keys(ec) + ",\"min_version\":\"1.3\"", trust));
    cases.add(both("records", keys(ec), trust + ",\"record_fragment\":true"));
    cases.add(
        both(
            "segments",
            keys(ec),
            trust
                + ",\"record_fragment\":true,\"fragment\":true,"
                + "\"fragment_fallback_delay\":\"10ms\""));
    for (String suite :
        List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256")) {
      cases.add(
          both(
              "1.2 " + suite,
              keys(ec) + ",\"max_version\":\"1.2\",\"cipher_suites\":\"" + suite + "\"",
              trust));
    }
    cases.add(both("1.2 of the client", keys(rsa), trust + ",\"max_version\":\"1.2\""));
    for (String suite : List.of("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256")) {
      cases.add(ours("suite " + suite, keys(ec), trust + ",\"cipher_suites\":\"" + suite + "\""));
    }
    for (String curve : List.of("X25519", "P256", "P384")) {
      cases.add(ours(curve, keys(ec), trust + ",\"curve_preferences\":\"" + curve + "\""));
      cases.add(
          new Case(
              link(
                  curve + " of the server",
                  keys(ec) + ",\"curve_preferences\":\"" + curve + "\"",
                  trust),
              false,
              true));
    }
    for (String fingerprint :
        List.of(
            "chrome",
            "firefox",
            "edge",
            "safari",
            "qq",
            "ios",
            "android",
            "randomized",
            "chrome_latest",
            "firefox_latest",
            "safari_latest")) {
      cases.add(
          ours(
              "as " + fingerprint,
              keys(rsa),
              trust + ",\"utls\":{\"enabled\":true,\"fingerprint\":\"" + fingerprint + "\"}"));
    }
    cases.addAll(echCases(keys(ec), trust));
    return cases;
  }

  private static List<Case> echCases(String keys, String trust) {
    EchKey key = EchKey.generate("public.example", new SecureRandom());
    String server = keys + ",\"ech\":{\"enabled\":true,\"key\":" + quote(write(key)) + "}";
    String client =
        ",\"ech\":{\"enabled\":true,\"config\":" + quote(EchPem.writeConfigs(List.of(key))) + "}";
    List<Case> cases = new ArrayList<>();
    cases.add(both("ECH", server, trust + client));
    for (String fingerprint : List.of("chrome", "firefox", "safari_latest")) {
      cases.add(
          ours(
              "ECH as " + fingerprint,
              server,
              trust
                  + client
                  + ",\"utls\":{\"enabled\":true,\"fingerprint\":\""
                  + fingerprint
                  + "\"}"));
    }
    cases.add(both("ECH that the client has not", server, trust));
    return cases;
  }

  private static String write(EchKey key) {
    return EchPem.writeKeys(List.of(key));
  }

  static List<Case> servedBySingBox() throws Exception {
    return cases().stream().filter(Case::singServer).toList();
  }

  static List<Case> servingSingBox() throws Exception {
    return cases().stream().filter(Case::singClient).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("servingSingBox")
  void servesSingBox(Case each) throws Exception {
    int entrance = Ports.free();
    try (Echo echo = Echo.start(InetAddress.getByName("127.0.0.1"));
        Local server = Local.start(each.link.server(0));
        PeerProcess _ =
            singBox(each.link.client(entrance, "127.0.0.1", echo.port(), server.port("in")))
                .awaitPort(entrance)) {
      // the TLS 1.2 of the JDK ends both directions with the first
      carries(entrance, !each.link.name().startsWith("1.2"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("servedBySingBox")
  void isServedBySingBox(Case each) throws Exception {
    int port = Ports.free();
    try (Echo echo = Echo.start(InetAddress.getByName("127.0.0.1"));
        PeerProcess _ = singBox(each.link.server(port)).awaitPort(port);
        Local client = Local.start(each.link.client(0, "127.0.0.1", echo.port(), port))) {
      carries(client.port("entrance"), true);
    }
  }

  private static void carries(int entrance, boolean halfClose) throws Exception {
    Probe.stream(entrance, 1);
    Probe.stream(entrance, SIZE);
    if (halfClose) {
      Probe.halfClose(entrance, SIZE);
    }
  }

  private static Case both(String name, String server, String client) {
    return new Case(link(name, server, client), true, true);
  }

  /// Options of a client that sing-box does not have.
  private static Case ours(String name, String server, String client) {
    return new Case(link(name, server, client), true, false);
  }

  private static Link link(String name, String server, String client) {
    return new Link(
        name,
        "\"type\":\"http\",\"tls\":{\"enabled\":true," + server + "}",
        "\"type\":\"http\",\"tls\":{\"enabled\":true," + client + "}",
        false);
  }

  private static String keys(Node node) {
    return "\"certificate\":" + quote(node.pem()) + ",\"key\":" + quote(node.keyPem());
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
