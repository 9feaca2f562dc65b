package dev.motet.os;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.BackendFixture;
import dev.motet.io.Buffer;
import dev.motet.io.ConnListener;
import dev.motet.io.SocketBackend;
import dev.motet.io.SocketConfig;
import dev.motet.io.SocketConn;
import dev.motet.io.Timeouts;
import dev.motet.testkit.Background;
import dev.motet.testkit.Linux;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Virtual threads on one loop: where they run, and that none of them can hold up the others for
/// long, whatever it does.
class LoopSchedulerTest extends BackendFixture {
  @TempDir Path folder;

  @Override
  protected SocketBackend open(Timeouts timeouts) throws Exception {
    return LoopBackends.open(1);
  }

  @Test
  void threadsRunOnTheLoop() throws Exception {
    assertThat(carrier()).isEqualTo("motet-loop-0");
    Ends ends = connected();
    Background<String> reading =
        Background.call(
            backend.threads(),
            () -> {
              ends.server().read(Buffer.allocate(1));
              return Thread.currentThread().toString();
            });
    reading.awaitBlocked();
    writeText(ends.client(), "x");
    assertThat(reading.get()).endsWith("motet-loop-0");
  }

  @Test
  void timedWaitsEnd() throws Exception {
    List<Background<Void>> waiting = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      long nanos = 1_000_000L * (i % 20);
      waiting.add(run(() -> LockSupport.parkNanos(nanos)));
    }
    for (Background<Void> each : waiting) {
      each.get();
    }
  }

  /// A read of a file without content yet, in a call that nothing can interrupt.
  @Test
  void aThreadThatBlocksInAFileHoldsUpNobodyElse() throws Exception {
    Path pipe = folder.resolve("pipe");
    Linux.run("mkfifo", pipe.toString());
    CountDownLatch inside = new CountDownLatch(1);
    Background<Integer> blocked =
        Background.call(
            backend.threads(),
            () -> {
              inside.countDown();
              try (FileInputStream in = new FileInputStream(pipe.toFile())) {
                return in.read();
              }
            });
    inside.await();
    exchange();
    exchange();
    assertThat(blocked.isDone()).isFalse();
    try (FileOutputStream out = new FileOutputStream(pipe.toFile())) {
      out.write(7);
    }
    assertThat(blocked.get()).isEqualTo(7);
    exchange();
    assertThat(carrier()).isEqualTo("motet-loop-0");
  }

  @Test
  void aLoopThatIsHeldUpEndsAllTheSame() throws Exception {
    Path pipe = folder.resolve("last");
    Linux.run("mkfifo", pipe.toString());
    CountDownLatch inside = new CountDownLatch(1);
    Ends ends = connected();
    Background<Integer> waiting =
        Background.call(backend.threads(), () -> ends.server().read(Buffer.allocate(1)));
    waiting.awaitBlocked();
    Background<Integer> blocked =
        Background.call(
            backend.threads(),
            () -> {
              inside.countDown();
              try (FileInputStream in = new FileInputStream(pipe.toFile())) {
                return in.read();
              }
            });
    inside.await();
    backend.close();
    assertThat(waiting.failure()).hasMessageContaining("closed");
    try (FileOutputStream out = new FileOutputStream(pipe.toFile())) {
      out.write(7);
    }
    assertThat(blocked.get()).isEqualTo(7);
  }

  @Test
  void threadsThatBlockOneAfterTheOtherHoldUpNobody() throws Exception {
    Path pipe = folder.resolve("pipes");
    Linux.run("mkfifo", pipe.toString());
    List<Background<Integer>> blocked = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      blocked.add(
          Background.call(
              backend.threads(),
              () -> {
                try (FileInputStream in = new FileInputStream(pipe.toFile())) {
                  return in.read();
                }
              }));
    }
    exchange();
    try (FileOutputStream out = new FileOutputStream(pipe.toFile())) {
      out.write(new byte[10]);
      for (Background<Integer> each : blocked) {
        assertThat(each.get()).isZero();
      }
    }
  }

  /// What it waits for comes from a thread of the same loop.
  @Test
  void aThreadThatWaitsPinnedIsWokenByOneBehindIt() throws Exception {
    Background<Integer> pinned = Background.call(backend.threads(), () -> Slow.VALUE);
    Background<Void> opener =
        run(() -> {
          assertThat(Latches.BEGUN.await(30, TimeUnit.SECONDS)).isTrue();
          Latches.GO.countDown();
        });
    assertThat(pinned.get()).isEqualTo(5);
    opener.get();
  }

  /// Its class initializer cannot give its carrier away while it waits.
  private static final class Slow {
    static final int VALUE = waitFor();

    private static int waitFor() {
      Latches.BEGUN.countDown();
      try {
        return Latches.GO.await(30, TimeUnit.SECONDS) ? 5 : 0;
      } catch (InterruptedException e) {
        return -1;
      }
    }
  }

  private static final class Latches {
    static final CountDownLatch BEGUN = new CountDownLatch(1);
    static final CountDownLatch GO = new CountDownLatch(1);
  }

  @Test
  void aThreadThatComputesHoldsUpNobodyElse() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Background<Void> computing =
        run(() -> {
          inside.countDown();
          while (over.getCount() > 0) {
            Thread.onSpinWait();
          }
        });
    inside.await();
    exchange();
    over.countDown();
    computing.get();
  }

  /// A relay whose ends are always ready never waits.
  @Test
  void aThreadThatAlwaysFindsSomethingToReadGivesWay() throws Exception {
    Ends ends = connected();
    ends.client().write(Buffer.wrap(new byte[1_000]));
    AtomicBoolean other = new AtomicBoolean();
    Background<Boolean> reading =
        Background.call(
            backend.threads(),
            () -> {
              run(() -> other.set(true));
              for (int i = 0; i < 1_000; i++) {
                ends.server().read(Buffer.allocate(1));
              }
              return other.get();
            });
    assertThat(reading.get()).isTrue();
  }

  @Test
  void locksAndMonitorsPassBetweenThreadsOfALoop() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    Object monitor = new Object();
    AtomicInteger sum = new AtomicInteger();
    List<Background<Void>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(
          run(() -> {
            for (int k = 0; k < 100; k++) {
              lock.lock();
              try {
                sum.incrementAndGet();
                Thread.yield();
              } finally {
                lock.unlock();
              }
              synchronized (monitor) {
                sum.incrementAndGet();
                Thread.yield();
              }
            }
          }));
    }
    for (Background<Void> each : all) {
      each.get();
    }
    assertThat(sum.get()).isEqualTo(20_000);
  }

  /// What all of them and the threads of the JDK that wake them touch must not make the loops wait.
  @Test
  void manyThatComeAndGoAtOnceAllGetThrough() throws Exception {
    try (EpollBackend several = LoopBackends.open(2);
        ConnListener listener =
            several.listen(new InetSocketAddress(address("127.0.0.1"), 0), SocketConfig.DEFAULT)) {
      Background<Void> accepting =
          Background.run(
              several.threads(),
              () -> {
                while (true) {
                  SocketConn conn = listener.accept();
                  several.threads().newThread(() -> echo(conn)).start();
                }
              });
      List<Background<Void>> clients = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        clients.add(
            Background.run(
                several.threads(),
                () -> {
                  for (int k = 0; k < 50; k++) {
                    try (SocketConn conn =
                        several.connect(listener.localAddress(), SocketConfig.DEFAULT)) {
                      writeText(conn, "x");
                      assertThat(readText(conn, 1)).isEqualTo("x");
                    }
                  }
                }));
      }
      for (Background<Void> each : clients) {
        each.get();
      }
      listener.close();
      assertThat(accepting.failure()).isInstanceOf(IOException.class);
    }
  }

  private static void echo(SocketConn conn) {
    try (conn) {
      Buffer buffer = Buffer.allocate(1);
      conn.read(buffer);
      conn.write(buffer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sessions end after the back end has closed.
  @Test
  void threadsThatOutliveTheLoopsComeToTheirEnd() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    Background<String> late =
        Background.call(
            backend.threads(),
            () -> {
              go.await();
              LockSupport.parkNanos(1_000_000);
              return Thread.currentThread().toString();
            });
    late.awaitBlocked();
    backend.close();
    go.countDown();
    assertThat(late.get()).doesNotContain("motet-loop");
    assertThat(Background.call(backend.threads(), () -> 3).get()).isEqualTo(3);
  }

  private String carrier() throws Exception {
    String text = Background.call(backend.threads(), () -> Thread.currentThread().toString()).get();
    return text.substring(text.indexOf('@') + 1);
  }

  /// One byte there and back, each side on a thread of the loop.
  private void exchange() throws Exception {
    Ends ends = connected();
    Background<Void> echo =
        run(() -> {
          Buffer buffer = Buffer.allocate(1);
          ends.server().read(buffer);
          ends.server().write(buffer);
        });
    Background<String> asking =
        Background.call(
            backend.threads(),
            () -> {
              writeText(ends.client(), "x");
              return readText(ends.client(), 1);
            });
    assertThat(asking.get()).isEqualTo("x");
    echo.get();
  }
}
