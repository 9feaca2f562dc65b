package dev.motet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.Background;
import dev.motet.testkit.Echo;
import dev.motet.testkit.TestCertificate;
import dev.motet.testkit.TlsSite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// ShadowTLS between Motet and a real sing-box, with SOCKS inside, behind the handshake of a site
/// of the JDK or of OpenSSL.
@Tag("interop")
class ShadowTlsInteropTest {
  private static final int MIB = 1 << 20;

  @TempDir static Path shared;
  @TempDir Path folder;

  private static TestCertificate certificate;

  @BeforeAll
  static void certificate() throws Exception {
    certificate = TestCertificate.create(shared);
  }

  /// UT-25. Version 2 bears no tickets behind a handshake of TLS 1.3, so its site speaks 1.2.
  @ParameterizedTest
  @CsvSource({"1, TLSv1.2", "2, TLSv1.2", "3, TLSv1.3", "3, TLSv1.2"})
  void servesSingBox(int version, String protocol) throws Exception {
    int entrance = Ports.free();
    try (TlsSite site = new TlsSite(server(), protocol);
        Echo echo = Echo.start(InetAddress.getByName("127.0.0.1"));
        Local local = Local.start(server(version, 0, site.port(), !protocol.equals("TLSv1.2")));
        PeerProcess _ =
            singBox(client(version, "bob's", entrance, echo.port(), local.port("shadow")))
                .awaitPort(entrance)) {
      talks(version, entrance);
    }
  }

  /// Two sing-boxes of this version lose data of longer blocks in version 3, and close whole where
  /// a stream is half-closed in versions 2 and 3.
  private static void talks(int version, int entrance) throws Exception {
    pingPong(entrance, 200, 1);
    pingPong(entrance, 200, 1_000);
    if (version < 3) {
      pingPong(entrance, 1, MIB);
    }
    if (version == 1) {
      Probe.halfClose(entrance, MIB);
    }
  }

