package dev.motet.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.Destination;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Requests in absolute form: what the server gets, and what the client gets back.
@ExtendWith(LeakCheck.class)
class HttpForwardTest {
  private final HttpProxy proxy = new HttpProxy();

  @AfterEach
  void close() {
    proxy.close();
  }

  @Test
  void passesRequestsOnWithoutWhatIsForTheProxy() throws Exception {
    proxy.origin(HttpProxy.OK);
    try (RawClient client = proxy.client()) {
      client.sendText(
          "GET http://a.example:8080/x?y=1 HTTP/1.1\r\nHost: wrong\r\nProxy-Connection: keep-alive\r\n"
              + "Proxy-Authorization: Basic eDp5\r\nConnection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: 5\r\n"
              + "TE: trailers\r\nAccept: */*\r\n\r\n");
      client.expectText("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }
    assertThat(proxy.heads)
        .containsExactly("GET /x?y=1 HTTP/1.1\r\nHost: a.example:8080\r\nAccept: */*\r\n\r\n");
    assertThat(proxy.router.sessions().getFirst().facts().destination())
        .isEqualTo(Destination.of("a.example", 8080));
  }

  @Test
  void keepsTheConnectionForRequestsToDifferentServersEachInASessionOfItsOwn() throws Exception {
    proxy.origin(HttpProxy.OK, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2", HttpProxy.OK);
    try (RawClient client = proxy.client()) {
      client.sendText("GET http://a.example/1 HTTP/1.1\r\n\r\n").expectText(HttpProxy.OK);
      client.sendText("GET http://a.example/2 HTTP/1.1\r\n\r\n");
      client.expectText("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2");
      client.sendText("GET http://b.example/3 HTTP/1.1\r\n\r\n").expectText(HttpProxy.OK);
    }
    assertThat(proxy.router.sessions())
        .extracting(s -> s.facts().destination().host())
        .containsExactly("a.example", "b.example");
  }

  @Test
  void answersPipelinedRequestsInOrder() throws Exception {
    proxy.origin(
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2");
    try (RawClient client = proxy.client()) {
      client.sendText(
          "GET http://a.example/1 HTTP/1.1\r\n\r\nGET http://b.example/2 HTTP/1.1\r\n\r\n");
      client.expectText(
          "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1"
              + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2");
    }
  }

  @Test
  void streamsBodiesBothWays() throws Exception {
    proxy.server(origin -> {
      origin.readHead();
      String body = origin.readUntil("0\r\n\r\n");
      origin.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
      origin.awaitEnd();
    });
    try (RawClient client = proxy.client()) {
      client.sendText(
          "POST http://a.example/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "5;x=y\r\nhello\r\n0\r\n\r\n");
      assertThat(client.receiveHead())
          .isEqualTo("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.expectText("5\r\nhello\r\n0\r\n\r\n");
    }
  }

  @Test
  void bodiesUntilTheEndEndTheConnection() throws Exception {
    proxy.server(origin -> {
      origin.readHead();
      origin.write("HTTP/1.0 200 OK\r\n\r\nto the end");
      origin.end();
      origin.awaitEnd();
    });
    try (RawClient client = proxy.client()) {
      client.sendText("GET http://a.example/ HTTP/1.1\r\n\r\n");
      assertThat(client.receiveAll())
          .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nto the end");
    }
  }

  @Test
  void http10ClientsGetNoChunks() throws Exception {
    proxy.origin("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
    try (RawClient client = proxy.client()) {
      client.sendText("GET http://a.example/ HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
      assertThat(client.receiveAll()).isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok");
    }
  }

  @Test
  void http10ClientsStayWhenTheyAsk() throws Exception {
    proxy.origin(HttpProxy.OK, HttpProxy.OK);
    try (RawClient client = proxy.client()) {
      client.sendText("GET http://a.example/ HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
      assertThat(client.receiveHead()).contains("Connection: keep-alive");
      client.expectText("ok").sendText("GET http://a.example/ HTTP/1.0\r\n\r\n");
      assertThat(client.receiveAll()).contains("Connection: close").endsWith("ok");
    }
  }

  @Test
  void headAndEmptyStatusesHaveNoBody() throws Exception {
    proxy.origin(
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n",
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
        HttpProxy.OK);
    try (RawClient client = proxy.client()) {
      client.sendText("HEAD http://a.example/ HTTP/1.1\r\n\r\n");
      assertThat(client.receiveHead()).contains("Content-Length: 100");
      client.sendText("GET http://a.example/ HTTP/1.1\r\n\r\n");
      assertThat(client.receiveHead()).startsWith("HTTP/1.1 204");
      client.sendText("GET http://a.example/ HTTP/1.1\r\n\r\n");
      assertThat(client.receiveHead()).startsWith("HTTP/1.1 304");
      client.sendText("GET http://a.example/ HTTP/1.1\r\n\r\n").expectText(HttpProxy.OK);
    }
  }

  @Test
  void passesInterimResponsesOn() throws Exception {
    proxy.server(origin -> {
      assertThat(origin.readHead()).contains("Expect: 100-continue");
      origin.write("HTTP/1.1 100 Continue\r\n\r\n");
      assertThat(origin.readUntil("body")).isEqualTo("body");
      origin.write(HttpProxy.OK);
      origin.awaitEnd();
    });
    try (RawClient client = proxy.client()) {
      client.sendText(
          "PUT http://a.example/ HTTP/1.1\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
      client.expectText("HTTP/1.1 100 Continue\r\n\r\n").sendText("body").expectText(HttpProxy.OK);
    }
  }

  @Test
  void passesUpgradesThrough() throws Exception {
    proxy.server(origin -> {
      assertThat(origin.readHead()).contains("Connection: Upgrade").contains("Upgrade: websocket");
      origin.write("HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\nhi");
      assertThat(origin.readUntil("ping")).isEqualTo("ping");
      origin.write("pong");
      origin.end();
      origin.awaitEnd();
    });
    try (RawClient client = proxy.client()) {
      client.sendText(
          "GET http://a.example/ HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
      assertThat(client.receiveHead())
          .startsWith("HTTP/1.1 101 ")
          .contains("Connection: Upgrade\r\n")
          .contains("Upgrade: websocket\r\n");
      client.expectText("hi").sendText("ping").expectText("pong").endOutput().expectEnd();
    }
  }

  @Test
  void aServerThatSwitchesEarlyGetsTheRestOfTheBodyFirst() throws Exception {
    proxy.server(origin -> {
      origin.readHead();
      origin.write("HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
      assertThat(origin.readUntil("ping")).isEqualTo("body of 15 byteping");
      origin.write("pong");
      origin.end();
      origin.awaitEnd();
    });
    try (RawClient client = proxy.client()) {
      client.sendText("POST http://a.example/ HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: x\r\n");
      client.sendText("Content-Length: 15\r\n\r\nbody of").sendText(" 15 byteping");
      assertThat(client.receiveHead()).startsWith("HTTP/1.1 101 ");
      client.expectText("pong").endOutput().expectEnd();
    }
  }

  @Test
  void triesAgainWhenAKeptServerConnectionWasClosed() throws Exception {
    proxy.server(origin -> {
      origin.readHead();
      origin.write(HttpProxy.OK);
      if (proxy.router.sessions().size() > 1) {
        origin.awaitEnd();
      }
    });
    try (RawClient client = proxy.client()) {
      client.sendText("GET http://a.example/1 HTTP/1.1\r\n\r\n").expectText(HttpProxy.OK);
      client.sendText("GET http://a.example/2 HTTP/1.1\r\n\r\n").expectText(HttpProxy.OK);
    }
    assertThat(proxy.router.sessions()).hasSize(2);
  }

  @Test
  void aServerWithoutAnAnswerIsABadGateway() throws Exception {
    proxy.server(origin -> {
      origin.readHead();
    });
    try (RawClient client = proxy.client()) {
      client.sendText("POST http://a.example/ HTTP/1.1\r\nContent-Length: 2\r\n\r\nxx").endOutput();
      assertThat(client.receiveAll()).startsWith("HTTP/1.1 502 ");
    }
  }

  @Test
  void aResponseThatIsCutOffIsNotCompleted() throws Exception {
    proxy.server(origin -> {
      origin.readHead();
      origin.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n");
      origin.awaitEnd();
    });
    try (RawClient client = proxy.client()) {
      client.sendText("GET http://a.example/ HTTP/1.1\r\n\r\n");
      assertThat(client.receiveHead()).startsWith("HTTP/1.1 200");
      client.expectText("5\r\nhello\r\n").expectEnd();
    }
  }

  @Test
  void aBadChunkOfARequestNeverCompletesIt() throws Exception {
    proxy.server(origin -> {
      origin.readHead();
      origin.awaitEnd();
    });
    try (RawClient client = proxy.client()) {
      client.sendText(
          "POST http://a.example/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloo\r\n0\r\n\r\n");
      client.endOutput();
      assertThat(client.receiveAll()).startsWith("HTTP/1.1 400 ");
    }
  }
}
