package dev.motet.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.Background;
import dev.motet.testkit.Pipe;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Looking at first bytes on both kinds of ends: those that report readiness, and those that do
/// not.
class PrefetchTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(20);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void showsTheFirstBytesAndReplaysThem(boolean readiness) throws Exception {
    Pipe pipe = pipe(readiness);
    try (Prefetch first = new Prefetch(pipe.b())) {
      write(pipe.a(), "hello");
      assertThat(first.await(LONG)).isTrue();
      assertThat(text(first)).isEqualTo("hello");
      assertThat(first.conn().source()).isNotSameAs(pipe.b());
      write(pipe.a(), " world");
      assertThat(first.await(LONG)).isTrue();
      assertThat(text(first)).isEqualTo("hello world");

      write(pipe.a(), "!");
      assertThat(read(first.conn(), 4)).isEqualTo("hell");
      assertThat(first.conn().awaitReadable(-1)).isTrue();
      assertThat(read(first.conn(), 8)).isEqualTo("o world!");
      assertThat(first.conn().source()).isSameAs(pipe.b());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aClientThatSaysNothingLosesNothingLater(boolean readiness) throws Exception {
    Pipe pipe = pipe(readiness);
    Prefetch first = new Prefetch(pipe.b());
    assertThat(first.await(SHORT)).isFalse();
    assertThat(first.await(SHORT)).isFalse();
    assertThat(text(first)).isEmpty();
    Background<String> reader = Background.call(() -> read(first.conn(), 4)).awaitBlocked();
    write(pipe.a(), "late");
    assertThat(reader.get()).isEqualTo("late");
    assertThat(first.conn().source()).isSameAs(pipe.b());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anEndIsSeenAndReplayed(boolean readiness) throws Exception {
    Pipe pipe = pipe(readiness);
    Prefetch first = new Prefetch(pipe.b());
    write(pipe.a(), "x");
    pipe.a().closeWrite();
    assertThat(first.await(LONG)).isTrue();
    assertThat(first.await(LONG)).isFalse();
    assertThat(read(first.conn(), 2)).isEqualTo("x");
    assertThat(first.conn().read(Buffer.allocate(1))).isEqualTo(-1);
    assertThat(first.conn().read(Buffer.allocate(1))).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void looksAtALimitedNumberOfBytes(boolean readiness) throws Exception {
    Pipe pipe = pipe(readiness);
    Prefetch first = new Prefetch(pipe.b());
    write(pipe.a(), "y".repeat(30_000));
    int rounds = 0;
    while (first.await(LONG)) {
      rounds++;
    }
    assertThat(rounds).isBetween(2, 10);
    assertThat(text(first)).hasSize(Prefetch.MAX_BYTES);
    assertThat(read(first.conn(), 30_000)).isEqualTo("y".repeat(30_000));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAbortEndsTheWaitWithItsReason(boolean readiness) throws Exception {
    Pipe pipe = pipe(readiness);
    Prefetch first = new Prefetch(pipe.b());
    Background<Boolean> waiting = Background.call(() -> first.await(LONG)).awaitBlocked();
    IOException reason = new IOException("cut");
    first.conn().abort(reason);
    assertThat(waiting.failure()).isSameAs(reason);
    assertThatThrownBy(() -> first.conn().read(Buffer.allocate(1))).isSameAs(reason);
  }

  private static Pipe pipe(boolean readiness) {
    return readiness ? Pipe.withReadiness() : Pipe.create();
  }

  private static String text(Prefetch first) throws IOException {
    ByteReader reader = first.seen();
    return reader.latin1(reader.remaining());
  }

  private static void write(Conn conn, String text) throws IOException {
    BackendFixture.writeText(conn, text);
  }

  private static String read(Conn conn, int count) throws IOException {
    return BackendFixture.readText(conn, count);
  }
}
