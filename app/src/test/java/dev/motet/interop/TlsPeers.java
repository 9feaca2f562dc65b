package dev.motet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.TestCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLServerSocket;

/// Servers of TLS that are not ours. Each answers a request of HTTP with a status.
final class TlsPeers {
  private TlsPeers() {}

  /// What is open at a port until it is closed.
  record Server(int port, AutoCloseable process) implements AutoCloseable {
    @Override
    public void close() throws Exception {
      process.close();
    }
  }

  /// The `s_server` of OpenSSL, answering with a page about the connection.
  static Server openssl(Path folder, String... options) throws Exception {
    String program = Peer.OPENSSL.require().toString();
    certificate(folder);
    int port = Ports.free();
    List<String> command =
        new ArrayList<>(
            List.of(
                program,
                "s_server",
                "-accept",
                "127.0.0.1:" + port,
                "-cert",
                "cert.pem",
                "-key",
                "key.pem",
                "-www"));
    command.addAll(List.of(options));
    PeerProcess process = PeerProcess.start(folder, Map.of(), command.toArray(String[]::new));
    process.awaitOutput("ACCEPT");
    return new Server(port, process);
  }

  /// The inbound `http` of sing-box with TLS.
  static Server singBox(Path folder) throws Exception {
    String program = Peer.SING_BOX.require().toString();
    certificate(folder);
    int port = Ports.free();
    Files.writeString(
        folder.resolve("server.json"),
        """
        {"inbounds": [{"type": "http", "listen": "127.0.0.1", "listen_port": %d,
          "tls": {"enabled": true, "certificate_path": "cert.pem", "key_path": "key.pem"}}]}
        """
            .formatted(port));
    PeerProcess process = PeerProcess.start(folder, Map.of(), program, "run", "-c", "server.json");
    process.awaitPort(port);
    return new Server(port, process);
  }

  /// The JDK's, with a page of two lines.
  static Server jdk(Path folder) throws Exception {
    SSLServerSocket listener =
        (SSLServerSocket)
            TestCertificate.create(folder)
                .server()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("jdk-server").start(() -> accept(listener));
    return new Server(listener.getLocalPort(), listener);
  }

  private static void accept(SSLServerSocket listener) {
    while (!listener.isClosed()) {
      try (Socket client = listener.accept()) {
        if (client.getInputStream().read() >= 0) {
          OutputStream out = client.getOutputStream();
          out.write("HTTP/1.0 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          out.flush();
        }
      } catch (IOException _) {
        // closed, or a client that went away
      }
    }
  }

  private static void certificate(Path folder) throws Exception {
    if (Files.exists(folder.resolve("cert.pem"))) {
      return;
    }
    String[] command = {
      Peer.OPENSSL.require().toString(),
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-keyout",
      "key.pem",
      "-out",
      "cert.pem",
      "-subj",
      "/CN=example.org",
      "-days",
      "2"
    };
    try (PeerProcess process = PeerProcess.start(folder, Map.of(), command)) {
      assertThat(process.awaitExit()).as(process.output()).isZero();
    }
  }
}