  private static void pingPong(int port, int times, int bytes) throws Exception {
    byte[] sent = new byte[bytes];
    new Random(bytes).nextBytes(sent);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) Background.LIMIT.toMillis());
      for (int i = 0; i < times; i++) {
        var writer = Background.run(() -> socket.getOutputStream().write(sent));
        assertThat(Arrays.equals(socket.getInputStream().readNBytes(bytes), sent)).isTrue();
        writer.get();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void servesSingBoxBehindASiteOfOpenssl(int version) throws Exception {
    int entrance = Ports.free();
    try (OpensslSite site = OpensslSite.start(folder, "-num_tickets", "0");
        Echo echo = Echo.start(InetAddress.getByName("127.0.0.1"));
        Local local = Local.start(server(version, 0, site.port(), true));
        PeerProcess _ =
            singBox(client(version, "bob's", entrance, echo.port(), local.port("shadow")))
                .awaitPort(entrance)) {
      talks(version, entrance);
    }
  }

  /// The first ServerHello is a HelloRetryRequest, whose random is no secret.
  @Test
  void servesSingBoxThroughAHelloRetryRequest() throws Exception {
    int entrance = Ports.free();
    try (OpensslSite site = OpensslSite.start(folder, "-groups", "P-384");
        Echo echo = Echo.start(InetAddress.getByName("127.0.0.1"));
        Local local = Local.start(server(3, 0, site.port(), true));
        PeerProcess _ =
            singBox(client(3, "bob's", entrance, echo.port(), local.port("shadow")))
                .awaitPort(entrance)) {
      talks(3, entrance);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void refusesSingBoxWithAWrongPassword(int version) throws Exception {
    int entrance = Ports.free();
    try (TlsSite site = new TlsSite(server(), version == 2 ? "TLSv1.2" : "TLSv1.3");
        Echo echo = Echo.start(InetAddress.getByName("127.0.0.1"));
        Local local = Local.start(server(version, 0, site.port(), version == 3));
        PeerProcess _ =
            singBox(client(version, "alice's", entrance, echo.port(), local.port("shadow")))
                .awaitPort(entrance)) {
      Probe.refused(entrance);
      Background.until(() -> site.handshakes() > 0);
    }
  }

  /// UT-25, the other way round.
  @ParameterizedTest
  @CsvSource({
    "1, TLSv1.2, ''",
    "2, TLSv1.2, ''",
    "2, TLSv1.2, chrome",
    "3, TLSv1.3, ''",
    "3, TLSv1.3, chrome",
    "3, TLSv1.3, firefox",
    "3, TLSv1.3, safari"
  })
  void isServedBySingBox(int version, String protocol, String fingerprint) throws Exception {
    int port = Ports.free();
    try (TlsSite site = new TlsSite(server(), protocol);
        Echo echo = Echo.start(InetAddress.getByName("127.0.0.1"));
        PeerProcess _ =
            singBox(server(version, port, site.port(), !protocol.equals("TLSv1.2")))
                .awaitPort(port);
        Local local = Local.start(client(version, "bob's", 0, echo.port(), port, fingerprint))) {
      talks(version, local.port("entrance"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void isServedBySingBoxBehindASiteOfOpenssl(int version) throws Exception {
    int port = Ports.free();
    try (OpensslSite site = OpensslSite.start(folder, "-num_tickets", "0");
        Echo echo = Echo.start(InetAddress.getByName("127.0.0.1"));
        PeerProcess _ = singBox(server(version, port, site.port(), true)).awaitPort(port);
        Local local = Local.start(client(version, "bob's", 0, echo.port(), port, ""))) {
      talks(version, local.port("entrance"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void endsTheClientWhenSingBoxKnowsAnotherPassword(int version) throws Exception {
    int port = Ports.free();
    String protocol = version == 2 ? "TLSv1.2" : "TLSv1.3";
    try (TlsSite site = new TlsSite(server(), protocol);
        Echo echo = Echo.start(InetAddress.getByName("127.0.0.1"));
        PeerProcess _ = singBox(server(version, port, site.port(), version == 3)).awaitPort(port);
        Local local = Local.start(client(version, "alice's", 0, echo.port(), port, ""))) {
      Probe.refused(local.port("entrance"));
      Background.until(() -> site.handshakes() > 0);
    }
  }

  private static SSLContext server() throws Exception {
    return certificate.server();
  }

  /// Motet's or sing-box's.
  private static String server(int version, int port, int site, boolean strict) {
    return """
    {"log":{"level":"error"},
     "inbounds":[
       {"type":"shadowtls","tag":"shadow","listen":"127.0.0.1","listen_port":%d,"version":%d,
        "password":"bob's","users":[{"name":"a","password":"other"},{"name":"b","password":"bob's"}],
        "handshake":{"server":"127.0.0.1","server_port":%d},"strict_mode":%s,"detour":"inner"},
       {"type":"socks","tag":"inner","listen":"127.0.0.1","listen_port":0}],
     "outbounds":[{"type":"direct"}]}
    """
        .formatted(port, version, site, strict);
  }

  /// Motet's or sing-box's; the server name is one that the certificate is for.
  private static String client(int version, String password, int entrance, int target, int server) {
    return client(version, password, entrance, target, server, "");
  }

  private static String client(
      int version, String password, int entrance, int target, int server, String fingerprint) {
    String utls =
        fingerprint.isEmpty()
            ? ""
            : ",\"utls\":{\"enabled\":true,\"fingerprint\":\"" + fingerprint + "\"}";
    return """
    {"log":{"level":"error"},
     "inbounds":[{"type":"direct","tag":"entrance","listen":"127.0.0.1","listen_port":%d,
       "network":"tcp","override_address":"127.0.0.1","override_port":%d}],
     "outbounds":[
       {"type":"socks","tag":"out","server":"192.0.2.1","server_port":1080,"detour":"shadow"},
       {"type":"shadowtls","tag":"shadow","server":"127.0.0.1","server_port":%d,"version":%d,
        "password":"%s",
        "tls":{"enabled":true,"server_name":"127.0.0.1","insecure":true%s}}]}
    """
        .formatted(entrance, target, server, version, password, utls);
  }

  private PeerProcess singBox(String config) throws Exception {
    Path program = Peer.SING_BOX.require();
    Path file = Files.createTempFile(folder, "sing-box", ".json");
    Files.writeString(file, config);
    return PeerProcess.start(
        folder, Map.of(), program.toString(), "run", "--disable-color", "-c", file.toString());
  }

  /// OpenSSL as the site.
  private record OpensslSite(int port, PeerProcess process) implements AutoCloseable {
    static OpensslSite start(Path folder, String... options) throws Exception {
      Path program = Peer.OPENSSL.require();
      Path key = folder.resolve("site.pem");
      String[] make = {
        program.toString(),
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-subj",
        "/CN=site",
        "-keyout",
        key.toString(),
        "-out",
        folder.resolve("certificate.pem").toString()
      };
      try (PeerProcess made = PeerProcess.start(folder, Map.of(), make)) {
        assertThat(made.awaitExit()).as(made.output()).isZero();
      }
      int port = Ports.free();
      List<String> command =
          new ArrayList<>(
              List.of(
                  program.toString(),
                  "s_server",
                  "-www",
                  "-accept",
                  "127.0.0.1:" + port,
                  "-cert",
                  folder.resolve("certificate.pem").toString(),
                  "-key",
                  key.toString()));
      command.addAll(List.of(options));
      PeerProcess process =
          PeerProcess.start(folder, Map.of(), command.toArray(String[]::new)).awaitPort(port);
      return new OpensslSite(port, process);
    }

    @Override
    public void close() throws IOException {
      process.close();
    }
  }
}
