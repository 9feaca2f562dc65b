package dev.motet.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.Destination;
import dev.motet.io.DialException.Reason;
import dev.motet.option.UserOptions;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.RawClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client of the HTTP inbound gets before anything is passed on for it: tunnels, refusals,
/// the login, and the limits.
@ExtendWith(LeakCheck.class)
class HttpInboundTest {
  private final HttpProxy proxy = new HttpProxy();

  @AfterEach
  void close() {
    proxy.close();
  }

  @Test
  void connectsTunnels() throws Exception {
    try (RawClient client = proxy.client()) {
      client.sendText("CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\nearly");
      client.expectText("HTTP/1.1 200 Connection established\r\n\r\nearly");
      client.sendText("more").expectText("more").endOutput().expectEnd();
    }
    assertThat(proxy.router.sessions().getFirst().facts().destination())
        .isEqualTo(Destination.of("a.example", 443));
  }

  @ParameterizedTest
  @CsvSource({
    "REFUSED, 502",
    "UNREACHABLE, 502",
    "DNS, 502",
    "TIMEOUT, 504",
    "REJECTED, 403",
    "UNSUPPORTED, 501",
    "FAILED, 502",
    "AUTH, 502"
  })
  void refusalsHaveStatuses(Reason reason, int status) throws Exception {
    proxy.router.refuse(reason);
    try (RawClient client = proxy.client()) {
      client.sendText("CONNECT a.example:443 HTTP/1.1\r\n\r\n");
      assertThat(client.receiveAll()).startsWith("HTTP/1.1 " + status + " ");
    }
    try (RawClient client = proxy.client()) {
      client.sendText("GET http://a.example/ HTTP/1.1\r\n\r\n").endOutput();
      assertThat(client.receiveAll()).startsWith("HTTP/1.1 " + status + " ");
    }
  }

  @Test
  void droppedClientsGetNoAnswer() throws Exception {
    proxy.router.refuse(Reason.DROPPED);
    try (RawClient client = proxy.client()) {
      client.sendText("CONNECT a.example:443 HTTP/1.1\r\n\r\n").expectEnd();
    }
    try (RawClient client = proxy.client()) {
      client.sendText("GET http://a.example/ HTTP/1.1\r\n\r\n").expectEnd();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "198.51.100.7, 198.51.100.7", "'unknown, 198.51.100.7, 10.0.0.1', 198.51.100.7",
    "2001:db8::7, 2001:db8:0:0:0:0:0:7", "nonsense, 127.0.0.1"
  })
  void forwardedForNamesTheSource(String header, String source) throws Exception {
    try (RawClient client = proxy.client()) {
      client.sendText("CONNECT a.example:1 HTTP/1.1\r\nX-Forwarded-For: " + header + "\r\n\r\n");
      client.receiveHead();
    }
    assertThat(proxy.router.sessions().getFirst().facts().source().getAddress().getHostAddress())
        .isEqualTo(source);
  }

  @Test
  void usersLogIn() throws Exception {
    proxy.users(new UserOptions("user", "pa:ss"));
    try (RawClient client = proxy.client()) {
      // user:pa:ss
      client.sendText(
          "CONNECT a.example:1 HTTP/1.1\r\nProxy-Authorization: basic dXNlcjpwYTpzcw==\r\n\r\n");
      assertThat(client.receiveHead()).startsWith("HTTP/1.1 200");
    }
    assertThat(proxy.router.sessions().getFirst().facts().user()).isEqualTo("user");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Proxy-Authorization: Basic dXNlcjpub25l\r\n",
        "Proxy-Authorization: Basic ???\r\n",
        "Proxy-Authorization: Bearer x\r\n",
        "Authorization: Basic dXNlcjpwYTpzcw==\r\n",
        "Proxy-Authorization: Basic dXNlcg==\r\n"
      })
  void othersAreAskedToLogIn(String header) throws Exception {
    proxy.users(new UserOptions("user", "pa:ss"));
    for (String line : List.of("CONNECT a.example:1", "GET http://a.example/")) {
      try (RawClient client = proxy.client()) {
        client.sendText(line + " HTTP/1.1\r\n" + header + "\r\n").endOutput();
        assertThat(client.receiveAll())
            .startsWith("HTTP/1.1 407 ")
            .contains("Proxy-Authenticate: Basic realm=\"Motet\"");
      }
    }
    assertThat(proxy.router.sessions()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "GET / HTTP/1.1||; 400",
        "GET http:///x HTTP/1.1||; 400",
        "GET http://u@a.example/ HTTP/1.1||; 400",
        "GET http://a.example/#f HTTP/1.1||; 400",
        "GET https://a.example/ HTTP/1.1||; 501",
        "CONNECT a.example HTTP/1.1||; 400",
        "CONNECT http://a.example/ HTTP/1.1||; 400",
        "CONNECT a.example:1 HTTP/1.1|Content-Length: 5||hello; 400",
        "POST http://a.example/ HTTP/1.1|Content-Length: 1|Content-Length: 1||x; 400",
        "POST http://a.example/ HTTP/1.1|Content-Length: 1|Transfer-Encoding: chunked||0||; 400",
        "POST http://a.example/ HTTP/1.1|Content-Length : 1||x; 400",
        "GET http://a.example/ HTTP/1.1|A: b| c||; 400",
        "GET http://a.example/ HTTP/9.9||; 505",
        "nonsense||; 400",
      })
  void malformedRequestsEndOnlyTheirOwnConnection(String request, int status) throws Exception {
    proxy.origin(HttpProxy.OK);
    try (RawClient good = proxy.client();
        RawClient bad = proxy.client()) {
      bad.sendText(request.replace("|", "\r\n")).endOutput();
      assertThat(bad.receiveAll()).startsWith("HTTP/1.1 " + status + " ").contains("close");
      assertThat(proxy.router.sessions()).isEmpty();
      good.sendText("GET http://a.example/ HTTP/1.1\r\n\r\n").expectText(HttpProxy.OK);
    }
  }

  @Test
  void bareLineFeedsAndEndlessHeadersAreRefused() throws Exception {
    try (RawClient client = proxy.client()) {
      client.sendText("GET http://a.example/ HTTP/1.1\nHost: a.example\n\n").endOutput();
      assertThat(client.receiveAll()).startsWith("HTTP/1.1 400 ");
    }
    try (RawClient client = proxy.client()) {
      client.sendText("GET http://a.example/ HTTP/1.1\r\nA: " + "b".repeat(66_000)).endOutput();
      assertThat(client.receiveAll()).startsWith("HTTP/1.1 431 ");
    }
  }

  @Test
  void silentClientsAreDroppedByATimeLimit() throws Exception {
    try (RawClient silent = proxy.client();
        RawClient slow = proxy.client()) {
      slow.sendText("GET http://a.exa");
      proxy.clock.awaitScheduled(2);
      proxy.clock.advance(Duration.ofSeconds(16));
      silent.expectEnd();
      slow.expectEnd();
    }
  }
}
