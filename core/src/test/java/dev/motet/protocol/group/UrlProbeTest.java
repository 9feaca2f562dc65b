package dev.motet.protocol.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.HeaderConn;
import dev.motet.io.MemoryBudget;
import dev.motet.io.PacketConn;
import dev.motet.testkit.Background;
import dev.motet.testkit.Pipe;
import dev.motet.testkit.TestEnv;
import dev.motet.testkit.VirtualTimeouts;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One test of one member.
class UrlProbeTest {
  private final VirtualTimeouts clock = new VirtualTimeouts();
  private final TestEnv env = new TestEnv(clock);
  private final Pipe pipe = Pipe.create();

  @AfterEach
  void close() {
    pipe.a().close();
    env.close();
  }

  /// Opens what the test gives, after a time.
  private Dialer after(Duration time, Conn conn) {
    return new Dialer() {
      @Override
      public Conn dial(DialRequest request) {
        clock.advance(time);
        return conn;
      }

      @Override
      public PacketConn bind(DialRequest request) {
        throw new AssertionError("tests are of streams");
      }
    };
  }

  private CompletableFuture<Integer> probe(String url) {
    return new UrlProbe(env, url).start(after(Duration.ofMillis(30), pipe.a()));
  }

  private String request() throws IOException {
    Buffer buffer = Buffer.allocate(1000);
    while (!buffer.toText().endsWith("\r\n\r\n")) {
      pipe.b().read(buffer);
    }
    return buffer.toText();
  }

  private void answer(String text) throws IOException {
    clock.advance(Duration.ofMillis(20));
    pipe.b().write(Buffer.copyOf(text.getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void asksForTheHeadAndMeasuresDialAndRequest() throws Exception {
    CompletableFuture<Integer> delay = probe("http://u:p@t.test:8080/a/b?c=d#e");
    assertThat(request())
        .isEqualTo(
            "HEAD /a/b?c=d HTTP/1.1\r\nHost: t.test:8080\r\nUser-Agent: Go-http-client/1.1\r\n\r\n");
    answer("HTTP/1.1 204 No Content\r\n\r\n");
    assertThat(delay.join()).isEqualTo(50);
    assertThat(clock.scheduled()).isZero();
    assertThatThrownBy(() -> pipe.b().write(Buffer.copyOf(new byte[1])))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.0 200\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: http://else.test/\r\n\r\n",
        "HTTP/1.1 500 Oops\r\nContent-Length: 10\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 404 Not Found\r\n\r\n"
      })
  void anyStatusWillDo(String response) throws Exception {
    CompletableFuture<Integer> delay = probe("http://t.test");
    assertThat(request()).startsWith("HEAD / HTTP/1.1\r\nHost: t.test\r\n");
    answer(response);
    assertThat(delay.join()).isEqualTo(50);
  }

  /// The handshake then belongs to the request, and the dial says nothing.
  @Test
  void countsTheRequestOnlyWhereTheHandshakeIsHeldBack() throws Exception {
    Conn lazy = new HeaderConn(pipe.a(), Buffer.copyOf("hello ".getBytes(StandardCharsets.UTF_8)));
    CompletableFuture<Integer> delay =
        new UrlProbe(env, "http://t.test").start(after(Duration.ofMillis(30), lazy));
    assertThat(request()).startsWith("hello HEAD / ");
    answer("HTTP/1.1 204 No Content\r\n\r\n");
    assertThat(delay.join()).isEqualTo(20);
  }

  /// Members that answer at length share what memory there is for it.
  @Test
  void aLongHeadTakesFromTheBudgetOfAll() throws Exception {
    MemoryBudget budget = env.resources().buffers().messages();
    CompletableFuture<Integer> delay = probe("http://t.test");
    request();
    answer("HTTP/1.1 200 OK\r\nX: " + "x".repeat(9_000));
    Background.until(() -> budget.taken() > 0);
    answer("\r\n\r\n");
    assertThat(delay.join()).isEqualTo(70);
    assertThat(budget.taken()).isZero();
  }

  @Test
  void anEndWithoutAResponseIsAFailure() throws Exception {
    CompletableFuture<Integer> delay = probe("http://t.test");
    request();
    pipe.b().closeWrite();
    assertThatThrownBy(delay::join).hasCauseInstanceOf(EOFException.class);
  }

  @Test
  void anythingButHttpIsAFailure() throws Exception {
    CompletableFuture<Integer> delay = probe("http://t.test");
    request();
    answer("SSH-2.0-x\r\n\r\n");
    assertThatThrownBy(delay::join).hasMessageContaining("malformed status line");
  }

  @Test
  void anAnswerThatDoesNotComeEndsTheConnection() throws Exception {
    CompletableFuture<Integer> delay = probe("http://t.test");
    request();
    clock.advance(UrlProbe.LIMIT);
    assertThatThrownBy(delay::join)
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("no answer within 15 s");
    assertThatThrownBy(() -> pipe.b().write(Buffer.copyOf(new byte[1])))
        .isInstanceOf(IOException.class);
  }

  @Test
  void whatIsDialledTooLateIsClosed() throws Exception {
    UrlProbe probe = new UrlProbe(env, "http://t.test");
    CompletableFuture<Integer> delay = probe.start(after(UrlProbe.LIMIT, pipe.a()));
    assertThatThrownBy(delay::join).hasMessageContaining("no answer within 15 s");
    Background.until(() -> GroupFixture.isCut(pipe.b()));
  }

  @Test
  void aCloseEndsWhatIsUnderWayAndWhatComesAfter() throws Exception {
    UrlProbe probe = new UrlProbe(env, "http://t.test");
    CompletableFuture<Integer> delay = probe.start(after(Duration.ZERO, pipe.a()));
    request();
    probe.close();
    assertThatThrownBy(delay::join).hasMessageContaining("the group closes");
    clock.starve(); // nothing may be scheduled: the timer ends soon after
    assertThatThrownBy(probe.start(after(Duration.ZERO, Pipe.create().a()))::join)
        .hasMessageContaining("the group closes");
    assertThat(clock.isStarved()).isTrue();
  }

  @Test
  void withoutAUrlEveryTestFails() {
    assertThatThrownBy(probe("ftp://t.test/")::join)
        .hasMessageContaining("unsupported scheme: ftp");
  }
}
