package dev.motet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.DialException;
import dev.motet.testkit.Background;
import dev.motet.testkit.VirtualTimeouts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Who opens the line to a server, and how often.
class LineKeeperTest {
  private final AtomicInteger openings = new AtomicInteger();

  /// Until then the first opening goes on; it fails.
  private final CountDownLatch firstFails = new CountDownLatch(1);

  private final LineKeeper<TestLine> lines = new LineKeeper<>(new VirtualTimeouts(), this::open);

  private TestLine open() throws IOException {
    if (openings.incrementAndGet() == 1) {
      try {
        firstFails.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      throw new DialException(DialException.Reason.TIMEOUT, "unreachable");
    }
    return new TestLine();
  }

  /// Carries nothing.
  private static final class TestLine implements Line {
    private boolean closed;

    @Override
    public boolean isUsable() {
      return true;
    }

    @Override
    public boolean isBusy() {
      return false;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void whoWaitedForAnOpeningThatFailedDoesNotTryAgain() throws Exception {
    List<Background<TestLine>> queries =
        Stream.generate(() -> Background.call(lines::get).awaitBlocked()).limit(5).toList();

    firstFails.countDown();

    for (Background<TestLine> query : queries) {
      assertThat(query.failure()).isInstanceOf(DialException.class).hasMessage("unreachable");
    }
    assertThat(openings).hasValue(1);
    assertThat(lines.get()).as("the next query tries again").isSameAs(lines.get());
    assertThat(openings).hasValue(2);
  }

  @Test
  void nothingIsOpenedAfterTheEnd() {
    lines.close();

    assertThatThrownBy(lines::get).hasMessage("the DNS server was closed");
    assertThat(openings).hasValue(0);
  }

  @Test
  void whatWasBeingOpenedAtAResetIsNotUsed() throws Exception {
    List<TestLine> opened = new ArrayList<>();
    List<LineKeeper<TestLine>> self = new ArrayList<>();
    LineKeeper<TestLine> keeper =
        new LineKeeper<>(
            new VirtualTimeouts(),
            () -> {
              opened.add(new TestLine());
              if (opened.size() == 1) {
                self.getFirst().reset();
              }
              return opened.getLast();
            });
    self.add(keeper);

    assertThat(keeper.get()).isSameAs(opened.get(1));
    assertThat(opened).extracting(line -> line.closed).containsExactly(true, false);
  }
}
