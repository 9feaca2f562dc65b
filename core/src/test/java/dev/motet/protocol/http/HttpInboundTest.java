package dev.motet.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.Reply;
import dev.motet.core.Session;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.DialException.Reason;
import dev.motet.option.UserOptions;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.Listen;
import dev.motet.testkit.RawClient;
import dev.motet.testkit.ScriptedRouter;
import dev.motet.testkit.TestEnv;
import dev.motet.testkit.VirtualTimeouts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client of the HTTP inbound, and the server it goes to, see of each other.
@ExtendWith(LeakCheck.class)
class HttpInboundTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final VirtualTimeouts clock = new VirtualTimeouts();
  private final ScriptedRouter router = new ScriptedRouter();
  private final TestEnv env = new TestEnv(clock).router(router);

  /// What the origin server answers, one response for each head it gets.
  private final Queue<String> answers = new ConcurrentLinkedQueue<>();

  /// What the origin server got, head by head.
  private final Queue<String> heads = new ConcurrentLinkedQueue<>();

  private HttpInbound inbound = open(List.of());

  @AfterEach
  void close() {
    inbound.close();
    env.close();
  }

  @Test
  void connectsTunnels() throws Exception {
    try (RawClient client = client()) {
      client.sendText("CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\nearly");
      client.expectText("HTTP/1.1 200 Connection established\r\n\r\nearly");
      client.sendText("more").expectText("more").endOutput().expectEnd();
    }
    assertThat(router.sessions().getFirst().facts().destination())
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
    router.refuse(reason);
    try (RawClient client = client()) {
      client.sendText("CONNECT a.example:443 HTTP/1.1\r\n\r\n");
      assertThat(client.receiveAll()).startsWith("HTTP/1.1 " + status + " ");
    }
    try (RawClient client = client()) {
      client.sendText("GET http://a.example/ HTTP/1.1\r\n\r\n").endOutput();
      assertThat(client.receiveAll()).startsWith("HTTP/1.1 " + status + " ");
    }
  }

  @Test
  void droppedClientsGetNoAnswer() throws Exception {
    router.refuse(Reason.DROPPED);
    try (RawClient client = client()) {
      client.sendText("CONNECT a.example:443 HTTP/1.1\r\n\r\n").expectEnd();
    }
    try (RawClient client = client()) {
      client.sendText("GET http://a.example/ HTTP/1.1\r\n\r\n").expectEnd();
    }
  }

  @Test
  void passesRequestsOnWithoutWhatIsForTheProxy() throws Exception {
    origin(OK);
    try (RawClient client = client()) {
      client.sendText(
          "GET http://a.example:8080/x?y=1 HTTP/1.1\r\nHost: wrong\r\nProxy-Connection: keep-alive\r\n"
              + "Proxy-Authorization: Basic eDp5\r\nConnection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: 5\r\n"
              + "TE: trailers\r\nAccept: */*\r\n\r\n");
      client.expectText("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }
    assertThat(heads)
        .containsExactly("GET /x?y=1 HTTP/1.1\r\nHost: a.example:8080\r\nAccept: */*\r\n\r\n");
    assertThat(router.sessions().getFirst().facts().destination())
        .isEqualTo(Destination.of("a.example", 8080));
  }

  @Test
  void keepsTheConnectionForRequestsToDifferentServersEachInASessionOfItsOwn() throws Exception {
    origin(OK, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2", OK);
    try (RawClient client = client()) {
      client.sendText("GET http://a.example/1 HTTP/1.1\r\n\r\n").expectText(OK);
      client.sendText("GET http://a.example/2 HTTP/1.1\r\n\r\n");
      client.expectText("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2");
      client.sendText("GET http://b.example/3 HTTP/1.1\r\n\r\n").expectText(OK);
    }
    assertThat(router.sessions())
        .extracting(s -> s.facts().destination().host())
        .containsExactly("a.example", "b.example");
  }

  @Test
  void answersPipelinedRequestsInOrder() throws Exception {
    origin(
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2");
    try (RawClient client = client()) {
      client.sendText(
          "GET http://a.example/1 HTTP/1.1\r\n\r\nGET http://b.example/2 HTTP/1.1\r\n\r\n");
      client.expectText(
          "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1"
              + "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2");
    }
  }

  @Test
  void streamsBodiesBothWays() throws Exception {
    router.streams((_, conn, reply) -> {
      reply.accepted();
      readHead(conn);
      String body = readUntil(conn, "0\r\n\r\n");
      write(conn, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
      awaitEnd(conn);
    });
    try (RawClient client = client()) {
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
    router.streams((_, conn, reply) -> {
      reply.accepted();
      readHead(conn);
      write(conn, "HTTP/1.0 200 OK\r\n\r\nto the end");
      conn.closeWrite();
      awaitEnd(conn);
    });
    try (RawClient client = client()) {
      client.sendText("GET http://a.example/ HTTP/1.1\r\n\r\n");
      assertThat(client.receiveAll())
          .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nto the end");
    }
  }

  @Test
  void http10ClientsGetNoChunks() throws Exception {
    origin("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
    try (RawClient client = client()) {
      client.sendText("GET http://a.example/ HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
      assertThat(client.receiveAll()).isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok");
    }
  }

  @Test
  void http10ClientsStayWhenTheyAsk() throws Exception {
    origin(OK, OK);
    try (RawClient client = client()) {
      client.sendText("GET http://a.example/ HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
      assertThat(client.receiveHead()).contains("Connection: keep-alive");
      client.expectText("ok").sendText("GET http://a.example/ HTTP/1.0\r\n\r\n");
      assertThat(client.receiveAll()).contains("Connection: close").endsWith("ok");
    }
  }

  @Test
  void headAndEmptyStatusesHaveNoBody() throws Exception {
    origin(
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n",
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
        OK);
    try (RawClient client = client()) {
      client.sendText("HEAD http://a.example/ HTTP/1.1\r\n\r\n");
      assertThat(client.receiveHead()).contains("Content-Length: 100");
      client.sendText("GET http://a.example/ HTTP/1.1\r\n\r\n");
      assertThat(client.receiveHead()).startsWith("HTTP/1.1 204");
      client.sendText("GET http://a.example/ HTTP/1.1\r\n\r\n");
      assertThat(client.receiveHead()).startsWith("HTTP/1.1 304");
      client.sendText("GET http://a.example/ HTTP/1.1\r\n\r\n").expectText(OK);
    }
  }

  @Test
  void passesInterimResponsesOn() throws Exception {
    router.streams((_, conn, reply) -> {
      reply.accepted();
      assertThat(readHead(conn)).contains("Expect: 100-continue");
      write(conn, "HTTP/1.1 100 Continue\r\n\r\n");
      assertThat(readUntil(conn, "body")).isEqualTo("body");
      write(conn, OK);
      awaitEnd(conn);
    });
    try (RawClient client = client()) {
      client.sendText(
          "PUT http://a.example/ HTTP/1.1\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
      client.expectText("HTTP/1.1 100 Continue\r\n\r\n").sendText("body").expectText(OK);
    }
  }

  @Test
  void passesUpgradesThrough() throws Exception {
    router.streams((_, conn, reply) -> {
      reply.accepted();
      assertThat(readHead(conn)).contains("Connection: Upgrade").contains("Upgrade: websocket");
      write(conn, "HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\nhi");
      assertThat(readUntil(conn, "ping")).isEqualTo("ping");
      write(conn, "pong");
      conn.closeWrite();
      awaitEnd(conn);
    });
    try (RawClient client = client()) {
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
    router.streams((_, conn, reply) -> {
      reply.accepted();
      readHead(conn);
      write(conn, "HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
      assertThat(readUntil(conn, "ping")).isEqualTo("body of 15 byteping");
      write(conn, "pong");
      conn.closeWrite();
      awaitEnd(conn);
    });
    try (RawClient client = client()) {
      client.sendText("POST http://a.example/ HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: x\r\n");
      client.sendText("Content-Length: 15\r\n\r\nbody of").sendText(" 15 byteping");
      assertThat(client.receiveHead()).startsWith("HTTP/1.1 101 ");
      client.expectText("pong").endOutput().expectEnd();
    }
  }

  @Test
  void triesAgainWhenAKeptServerConnectionWasClosed() throws Exception {
    router.streams((session, conn, reply) -> {
      reply.accepted();
      readHead(conn);
      write(conn, OK);
      if (router.sessions().size() > 1) {
        awaitEnd(conn);
      }
    });
    try (RawClient client = client()) {
      client.sendText("GET http://a.example/1 HTTP/1.1\r\n\r\n").expectText(OK);
      client.sendText("GET http://a.example/2 HTTP/1.1\r\n\r\n").expectText(OK);
    }
    assertThat(router.sessions()).hasSize(2);
  }

  @Test
  void aServerWithoutAnAnswerIsABadGateway() throws Exception {
    router.streams((_, conn, reply) -> {
      reply.accepted();
      readHead(conn);
    });
    try (RawClient client = client()) {
      client.sendText("POST http://a.example/ HTTP/1.1\r\nContent-Length: 2\r\n\r\nxx").endOutput();
      assertThat(client.receiveAll()).startsWith("HTTP/1.1 502 ");
    }
  }

  @Test
  void aResponseThatIsCutOffIsNotCompleted() throws Exception {
    router.streams((_, conn, reply) -> {
      reply.accepted();
      readHead(conn);
      write(conn, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n");
      awaitEnd(conn);
    });
    try (RawClient client = client()) {
      client.sendText("GET http://a.example/ HTTP/1.1\r\n\r\n");
      assertThat(client.receiveHead()).startsWith("HTTP/1.1 200");
      client.expectText("5\r\nhello\r\n").expectEnd();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "198.51.100.7, 198.51.100.7", "'unknown, 198.51.100.7, 10.0.0.1', 198.51.100.7",
    "2001:db8::7, 2001:db8:0:0:0:0:0:7", "nonsense, 127.0.0.1"
  })
  void forwardedForNamesTheSource(String header, String source) throws Exception {
    try (RawClient client = client()) {
      client.sendText("CONNECT a.example:1 HTTP/1.1\r\nX-Forwarded-For: " + header + "\r\n\r\n");
      client.receiveHead();
    }
    assertThat(router.sessions().getFirst().facts().source().getAddress().getHostAddress())
        .isEqualTo(source);
  }

  @Test
  void usersLogIn() throws Exception {
    reopen(new UserOptions("user", "pa:ss"));
    try (RawClient client = client()) {
      // user:pa:ss
      client.sendText(
          "CONNECT a.example:1 HTTP/1.1\r\nProxy-Authorization: basic dXNlcjpwYTpzcw==\r\n\r\n");
      assertThat(client.receiveHead()).startsWith("HTTP/1.1 200");
    }
    assertThat(router.sessions().getFirst().facts().user()).isEqualTo("user");
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
    reopen(new UserOptions("user", "pa:ss"));
    for (String line : List.of("CONNECT a.example:1", "GET http://a.example/")) {
      try (RawClient client = client()) {
        client.sendText(line + " HTTP/1.1\r\n" + header + "\r\n").endOutput();
        assertThat(client.receiveAll())
            .startsWith("HTTP/1.1 407 ")
            .contains("Proxy-Authenticate: Basic realm=\"Motet\"");
      }
    }
    assertThat(router.sessions()).isEmpty();
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
    origin(OK);
    try (RawClient good = client();
        RawClient bad = client()) {
      bad.sendText(request.replace("|", "\r\n")).endOutput();
      assertThat(bad.receiveAll()).startsWith("HTTP/1.1 " + status + " ").contains("close");
      assertThat(router.sessions()).isEmpty();
      good.sendText("GET http://a.example/ HTTP/1.1\r\n\r\n").expectText(OK);
    }
  }

  @Test
  void bareLineFeedsAndEndlessHeadersAreRefused() throws Exception {
    try (RawClient client = client()) {
      client.sendText("GET http://a.example/ HTTP/1.1\nHost: a.example\n\n").endOutput();
      assertThat(client.receiveAll()).startsWith("HTTP/1.1 400 ");
    }
    try (RawClient client = client()) {
      client.sendText("GET http://a.example/ HTTP/1.1\r\nA: " + "b".repeat(66_000)).endOutput();
      assertThat(client.receiveAll()).startsWith("HTTP/1.1 431 ");
    }
  }

  @Test
  void aBadChunkOfARequestNeverCompletesIt() throws Exception {
    router.streams((_, conn, reply) -> {
      reply.accepted();
      readHead(conn);
      awaitEnd(conn);
    });
    try (RawClient client = client()) {
      client.sendText(
          "POST http://a.example/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloo\r\n0\r\n\r\n");
      client.endOutput();
      assertThat(client.receiveAll()).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void silentClientsAreDroppedByATimeLimit() throws Exception {
    try (RawClient silent = client();
        RawClient slow = client()) {
      slow.sendText("GET http://a.exa");
      clock.awaitScheduled(2);
      clock.advance(Duration.ofSeconds(16));
      silent.expectEnd();
      slow.expectEnd();
    }
  }

  /// Makes the origin server answer heads with these, each session until its client ends.
  private void origin(String... responses) {
    answers.addAll(List.of(responses));
    router.streams(this::serveOrigin);
  }

  private void serveOrigin(Session session, Conn conn, Reply reply) throws IOException {
    reply.accepted();
    for (String head = readHead(conn); !head.isEmpty(); head = readHead(conn)) {
      heads.add(head);
      write(conn, answers.remove());
    }
  }

  private static String readHead(Conn conn) throws IOException {
    return readUntil(conn, "\r\n\r\n");
  }

  /// Empty at the end of the stream.
  private static String readUntil(Conn conn, String end) throws IOException {
    StringBuilder text = new StringBuilder();
    Buffer one = new Buffer(new byte[1 + Buffer.TAIL_ROOM], 0, 0);
    while (text.length() < end.length()
        || !text.substring(text.length() - end.length()).equals(end)) {
      one.from = 0;
      one.to = 0;
      if (conn.read(one) < 0) {
        return "";
      }
      text.append((char) one.array[0]);
    }
    return text.toString();
  }

  private static void awaitEnd(Conn conn) throws IOException {
    Buffer ignored = Buffer.allocate(100);
    while (conn.read(ignored) >= 0) {
      ignored.clear();
    }
  }

  private static void write(Conn conn, String text) throws IOException {
    conn.write(Buffer.copyOf(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private RawClient client() throws IOException {
    return new RawClient(env.listening());
  }

  private void reopen(UserOptions user) {
    inbound.close();
    inbound = open(List.of(user));
  }

  private HttpInbound open(List<UserOptions> users) {
    HttpInbound opened = new HttpInbound(env, new HttpInboundOptions(Listen.onLoopback(), users));
    try {
      opened.start();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return opened;
  }
}
