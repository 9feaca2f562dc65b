package dev.motet.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Many streams through a SOCKS server to an echo server, all open at once; each carries blocks of
/// bytes of its own and compares what comes back. Beside them a visitor comes and goes without a
/// pause, for whom the proxy must be there at every moment.
///
/// Prints `open` when all are, at a line on standard input ends them properly and prints `failed N
/// blocks N visits N first …`.
final class StreamsMain {
  private static final int MAX_BLOCK = 3_000;
  private static final int BLOCKS_PER_SECOND = 1_000;
  private static final int VISITS_PER_SECOND = 50;

  private final int proxy;
  private final int echo;
  private final int users;
  private final CountDownLatch open;
  private final CountDownLatch ended;
  private final LongAdder blocks = new LongAdder();
  private final LongAdder visits = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final AtomicReference<@Nullable String> first = new AtomicReference<>();
  private final Pace pace = new Pace();
  private final Semaphore block = pace.perSecond(BLOCKS_PER_SECOND);
  private final Semaphore visit = pace.perSecond(VISITS_PER_SECOND);
  private volatile boolean stopped;

  private StreamsMain(int proxy, int echo, int users, int streams) {
    this.proxy = proxy;
    this.echo = echo;
    this.users = users;
    this.open = new CountDownLatch(streams);
    this.ended = new CountDownLatch(streams + 1);
  }

  /// @param args port of the proxy, port of the echo server, number of users, number of streams
  public static void main(String[] args) throws Exception {
    int streams = Integer.parseInt(args[3]);
    StreamsMain main =
        new StreamsMain(
            Integer.parseInt(args[0]),
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            streams);
    Semaphore opening = new Semaphore(100);
    for (int i = 0; i < streams; i++) {
      int number = i;
      Thread.ofVirtual()
          .start(() -> main.guarded("stream " + number, () -> main.stream(number, opening)));
    }
    main.open.await();
    System.out.println("open");
    Thread.ofVirtual().start(() -> main.guarded("visitor", main::visit));
    var _ = System.in.read();
    main.stopped = true;
    main.pace.release();
    main.ended.await();
    System.out.println(
        "failed %s blocks %s visits %s first %s"
            .formatted(main.failed, main.blocks, main.visits, main.first));
    System.exit(0);
  }

  private interface Work {
    void run() throws Exception;
  }

  private void guarded(String what, Work work) {
    try {
      work.run();
    } catch (Exception e) {
      failed.increment();
      first.compareAndSet(null, what + ": " + e);
    } finally {
      open.countDown();
      ended.countDown();
    }
  }

  private void stream(int number, Semaphore opening) throws Exception {
    SplittableRandom random = new SplittableRandom(number);
    opening.acquire();
    Socket opened;
    try {
      opened = Wire.socks5(proxy, echo, "keep" + number % users, "secret");
    } finally {
      opening.release();
    }
    try (Socket socket = opened) {
      exchange(socket, random);
      open.countDown();
      while (!stopped) {
        block.acquire();
        exchange(socket, random);
      }
      socket.shutdownOutput();
      int more = socket.getInputStream().read();
      if (more >= 0) {
        throw new IOException("byte " + more + " after the last");
      }
    }
  }

  private void exchange(Socket socket, SplittableRandom random) throws IOException {
    byte[] sent = new byte[1 + random.nextInt(MAX_BLOCK)];
    random.nextBytes(sent);
    OutputStream out = socket.getOutputStream();
    InputStream in = socket.getInputStream();
    out.write(sent);
    byte[] received = in.readNBytes(sent.length);
    int wrong = Arrays.mismatch(received, sent);
    if (wrong >= 0) {
      throw new IOException("byte " + wrong + " of " + sent.length + " is wrong or missing");
    }
    blocks.increment();
  }

  private void visit() throws Exception {
    SplittableRandom random = new SplittableRandom();
    while (!stopped) {
      visit.acquire();
      try (Socket socket = Wire.socks5(proxy, echo, "keep0", "secret")) {
        exchange(socket, random);
      }
      visits.increment();
    }
  }
}
