package dev.motet.tls.server;

import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import dev.motet.io.Conn;
import dev.motet.testkit.Serving;
import dev.motet.tls.TlsConn;
import dev.motet.tls.handshake.Negotiated;
import dev.motet.tls.handshake.ServerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Shakes hands, then answers a request of HTTP, or sends back what arrives.
final class TlsEcho implements Serving.Handler {
  static final String PAGE = "page\n";

  private final ServerConfig config;
  private final Buffers buffers = new Buffers();

  /// Of all connections so far.
  final List<Negotiated> negotiated = new CopyOnWriteArrayList<>();

  TlsEcho(ServerConfig config) {
    this.config = config;
  }

  @Override
  public void serve(Conn below) throws IOException {
    try (TlsConn conn =
        TlsConn.of(below, carrier -> new ServerHandshake(config, carrier), buffers)) {
      conn.handshake();
      negotiated.add(conn.negotiated());
      Buffer in = Buffer.allocate(20_000);
      while (conn.read(in) >= 0) {
        boolean http = in.length() > 4 && in.array[in.from] == 'G' && in.array[in.from + 1] == 'E';
        if (http) {
          String head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\n";
          conn.write(Buffer.copyOf((head + PAGE).getBytes(StandardCharsets.US_ASCII)));
          break;
        }
        conn.write(in);
        in.clear();
      }
      conn.closeWrite();
      in.clear();
      while (conn.read(in) >= 0) {
        in.clear(); // until the client is gone
      }
    }
  }
}
