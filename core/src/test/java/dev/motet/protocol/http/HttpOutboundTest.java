package dev.motet.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.Network;
import dev.motet.io.PacketConn;
import dev.motet.option.DialOptions;
import dev.motet.option.ServerOptions;
import dev.motet.testkit.Background;
import dev.motet.testkit.Pipe;
import dev.motet.testkit.TestEnv;
import dev.motet.testkit.VirtualTimeouts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The outbound against a proxy that a test plays.
class HttpOutboundTest {
  private static final DialRequest REQUEST = new DialRequest(Destination.of("a.example", 443));

  private final VirtualTimeouts clock = new VirtualTimeouts();
  private final TestEnv env = new TestEnv(clock);
  private final Pipe pipe = Pipe.create();

  @AfterEach
  void close() {
    pipe.a().close();
    env.close();
  }

  @Test
  void connectsAndKeepsEarlyBytes() throws Exception {
    var dialling = dial(http("", "", Map.of()), REQUEST);
    expect(
        "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\nProxy-Connection: Keep-Alive\r\n\r\n");
    say("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 Fine\r\nContent-Length: 7\r\n\r\nhi");

    Buffer early = Buffer.allocate(10);
    dialling.get().read(early);
    assertThat(early.toText()).isEqualTo("hi");
    assertThat(clock.scheduled()).as("the limit ends with the answer").isZero();
  }

  @Test
  void logsInAndSendsHeadersOfItsOwn() throws Exception {
    var dialling = dial(http("u", "", Map.of("Host", List.of("front.example"))), REQUEST);
    expect(
        "CONNECT a.example:443 HTTP/1.1\r\nProxy-Connection: Keep-Alive\r\nHost: front.example\r\n"
            + "Proxy-Authorization: Basic dTpw\r\n\r\n");
    say("HTTP/1.1 200 OK\r\n\r\n");
    dialling.get();
  }

  @Test
  void asksForAPathInstead() throws Exception {
    var dialling = dial(http("", "/proxy", Map.of()), REQUEST);
    expect(
        "CONNECT /proxy HTTP/1.1\r\nHost: a.example:443\r\nProxy-Connection: Keep-Alive\r\n\r\n");
    say("HTTP/1.1 200 OK\r\n\r\n");
    dialling.get();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a.example:80", "user@a.example", "a.example/x", "a\\b", "[::1", "b\u00fccher"})
  void whatIsNoHostNameIsNotSent(String name) throws Exception {
    var dialling = dial(http("", "", Map.of()), new DialRequest(new Destination.Name(name, 443)));
    assertThat(dialling.failure())
        .isInstanceOfSatisfying(
            DialException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED));
  }

  @Test
  void writesIpv6InBrackets() throws Exception {
    dial(http("", "", Map.of()), new DialRequest(Destination.of("2001:db8::1", 443)));
    expect("CONNECT [2001:db8::1]:443 HTTP/1.1\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "407, AUTH, authentication required, false",
    "405, UNSUPPORTED, method not allowed, false",
    "403, REJECTED, unexpected status: 403, true",
    "502, UNREACHABLE, unexpected status: 502, true",
    "503, UNREACHABLE, unexpected status: 503, true",
    "504, TIMEOUT, unexpected status: 504, true",
    "418, FAILED, unexpected status: 418, false",
    "301, FAILED, unexpected status: 301, false",
  })
  void statusesHaveReasons(int status, Reason reason, String message, boolean ofDestination)
      throws Exception {
    var dialling = dial(http("", "", Map.of()), REQUEST);
    say("HTTP/1.1 " + status + " x\r\n\r\n");

    assertThat(dialling.failure())
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            DialException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(reason);
              assertThat(e.blames(REQUEST.to())).isEqualTo(ofDestination);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 2", "SSH-2.0-x\r\n\r\n", "HTTP/1.1 200 OK\n\n"})
  void otherAnswersEndTheDial(String answer) throws Exception {
    var dialling = dial(http("", "", Map.of()), REQUEST);
    say(answer);
    pipe.b().closeWrite();
    assertThat(dialling.failure()).isInstanceOf(IOException.class);
  }

  @Test
  void aServerThatSaysNothingEndsByATimeLimit() throws Exception {
    var dialling = dial(http("", "", Map.of()), REQUEST);
    clock.awaitScheduled(1);
    clock.advance(Duration.ofSeconds(6));
    assertThat(dialling.failure()).hasMessageContaining("within 5 s");
  }

  @Test
  void namesThatWouldSplitTheRequestAreNotSent() throws Exception {
    Destination evil = new Destination.Name("a\r\nX: y", 80);
    assertThat(dial(http("", "", Map.of()), new DialRequest(evil)).failure())
        .isInstanceOf(IOException.class);
  }

  @Test
  void carriesStreamsOnly() {
    HttpOutbound outbound = http("", "", Map.of());
    assertThat(outbound.networks()).containsExactly(Network.TCP);
    assertThatThrownBy(() -> outbound.bind(REQUEST)).isInstanceOf(DialException.class);
  }

  private HttpOutbound http(String username, String path, Map<String, List<String>> headers) {
    HttpOutboundOptions options =
        new HttpOutboundOptions(
            new ServerOptions("proxy.example", 8080),
            DialOptions.DEFAULT,
            username,
            "p",
            path,
            headers,
            null);
    Dialer dialer =
        new Dialer() {
          @Override
          public Conn dial(DialRequest request) {
            assertThat(request.to()).isEqualTo(Destination.of("proxy.example", 8080));
            return pipe.a();
          }

          @Override
          public PacketConn bind(DialRequest request) {
            throw new AssertionError("packets");
          }
        };
    return new HttpOutbound(env, options, dialer, Duration.ofSeconds(5));
  }

  private static Background<Conn> dial(HttpOutbound outbound, DialRequest request) {
    return Background.call(() -> outbound.dial(request));
  }

  private void say(String text) throws IOException {
    pipe.b().write(Buffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private void expect(String text) throws IOException {
    Buffer got = Buffer.allocate(1000);
    while (got.length() < text.length()) {
      assertThat(pipe.b().read(got)).isPositive();
    }
    assertThat(got.toText()).startsWith(text);
  }
}
