package dev.motet.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.BackendFixture;
import dev.motet.io.Buffer;
import dev.motet.io.ConnListener;
import dev.motet.io.SocketBackend;
import dev.motet.io.SocketConfig;
import dev.motet.io.SocketConn;
import dev.motet.io.Timeouts;
import dev.motet.testkit.Background;
import dev.motet.testkit.Linux;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Where edge-triggered descriptors are known to go wrong: reused numbers, edges that come once,
/// errors that are told once.
class EpollTrapsTest extends BackendFixture {
  @Override
  protected SocketBackend open(Timeouts timeouts) throws Exception {
    Linux.required();
    return new EpollBackend(2);
  }

  @Test
  void theEndIsSeenHoweverItArrivesWithTheLastBytes() throws Exception {
    ConnListener listener = listen("127.0.0.1");
    for (int i = 0; i < 2_000; i++) {
      SocketConn client = backend.connect(listener.localAddress(), SocketConfig.DEFAULT);
      SocketConn server = listener.accept();
      writeText(client, "x");
      Background<Void> closing = i % 2 == 0 ? run(client::closeWrite) : null;
      if (closing == null) {
        client.close();
      }
      assertThat(readText(server, 10)).isEqualTo("x");
      if (closing != null) {
        closing.get();
      }
      client.close();
      server.close();
    }
  }

  @Test
  void aResetThatNobodyReadsCostsTheLoopNothing() throws Exception {
    Ends ends = connected();
    writeText(ends.client(), "unread");
    ends.client().abort(new IOException("gone"));
    assertThat(ends.server().awaitReadable(-1)).isTrue();
    long before = loopNanos();
    long end = System.nanoTime() + 300_000_000;
    Background.until(() -> System.nanoTime() > end);
    assertThat(loopNanos() - before).isLessThan(150_000_000);
    assertThatThrownBy(
            () -> {
              while (ends.server().read(Buffer.allocate(10)) > 0) {
                // the bytes before the reset may still be there
              }
            })
        .isInstanceOf(IOException.class);
  }

  private static long loopNanos() {
    var threads = ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (var info : threads.dumpAllThreads(false, false)) {
      if (info.getThreadName().startsWith("motet-loop")) {
        sum += threads.getThreadCpuTime(info.getThreadId());
      }
    }
    return sum;
  }

  @Test
  void aResetThatAWriteHeardOfIsNoEndOfStreamForTheReader() throws Exception {
    for (int i = 0; i < 50; i++) {
      Ends ends = connected();
      ends.client().abort(new IOException("gone"));
      assertThat(ends.server().awaitReadable(-1)).isTrue();
      assertThatThrownBy(() -> writeText(ends.server(), "x")).isInstanceOf(IOException.class);
      for (int again = 0; again < 2; again++) {
        assertThatThrownBy(() -> ends.server().read(Buffer.allocate(1)))
            .isInstanceOf(IOException.class);
      }
      ends.server().close();
    }
  }

  @Test
  void urgentBytesDoNotHideWhatFollowsThem() throws Exception {
    ConnListener listener = listen("127.0.0.1");
    try (Socket client = new Socket()) {
      client.connect(listener.localAddress());
      SocketConn server = keep(listener.accept());
      for (int i = 0; i < 200; i++) {
        client.getOutputStream().write("before".getBytes());
        client.sendUrgentData('!');
        client.getOutputStream().write("after".getBytes());
        assertThat(readText(server, 11)).isEqualTo("beforeafter");
      }
    }
  }

  @Test
  void aWaitThatTimedOutLeavesTheConnectionUsable() throws Exception {
    Ends ends = connected();
    for (int i = 0; i < 20; i++) {
      assertThat(ends.server().awaitReadable(100_000)).isFalse();
      writeText(ends.client(), "x");
      assertThat(ends.server().awaitReadable(-1)).isTrue();
      assertThat(readText(ends.server(), 1)).isEqualTo("x");
    }
  }

  @Test
  void anInterruptEndsAWaitInsteadOfSpinning() throws Exception {
    Ends ends = connected();
    Thread[] reader = new Thread[1];
    Background<Void> reading =
        run(
                () -> {
                  reader[0] = Thread.currentThread();
                  ends.server().read(Buffer.allocate(1));
                })
            .awaitBlocked();
    reader[0].interrupt();
    assertThat(reading.failure()).isInstanceOf(InterruptedIOException.class);
    writeText(ends.client(), "x");
    assertThat(readText(ends.server(), 1)).isEqualTo("x");
  }

  /// Descriptors are closed in the middle of calls while their numbers are given to others at once:
  /// no byte of one connection may reach another, and each call ends.
  @Test
  void closesInTheMiddleOfCallsNeverTouchAnotherConnection() throws Exception {
    ConnListener listener = listen("127.0.0.1");
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong serial = new AtomicLong();
    List<Background<Void>> workers = new ArrayList<>();
    Background<Void> accepting =
        run(() -> {
          while (true) {
            SocketConn conn = listener.accept();
            run(() -> echo(conn));
          }
        });
    // Platform threads: a virtual one whose time is up may wait for ever while each of two carriers
    // is busy with what one of two loops wakes.
    for (int worker = 0; worker < 8; worker++) {
      workers.add(
          Background.run(
              Thread.ofPlatform().daemon().factory(),
              () -> {
                while (!over.get()) {
                  taggedExchange(listener, (byte) serial.incrementAndGet());
                }
              }));
    }
    long end = System.nanoTime() + 1_500_000_000;
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(10_000_000);
    }
    over.set(true);
    for (Background<Void> worker : workers) {
      worker.get();
    }
    listener.close();
    assertThat(accepting.failure()).isInstanceOf(IOException.class);
    assertThat(serial.get()).isGreaterThan(10);
  }

  private static void echo(SocketConn conn) throws IOException {
    try (conn) {
      Buffer buffer = Buffer.allocate(4_000);
      while (conn.read(buffer.clear()) > 0) {
        conn.write(buffer);
      }
    }
  }

  private void taggedExchange(ConnListener listener, byte tag) throws Exception {
    SocketConn conn = backend.connect(listener.localAddress(), SocketConfig.DEFAULT);
    Background<Void> writing =
        run(() -> {
          byte[] tagged = new byte[1_000];
          java.util.Arrays.fill(tagged, tag);
          while (true) {
            conn.write(Buffer.copyOf(tagged));
          }
        });
    Background<Void> reading =
        run(() -> {
          Buffer got = Buffer.allocate(4_000);
          while (true) {
            conn.read(got.clear());
            for (int i = got.from; i < got.to; i++) {
              if (got.array[i] != tag) {
                throw new AssertionError("byte " + got.array[i] + " of another than " + tag);
              }
            }
          }
        });
    LockSupport.parkNanos((tag & 0xff) * 10_000L);
    if (tag % 2 == 0) {
      conn.close();
    } else {
      conn.abort(new IOException("cut"));
    }
    assertThat(writing.failure()).isInstanceOf(IOException.class);
    assertThat(reading.failure()).isInstanceOf(IOException.class);
  }
}
