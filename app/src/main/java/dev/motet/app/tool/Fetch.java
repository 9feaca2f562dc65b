package dev.motet.app.tool;

import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.http.h1.Body;
import dev.motet.http.h1.BodyReader;
import dev.motet.http.h1.H1Reader;
import dev.motet.http.h1.Headers;
import dev.motet.http.h1.HttpUrl;
import dev.motet.http.h1.RequestHead;
import dev.motet.http.h1.ResponseHead;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.secure.JdkTlsConn;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import javax.net.ssl.SSLContext;

/// A GET through an outbound, its body to a stream (inventory CLI-20).
///
/// @param roots asked for when a URL is https
public record Fetch(Dialer dialer, Roots roots) {
  private static final String USER_AGENT = "curl/7.88.0";
  private static final int BLOCK = 16 * 1024;

  /// Makes the context that TLS peers are checked with.
  public interface Roots {
    SSLContext context() throws IOException;
  }

  /// Whatever the status: an error page is a page.
  public void get(String url, OutputStream body) throws IOException {
    if (url.toLowerCase(Locale.ROOT).startsWith("http3:")) {
      throw new IOException("scheme http3 is known but not built yet");
    }
    HttpUrl from = HttpUrl.parse(url);
    try (Conn conn = connect(from)) {
      Headers headers =
          new Headers()
              .add("Host", from.authority())
              .add("User-Agent", USER_AGENT)
              .add("Accept", "*/*")
              .add("Connection", "close");
      conn.write(new RequestHead("GET", from.target(), 1, headers).toBuffer());
      receive(new H1Reader(conn), body);
    }
  }

  private Conn connect(HttpUrl url) throws IOException {
    Destination to = url.destination();
    Conn conn = dialer.dial(new DialRequest(to));
    return url.secure() ? JdkTlsConn.client(conn, to.host(), to.port(), roots.context()) : conn;
  }

  private static void receive(H1Reader reader, OutputStream to) throws IOException {
    ResponseHead head;
    do {
      head = reader.response();
      if (head == null) {
        throw new IOException("the server closed the connection without an answer");
      }
    } while (head.status() < 200);
    BodyReader body = reader.body(Body.of(head, "GET"));
    Buffer buffer = Buffer.allocate(BLOCK);
    while (body.read(buffer.clear()) >= 0) {
      to.write(buffer.array, buffer.from, buffer.length());
    }
    to.flush();
  }
}
