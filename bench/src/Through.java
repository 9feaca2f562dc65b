import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Protocols that a proxy speaks with itself for a case: it is the client and the server of them, so
/// that the CPU is that of both ends. What it needs to do so is written into its configuration.
enum Through {
  /// UDP as a stream: threads have to touch each packet.
  UOT(
      100,
      """
      {"type": "socks", "tag": "server", "listen": "127.0.0.1", "listen_port": SERVER}
      """,
      """
      {"type": "socks", "tag": "client", "server": "127.0.0.1", "server_port": SERVER, "udp_over_tcp": true}
      """),
  /// An HTTP proxy over TLS 1.3 with a certificate of ECDSA P-256.
  TLS(
      600,
      """
      {"type": "http", "tag": "server", "listen": "127.0.0.1", "listen_port": SERVER,
       "tls": {"enabled": true, "certificate_path": "CERTIFICATE", "key_path": "KEY"}}
      """,
      """
      {"type": "http", "tag": "client", "server": "127.0.0.1", "server_port": SERVER,
       "tls": {"enabled": true, "server_name": "bench.test", "certificate_path": "CERTIFICATE"}}
      """);

  private final int portOffset;
  private final String inbound;
  private final String outbound;

  /// @param portOffset of the SOCKS port from that of the proxy; the server's is 100 higher
  Through(int portOffset, String inbound, String outbound) {
    this.portOffset = portOffset;
    this.inbound = inbound;
    this.outbound = outbound;
  }

  /// What a case of this name goes through; empty for nothing.
  static Optional<Through> of(String caseName) {
    for (Through through : values()) {
      if (caseName.startsWith(through.name().toLowerCase(java.util.Locale.ROOT) + "-")) {
        return Optional.of(through);
      }
    }
    return Optional.empty();
  }

  /// The same proxy once more, which sends what comes in on its port to a second port of its own, and
  /// from there on to where it is for.
  Peer proxy(Peer peer) throws IOException, InterruptedException {
    int port = peer.port() + portOffset;
    Path config = Bench.WORK.resolve("config-" + port + ".json");
    Files.writeString(
        config,
        """
        {"log": {"level": "error"},
         "inbounds": [
           {"type": "socks", "tag": "in", "listen": "127.0.0.1", "listen_port": %d},
           %s],
         "outbounds": [
           {"type": "direct", "tag": "out"},
           %s],
         "route": {"rules": [{"inbound": "in", %s"outbound": "client"}]}}
        """
            .formatted(
                port,
                filled(inbound, port + 100),
                filled(outbound, port + 100),
                this == UOT ? "\"network\": \"udp\", " : ""));
    return new Peer(
        peer.name(),
        true,
        peer.jvm(),
        true,
        List.of(peer.command().getFirst(), "run", "-c", config.toString()),
        peer.environment(),
        port);
  }

  private static String filled(String template, int server)
      throws IOException, InterruptedException {
    String text = template.strip().replace("SERVER", Integer.toString(server));
    return text.contains("CERTIFICATE")
        ? text.replace("CERTIFICATE", certificate().toString()).replace("KEY", key().toString())
        : text;
  }

  private static Path key() {
    return Bench.WORK.resolve("key.pem").toAbsolutePath();
  }

  /// Made on first use.
  private static Path certificate() throws IOException, InterruptedException {
    Path certificate = Bench.WORK.resolve("certificate.pem").toAbsolutePath();
    if (Files.notExists(certificate)) {
      List<String> command =
          List.of(
              "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
              "-nodes", "-days", "30", "-subj", "/CN=bench.test", "-addext",
              "subjectAltName=DNS:bench.test", "-keyout", key().toString(), "-out",
              certificate.toString());
      Process openssl =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Bench.WORK.resolve("openssl.log").toFile())
              .start();
      if (openssl.waitFor() != 0) {
        throw new IOException("openssl failed: see target/bench/openssl.log");
      }
    }
    return certificate;
  }
}
