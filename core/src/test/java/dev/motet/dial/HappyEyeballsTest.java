package dev.motet.dial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.Conn;
import dev.motet.io.ForwardingConn;
import dev.motet.io.IpLiteral;
import dev.motet.testkit.Background;
import dev.motet.testkit.Pipe;
import dev.motet.testkit.VirtualTimeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The race of the families on a virtual clock, with attempts that end when the test says so.
class HappyEyeballsTest {
  private static final Duration DELAY = Duration.ofMillis(300);
  private static final String FOUR = "192.0.2.1";
  private static final String OTHER_FOUR = "192.0.2.2";
  private static final String SIX = "2001:db8:0:0:0:0:0:1";

  private final VirtualTimeouts clock = new VirtualTimeouts();
  private final List<String> tried = new CopyOnWriteArrayList<>();
  private final Map<String, CompletableFuture<Conn>> attempts = new ConcurrentHashMap<>();

  @AfterEach
  void noTimerWaits() {
    assertThat(clock.scheduled()).isZero();
  }

  @Test
  void thePreferredFamilyAloneWhenItAnswersInTime() throws Exception {
    Background<Conn> dialling = dial(false, SIX, FOUR);
    awaitTried(FOUR);
    clock.advance(DELAY.minusMillis(1));
    Conn conn = answer(FOUR);
    assertThat(dialling.get()).isSameAs(conn);
    clock.advance(DELAY);
    assertThat(tried).containsExactly(FOUR);
  }

  @Test
  void theOtherFamilyJoinsAfterTheDelayAndMayWin() throws Exception {
    Background<Conn> dialling = dial(true, FOUR, SIX);
    awaitTried(SIX);
    clock.awaitScheduled(1);
    clock.advance(DELAY);
    awaitTried(SIX, FOUR);
    Conn conn = answer(FOUR);
    assertThat(dialling.get()).isSameAs(conn);

    Closable late = answer(SIX);
    Background.until(() -> late.closed);
    assertThat(((Closable) conn).closed).isFalse();
  }

  @Test
  void theOtherFamilyJoinsAtOnceWhenThePreferredFails() throws Exception {
    Background<Conn> dialling = dial(false, SIX, FOUR, OTHER_FOUR);
    awaitTried(FOUR);
    fail(FOUR);
    awaitTried(FOUR, OTHER_FOUR);
    fail(OTHER_FOUR);
    awaitTried(FOUR, OTHER_FOUR, SIX);
    Conn conn = answer(SIX);
    assertThat(dialling.get()).isSameAs(conn);
  }

  @Test
  void theErrorOfThePreferredFamilyIsTold() throws Exception {
    Background<Conn> dialling = dial(false, SIX, FOUR);
    clock.awaitScheduled(1);
    clock.advance(DELAY);
    Background.until(() -> tried.size() == 2);
    fail(SIX);
    dialling.awaitBlocked();
    fail(FOUR);
    assertThat(dialling.failure()).hasMessage(FOUR);
  }

  @Test
  void oneFamilyIsTriedInTurn() throws Exception {
    Background<Conn> dialling = dial(true, OTHER_FOUR, FOUR);
    awaitTried(OTHER_FOUR);
    assertThat(clock.scheduled()).isZero();
    fail(OTHER_FOUR);
    awaitTried(OTHER_FOUR, FOUR);
    fail(FOUR);
    assertThat(dialling.failure()).hasMessage(OTHER_FOUR).hasSuppressedException(error(FOUR));
  }

  @Test
  void aBugReachesTheCaller() throws Exception {
    Background<Conn> dialling = dial(false, SIX, FOUR);
    IllegalStateException bug = new IllegalStateException("bug");
    attempt(FOUR).completeExceptionally(bug);
    attempt(SIX).completeExceptionally(bug);
    assertThat(dialling.failure()).isSameAs(bug);
  }

  private Background<Conn> dial(boolean preferIpv6, String... addresses) {
    List<InetAddress> parsed =
        Stream.of(addresses).map(IpLiteral::parse).map(Objects::requireNonNull).toList();
    HappyEyeballs race = new HappyEyeballs(clock, Thread.ofVirtual().factory(), DELAY);
    return Background.call(() -> race.connect(parsed, preferIpv6, this::connect));
  }

  private Conn connect(InetAddress to) throws IOException {
    tried.add(to.getHostAddress());
    try {
      return attempt(to.getHostAddress()).join();
    } catch (java.util.concurrent.CompletionException e) {
      if (e.getCause() instanceof RuntimeException bug) {
        throw bug;
      }
      throw (IOException) e.getCause();
    }
  }

  private CompletableFuture<Conn> attempt(String to) {
    return attempts.computeIfAbsent(to, _ -> new CompletableFuture<>());
  }

  private void awaitTried(String... addresses) {
    Background.until(() -> tried.equals(List.of(addresses)));
  }

  private Closable answer(String to) {
    Closable conn = new Closable();
    attempt(to).complete(conn);
    return conn;
  }

  private final Map<String, IOException> errors = new ConcurrentHashMap<>();

  private IOException error(String to) {
    return errors.computeIfAbsent(to, IOException::new);
  }

  private void fail(String to) {
    attempt(to).completeExceptionally(error(to));
  }

  private static final class Closable extends ForwardingConn {
    private volatile boolean closed;

    Closable() {
      super(Pipe.create().a());
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
