package dev.motet.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.RawClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an origin server can do to a client of the proxy, and what it cannot.
@ExtendWith(LeakCheck.class)
class HostileServerTest {
  private static final String GET = "GET http://a.example/ HTTP/1.1\r\n\r\n";

  private final HttpProxy proxy = new HttpProxy();

  @AfterEach
  void close() {
    proxy.close();
  }

  /// None of these is the client's fault.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
        "HTTP/1.1 200 O\rK\r\n\r\n",
        "HTTP/1.1 200 O\u001b[31mK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 101 X\r\nUpgrade: x\r\n\r\nhello",
        "HTTP/1.1 099 X\r\n\r\n",
        "HTTP/2 200\r\n\r\n",
        "<html>hello</html>\r\n\r\n",
        "MANY",
        "LONG"
      })
  void itsFaultsAreABadGateway(String response) throws Exception {
    String text =
        switch (response) {
          case "MANY" -> "HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(201) + "\r\n";
          case "LONG" -> "HTTP/1.1 200 OK\r\nA: " + "b".repeat(66_000) + "\r\n\r\n";
          default -> response;
        };
    proxy.server(origin -> {
      origin.readHead();
      origin.write(text);
      origin.awaitEnd();
    });
    try (RawClient client = proxy.client()) {
      client.sendText(GET).endOutput();
      assertThat(client.receiveAll()).startsWith("HTTP/1.1 502 ");
    }
  }

  @Test
  void whatHasNoBodyHasNoLength() throws Exception {
    proxy.origin(
        "HTTP/1.1 100 Go on\r\nContent-Length: 9\r\n\r\n"
            + "HTTP/1.1 204 None\r\nContent-Length: 9\r\n\r\n",
        HttpProxy.OK);
    try (RawClient client = proxy.client()) {
      client.sendText(GET).expectText("HTTP/1.1 100 Go on\r\n\r\nHTTP/1.1 204 None\r\n\r\n");
      client.sendText(GET).expectText(HttpProxy.OK);
    }
  }

  @Test
  void aTrailerCannotChangeTheMessage() throws Exception {
    proxy.origin(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nContent-Length: 9\r\n"
            + "Transfer-Encoding: x\r\nConnection: X-Hop\r\nX-Hop: 1\r\nSet-Cookie: a=b\r\n"
            + "Proxy-Authenticate: Basic\r\nContent-Type: text/html\r\nChecksum: 7\r\n\r\n");
    try (RawClient client = proxy.client()) {
      client.sendText(GET);
      client.receiveHead();
      client.expectText("2\r\nok\r\n0\r\nChecksum: 7\r\n\r\n");
    }
  }

  @Test
  void whileItKeepsABodyBackNoBufferIsHeld() throws Exception {
    proxy.server(origin -> {
      origin.readHead();
      origin.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no");
      origin.awaitEnd();
    });
    try (RawClient client = proxy.client()) {
      client.sendText(GET);
      client.receiveHead();
      client.expectText("o");
      Background.until(() -> proxy.env.resources().buffers().lent() == 0);
    }
  }

  @Test
  void aServerThatTakesNothingOfABodyIsGivenUp() throws Exception {
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    proxy.router.streams((_, conn, reply) -> {
      reply.accepted();
      new OriginEnd(conn).readHead();
      // takes nothing, and only looks whether it is over
      Background.until(() -> proxy.clock.nanoTime() >= Duration.ofMinutes(5).toNanos());
      try {
        new OriginEnd(conn).awaitEnd();
        ended.complete(new AssertionError("the body ended well"));
      } catch (java.io.IOException e) {
        ended.complete(e);
      }
    });
    try (RawClient client = proxy.client()) {
      client.sendText("POST http://a.example/ HTTP/1.1\r\nContent-Length: 9\r\n\r\nbody");
      proxy.clock.awaitScheduled(2);
      proxy.clock.advance(Duration.ofMinutes(5));
      assertThat(ended.get()).hasMessageContaining("connection reset");
      assertThat(client.receiveHead()).startsWith("HTTP/1.1 502 ");
    }
  }
}
