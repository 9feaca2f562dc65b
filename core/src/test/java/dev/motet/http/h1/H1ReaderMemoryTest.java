package dev.motet.http.h1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.MemoryBudget;
import dev.motet.testkit.Background;
import dev.motet.testkit.Pipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What a reader takes from the budget for long heads, and when it gives it back.
class H1ReaderMemoryTest {
  private final MemoryBudget budget = new MemoryBudget(20_000);
  private final Pipe pipe = Pipe.create();
  private final H1Reader reader = new H1Reader(pipe.b(), budget);

  @Test
  void shortHeadsTakeNothing() throws Exception {
    write("GET /1 HTTP/1.1\r\nA: " + "b".repeat(2_000) + "\r\n\r\n");
    reader.request();
    assertThat(budget.taken()).isZero();
  }

  @Test
  void aLongHeadTakesItsPartUntilTheNextOne() throws Exception {
    write("GET /1 HTTP/1.1\r\nA: " + "b".repeat(10_000) + "\r\n\r\n");
    assertThat(reader.request().target()).isEqualTo("/1");
    assertThat(budget.taken()).isBetween(6_000L, 13_000L);
    write("GET /2 HTTP/1.1\r\n\r\n");
    assertThat(reader.request().target()).isEqualTo("/2");
    assertThat(budget.taken()).isZero();
  }

  @Test
  void theEndAndTheRestGiveItBack() throws Exception {
    write("GET /1 HTTP/1.1\r\nA: " + "b".repeat(10_000) + "\r\n\r\ntunnel");
    reader.request();
    Conn rest = reader.rest();
    assertThat(budget.taken()).isZero();
    reader.close();
    assertThat(budget.taken()).isZero();
    Buffer early = Buffer.allocate(10);
    rest.read(early);
    assertThat(early.toText()).isEqualTo("tunnel");
  }

  @Test
  void whereNothingIsLeftALongHeadIsRefused() throws Exception {
    assertThat(budget.take(15_000)).isTrue();
    write("GET / HTTP/1.1\r\nA: " + "b".repeat(20_000));
    assertThatThrownBy(reader::request)
        .isInstanceOfSatisfying(HttpException.class, e -> assertThat(e.status()).isEqualTo(503));
    reader.close();
    assertThat(budget.taken()).isEqualTo(15_000);
  }

  @Test
  void aServersLongHeadIsABadGateway() throws Exception {
    assertThat(budget.take(15_000)).isTrue();
    write("HTTP/1.1 200 OK\r\nA: " + "b".repeat(20_000));
    assertThatThrownBy(reader::response)
        .isInstanceOfSatisfying(HttpException.class, e -> assertThat(e.status()).isEqualTo(502));
  }

  @Test
  void waitsWithoutABufferWhereTheConnectionCan() throws Exception {
    Pipe ready = Pipe.withReadiness();
    H1Reader waiting = new H1Reader(ready.b());
    Background<Boolean> waited = Background.call(waiting::await).awaitBlocked();
    ready.a().write(Buffer.copyOf(new byte[] {'G'}));
    assertThat(waited.get()).isTrue();
    assertThat(reader.await()).as("only a read can wait here").isFalse();
  }

  private void write(String text) throws IOException {
    pipe.a().write(Buffer.copyOf(text.getBytes(StandardCharsets.ISO_8859_1)));
  }
}
