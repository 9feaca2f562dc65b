package dev.motet.interop;

import dev.motet.testkit.Echo;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Motet and a real sing-box, each as the client and as the server of every protocol both speak.
@Tag("interop")
class SingBoxInteropTest {
  private static final int MIB = 1 << 20;
  private static final int DATAGRAMS = 50;

  @TempDir Path folder;

  static List<Link> links() {
    return Link.all();
  }

  @ParameterizedTest
  @MethodSource("links")
  void servesSingBox(Link link) throws Exception {
    try (Local server = Local.start(link.server(0))) {
      for (String host : link.hosts()) {
        int entrance = Ports.free();
        try (Echo echo = Echo.start(InetAddress.getByName(host));
            PeerProcess _ =
                singBox(link.client(entrance, host, echo.port(), server.port("in")))
                    .awaitPort(entrance)) {
          carries(entrance, link.udp());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("links")
  void isServedBySingBox(Link link) throws Exception {
    int port = Ports.free();
    try (PeerProcess _ = singBox(link.server(port)).awaitPort(port)) {
      for (String host : link.hosts()) {
        // sing-box serves UoT v1 for addresses only: names end its association.
        boolean udp = link.udp() && !(link.name().equals("uot v1") && host.equals("localhost"));
        try (Echo echo = Echo.start(InetAddress.getByName(host));
            Local client = Local.start(link.client(Ports.free(), host, echo.port(), port))) {
          carries(client.port("entrance"), udp);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks", "http"})
  void refusesSingBoxWithAWrongPassword(String type) throws Exception {
    int entrance = Ports.free();
    try (Echo echo = Echo.start();
        Local server = Local.start(link(type, "right", "right").server(0));
        PeerProcess _ =
            singBox(
                    link(type, "right", "wrong")
                        .client(entrance, "127.0.0.1", echo.port(), server.port("in")))
                .awaitPort(entrance)) {
      Probe.refused(entrance);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks", "http"})
  void endsTheClientWhenSingBoxRefusesThePassword(String type) throws Exception {
    int port = Ports.free();
    try (Echo echo = Echo.start();
        PeerProcess _ = singBox(link(type, "right", "right").server(port)).awaitPort(port);
        Local client =
            Local.start(link(type, "right", "wrong").client(0, "127.0.0.1", echo.port(), port))) {
      Probe.refused(client.port("entrance"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks", "http"})
  void endsTheClientWhenNobodyListensBehindSingBox(String type) throws Exception {
    int port = Ports.free();
    Link link = link(type, "p", "p");
    try (PeerProcess singBox = singBox(link.server(port)).awaitPort(port);
        Local client = Local.start(link.client(0, "127.0.0.1", Ports.free(), port))) {
      Probe.refused(client.port("entrance"));
      singBox.awaitOutput("connection refused");
    }
  }

  private static void carries(int entrance, boolean udp) throws Exception {
    Probe.stream(entrance, 1);
    Probe.stream(entrance, MIB);
    Probe.halfClose(entrance, MIB);
    Probe.parallel(entrance, 100);
    if (udp) {
      Probe.datagrams(entrance, DATAGRAMS);
    }
  }

  private static Link link(String type, String expected, String sent) {
    return new Link(
        type,
        "\"type\":\"%s\",\"users\":[{\"username\":\"u\",\"password\":\"%s\"}]"
            .formatted(type, expected),
        "\"type\":\"%s\",\"username\":\"u\",\"password\":\"%s\"".formatted(type, sent),
        false);
  }

  private PeerProcess singBox(String config) throws Exception {
    Path program = Peer.SING_BOX.require();
    Path file = Files.createTempFile(folder, "sing-box", ".json");
    Files.writeString(file, config);
    return PeerProcess.start(
        folder, Map.of(), program.toString(), "run", "--disable-color", "-c", file.toString());
  }
}
