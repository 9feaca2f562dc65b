package dev.motet.tls.reality;

import dev.motet.io.Buffer;
import dev.motet.tls.TlsConn;
import dev.motet.tls.handshake.Negotiated;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/// The blocking part of a client of REALITY: shakes hands, and behaves like a visitor of the site
/// where that was reached instead of the server (protocols.md 3.1, 6).
public final class RealityClientConn {
  /// Of the page, which is thrown away.
  private static final int MAX_PAGE_BYTES = 1 << 20;

  private RealityClientConn() {}

  /// Shakes hands. Whoever calls it bounds its time by closing, and closes after an error.
  ///
  /// A site that speaks only HTTP/2 gets no request: the engine for it is not there yet. The
  /// connection then ends without one.
  ///
  /// @param client the hook and verifier of the connection
  /// @param userAgent name of the fingerprint, as sing-box sends it
  /// @throws IOException also when it is the site that answered
  public static void handshake(
      TlsConn conn, RealityClient client, String userAgent, SecureRandom random)
      throws IOException {
    conn.handshake();
    if (client.reachedSite()) {
      visit(conn, userAgent, random);
      throw new IOException("reality verification failed");
    }
  }

  private static void visit(TlsConn conn, String userAgent, SecureRandom random)
      throws IOException {
    Negotiated negotiated = conn.negotiated();
    String name = negotiated.serverName();
    if (name == null || !"http/1.1".equals(negotiated.alpn())) {
      return;
    }
    String request =
        ("GET / HTTP/1.1\r\nHost: %s\r\nUser-Agent: %s\r\nCookie: padding=%s\r\n"
                + "Connection: close\r\n\r\n")
            .formatted(name, userAgent, "0".repeat(30 + random.nextInt(32)));
    conn.write(Buffer.copyOf(request.getBytes(StandardCharsets.ISO_8859_1)));
    Buffer page = Buffer.allocate(4096);
    int total = 0;
    while (total < MAX_PAGE_BYTES) {
      int count = conn.read(page.clear());
      if (count < 0) {
        return;
      }
      total += count;
    }
  }
}
