package dev.motet.secure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.engine.MotetOptions;
import dev.motet.suite.ProxyPair;
import dev.motet.testkit.Background;
import dev.motet.testkit.Echo;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.TestPki;
import dev.motet.tls.ech.EchKey;
import dev.motet.tls.ech.EchPem;
import dev.motet.tls.fingerprint.HelloShapes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each option of TLS between two instances: what suits both carries bytes, what does not is
/// refused.
@ExtendWith(LeakCheck.class)
class TlsOptionsSelfTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final String VERIFY =
      "\"client_authentication\": \"require-and-verify\", \"client_certificate\": ";

  static List<ProxyPair> agreeing() throws Exception {
    TlsPairs tls = new TlsPairs();
    String root = TlsPairs.quote(tls.root.pem());
    List<ProxyPair> pairs = new ArrayList<>();
    pairs.add(tls.trusted("an authority", "", ""));
    pairs.add(tls.trusted("no name on the wire", "", "\"disable_sni\": true"));
    pairs.add(TlsPairs.pair("the address is the name", keys(tls), "\"certificate\": " + root));
    pairs.add(
        TlsPairs.pair(
            "the certificate itself",
            keys(tls),
            "\"certificate\": "
                + TlsPairs.quote(tls.server.pem())
                + ", \"server_name\": \"a.example\""));
    pairs.add(
        TlsPairs.pair(
            "a pin",
            "\"insecure\": false, " + keys(tls),
            "\"certificate_public_key_sha256\": " + TlsPairs.pin(tls.server)));
    pairs.add(TlsPairs.insecure("alpn", "\"alpn\": [\"h2\", \"x\"]", "\"alpn\": \"x\""));
    pairs.add(TlsPairs.insecure("alpn of the client only", "", "\"alpn\": [\"h2\"]"));
    pairs.add(TlsPairs.insecure("1.3 only", "\"min_version\": \"1.3\"", ""));
    pairs.add(TlsPairs.insecure("the client wants 1.3", "", "\"min_version\": \"1.3\""));
    for (String suite :
        List.of(
            "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256")) {
      pairs.add(TlsPairs.insecure("server: " + suite, "\"cipher_suites\": \"" + suite + "\"", ""));
      pairs.add(TlsPairs.insecure("client: " + suite, "", "\"cipher_suites\": \"" + suite + "\""));
    }
    pairs.add(
        TlsPairs.insecure(
            "suites of 1.2", "", "\"cipher_suites\": \"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256\""));
    for (String curve : List.of("X25519MLKEM768", "X25519", "P256", "P384")) {
      pairs.add(
          TlsPairs.insecure(
              "server: " + curve,
              "\"curve_preferences\": \"" + curve + "\"",
              "\"curve_preferences\": [\"X25519\", \"P256\", \"P384\", \"X25519MLKEM768\"]"));
      pairs.add(
          TlsPairs.insecure("client: " + curve, "", "\"curve_preferences\": \"" + curve + "\""));
    }
    for (String version : List.of("1.2", "1.0")) {
      pairs.add(TlsPairs.insecure("up to " + version, "\"max_version\": \"" + version + "\"", ""));
      pairs.add(
          TlsPairs.insecure(
              "the client up to " + version, "", "\"max_version\": \"" + version + "\""));
    }
    for (String fingerprint : HelloShapes.names()) {
      // 360 offers nothing but suites without AEAD, which are not spoken
      if (!fingerprint.equals("360")) {
        pairs.add(
            TlsPairs.insecure("as " + fingerprint, "\"alpn\": \"h2\"", TlsPairs.utls(fingerprint)));
      }
    }
    pairs.add(TlsPairs.insecure("records", "", "\"record_fragment\": true"));
    pairs.add(
        TlsPairs.insecure(
            "segments", "", "\"fragment\": true, \"fragment_fallback_delay\": \"10ms\""));
    pairs.add(
        TlsPairs.insecure(
            "records in segments",
            "",
            "\"server_name\": \"b.example\", \"fragment\": true, \"record_fragment\": true,"
                + " \"fragment_fallback_delay\": \"10ms\""));
    pairs.add(tls.trusted("a known client", VERIFY + root, tls.clientIdentity()));
    pairs.add(
        tls.trusted(
            "a pinned client",
            "\"client_authentication\": \"require-and-verify\","
                + " \"client_certificate_public_key_sha256\": "
                + TlsPairs.pin(tls.client),
            tls.clientIdentity()));
    pairs.add(
        tls.trusted(
            "any client certificate",
            "\"client_authentication\": \"require-any\"",
            tls.clientIdentity()));
    pairs.add(tls.trusted("asked in vain", "\"client_authentication\": \"request\"", ""));
    pairs.add(
        tls.trusted(
            "verified if given",
            "\"client_authentication\": \"verify-if-given\", \"client_certificate\": " + root,
            ""));
    EchKey key = EchKey.generate("public.example", new SecureRandom());
    EchKey old = EchKey.generate("public.example", new SecureRandom());
    String keys = "\"ech\": {\"enabled\": true, \"key\": " + echKeys(key) + "}";
    pairs.add(TlsPairs.insecure("ech", keys, echConfigs(key)));
    for (String fingerprint : List.of("chrome", "firefox", "safari", "randomized")) {
      pairs.add(
          TlsPairs.insecure(
              "ech as " + fingerprint,
              keys,
              "\"server_name\": \"a.example\", "
                  + TlsPairs.utls(fingerprint)
                  + ", "
                  + echConfigs(key)));
    }
    pairs.add(TlsPairs.insecure("ech with another suite", keys + ", " + P384, echConfigs(key)));
    pairs.add(TlsPairs.insecure("ech with a configuration out of date", keys, echConfigs(old)));
    return pairs;
  }

  private static final String P384 = "\"curve_preferences\": \"P384\"";

  private static String echConfigs(EchKey key) {
    return "\"ech\": {\"enabled\": true, \"config\": "
        + TlsPairs.quote(EchPem.writeConfigs(List.of(key)))
        + "}";
  }

  private static String echKeys(EchKey key) {
    return TlsPairs.quote(EchPem.writeKeys(List.of(key)));
  }

  static List<ProxyPair> disagreeing() throws Exception {
    TlsPairs tls = new TlsPairs();
    String root = TlsPairs.quote(tls.root.pem());
    List<ProxyPair> pairs = new ArrayList<>();
    pairs.add(TlsPairs.pair("nobody trusts it", "\"insecure\": true", "\"alpn\": []"));
    pairs.add(tls.trusted("another name", "", "\"server_name\": \"b.example\""));
    pairs.add(
        TlsPairs.pair(
            "another pin",
            keys(tls),
            "\"certificate_public_key_sha256\": " + TlsPairs.pin(tls.client)));
    pairs.add(TlsPairs.insecure("as 360", "", TlsPairs.utls("360")));
    pairs.add(TlsPairs.insecure("no protocol", "\"alpn\": \"a\"", "\"alpn\": \"b\""));
    pairs.add(
        TlsPairs.insecure("no version", "\"min_version\": \"1.3\"", "\"max_version\": \"1.2\""));
    pairs.add(
        TlsPairs.insecure(
            "no suite",
            "\"cipher_suites\": \"TLS_AES_256_GCM_SHA384\"",
            "\"cipher_suites\": \"TLS_AES_128_GCM_SHA256\""));
    pairs.add(
        TlsPairs.insecure(
            "no curve", "\"curve_preferences\": \"P256\"", "\"curve_preferences\": \"P384\""));
    EchKey key = EchKey.generate("public.example", new SecureRandom());
    pairs.add(TlsPairs.insecure("a server without ech", "", echConfigs(key)));
    pairs.add(tls.trusted("no client certificate", VERIFY + root, ""));
    pairs.add(
        tls.trusted(
            "no client certificate at all", "\"client_authentication\": \"require-any\"", ""));
    TestPki.Node stranger = TestPki.selfSigned("x");
    String identity =
        "\"client_certificate\": "
            + TlsPairs.quote(stranger.pem())
            + ", \"client_key\": "
            + TlsPairs.quote(stranger.keyPem());
    pairs.add(tls.trusted("an unknown client", VERIFY + root, identity));
    pairs.add(
        tls.trusted(
            "a client without its pin",
            "\"client_authentication\": \"require-and-verify\","
                + " \"client_certificate_public_key_sha256\": "
                + TlsPairs.pin(tls.client),
            identity));
    return pairs;
  }

  private static String keys(TlsPairs tls) {
    return "\"certificate\": "
        + TlsPairs.quote(tls.server.pem())
        + ", \"key\": "
        + TlsPairs.quote(tls.server.keyPem());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("agreeing")
  void carries(ProxyPair pair) throws Exception {
    byte[] sent = new byte[70_000];
    new Random(7).nextBytes(sent);
    try (Echo echo = Echo.start(LOOPBACK);
        ProxyPair.Running running = pair.start(MotetOptions.Sockets.NIO);
        Socket client = connect(running, echo.port())) {
      var writer = Background.run(() -> client.getOutputStream().write(sent));
      assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
      writer.get();
      client.shutdownOutput();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("disagreeing")
  void refuses(ProxyPair pair) throws Exception {
    try (Echo echo = Echo.start(LOOPBACK);
        ProxyPair.Running running = pair.start(MotetOptions.Sockets.NIO)) {
      boolean refused;
      try (Socket client = connect(running, echo.port())) {
        client.getOutputStream().write('x');
        refused = client.getInputStream().read() < 0;
      } catch (SocketException _) {
        refused = true;
      }
      assertThat(refused).isTrue();
    }
  }

  private static Socket connect(ProxyPair.Running running, int port) throws IOException {
    Socket socket = new Socket(new Proxy(Proxy.Type.SOCKS, running.address()));
    try {
      socket.setSoTimeout((int) Background.LIMIT.toMillis());
      socket.connect(new InetSocketAddress(LOOPBACK, port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
