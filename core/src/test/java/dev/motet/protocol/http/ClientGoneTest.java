package dev.motet.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.RawClient;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A client that leaves while its server keeps it waiting leaves nothing behind; one that waits
/// loses nothing.
@ExtendWith(LeakCheck.class)
class ClientGoneTest {
  private static final String GET = "GET http://a.example/ HTTP/1.1\r\n\r\n";

  private final HttpProxy proxy = new HttpProxy();
  private final CompletableFuture<Void> asked = new CompletableFuture<>();
  private final CompletableFuture<Void> left = new CompletableFuture<>();
  private final Semaphore answer = new Semaphore(0);

  @AfterEach
  void close() {
    proxy.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTT",
        "HTTP/1.1 102 Wait\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"
      })
  void aResetEndsTheSessionWhateverTheServerSaidBefore(String before) throws Exception {
    proxy.server(origin -> stall(origin, before));
    try (RawClient client = proxy.client()) {
      client.sendText(GET);
      asked.get();
      client.reset();
      Background.until(this::leftAfterAStep);
    }
  }

  @Test
  void endlessInterimResponsesEndWithTheirClient() throws Exception {
    proxy.server(origin -> {
      origin.readHead();
      try {
        while (!left.isDone()) {
          origin.write("HTTP/1.1 102 Wait\r\n\r\n");
          asked.complete(null);
        }
      } catch (IOException e) {
        left.complete(null);
        throw e;
      }
    });
    try (RawClient client = proxy.client()) {
      client.sendText("GET http://a.example/ HTTP/1.0\r\n\r\n");
      asked.get();
      client.reset();
      Background.until(this::leftAfterAStep);
    } finally {
      left.complete(null);
    }
  }

  @Test
  void aClientThatOnlyEndedItsSideGetsItsAnswer() throws Exception {
    proxy.server(this::answerWhenTold);
    try (RawClient client = proxy.client()) {
      client.sendText(GET).endOutput();
      asked.get();
      proxy.clock.advance(ClientWatch.SILENCE_LIMIT.minus(ClientWatch.STEP));
      answer.release();
      client.expectText(HttpProxy.OK).expectEnd();
    }
  }

  @Test
  void aSilentServerAndAClientThatEndedItsSideDoNotStayForEver() throws Exception {
    proxy.server(origin -> stall(origin, ""));
    try (RawClient client = proxy.client()) {
      client.sendText(GET).endOutput();
      asked.get();
      Background.until(this::leftAfterAStep);
      assertThat(client.receiveHead()).startsWith("HTTP/1.1 502 ");
    }
  }

  @Test
  void aServerThatGoesOnIsNotSilent() throws Exception {
    proxy.server(origin -> {
      origin.readHead();
      origin.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
      for (int i = 0; i < 4; i++) {
        answer.acquireUninterruptibly();
        origin.write("x");
      }
      origin.awaitEnd();
    });
    try (RawClient client = proxy.client()) {
      client.sendText(GET).endOutput();
      client.receiveHead();
      for (int i = 0; i < 4; i++) {
        proxy.clock.advance(ClientWatch.SILENCE_LIMIT.minus(ClientWatch.STEP));
        answer.release();
        client.expectText("x");
      }
      client.expectEnd();
    }
  }

  @Test
  void whatArrivesMeanwhileIsServedAfterwards() throws Exception {
    proxy.server(this::answerWhenTold);
    try (RawClient client = proxy.client()) {
      client.sendText(GET);
      asked.get();
      proxy.clock.advance(ClientWatch.STEP);
      client.sendText("GET http://a.example/2 HT").sendText("TP/1.1\r\n\r\n");
      proxy.clock.advance(ClientWatch.STEP);
      answer.release(2);
      client.expectText(HttpProxy.OK).expectText(HttpProxy.OK);
    }
    assertThat(proxy.heads).hasSize(2).last().asString().startsWith("GET /2 ");
  }

  @Test
  void aSwitchOfProtocolsGetsWhatArrivesMeanwhile() throws Exception {
    proxy.server(origin -> {
      origin.readHead();
      asked.complete(null);
      answer.acquireUninterruptibly();
      origin.write("HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
      assertThat(origin.readUntil("ping")).isEqualTo("early ping");
      origin.write("pong");
      origin.end();
      origin.awaitEnd();
    });
    try (RawClient client = proxy.client()) {
      client.sendText(
          "GET http://a.example/ HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
      asked.get();
      proxy.clock.advance(ClientWatch.STEP);
      client.sendText("early");
      answer.release();
      client.receiveHead();
      client.sendText(" ping").expectText("pong").endOutput().expectEnd();
    }
  }

  private void stall(OriginEnd origin, String before) throws IOException {
    origin.readHead();
    if (!before.isEmpty()) {
      origin.write(before);
    }
    asked.complete(null);
    try {
      origin.awaitEnd();
    } finally {
      left.complete(null);
    }
  }

  private void answerWhenTold(OriginEnd origin) throws IOException {
    for (String head = origin.readHead(); !head.isEmpty(); head = origin.readHead()) {
      proxy.heads.add(head);
      asked.complete(null);
      answer.acquireUninterruptibly();
      origin.write(HttpProxy.OK);
    }
  }

  private boolean leftAfterAStep() {
    proxy.clock.advance(ClientWatch.STEP);
    return left.isDone();
  }
}
