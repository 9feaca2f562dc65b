package dev.motet.soak;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/// Everything that clients do to a `mixed` inbound, over and over, at a steady pace. Each kind runs
/// on threads of its own; the first unexpected failure ends all.
final class Load implements AutoCloseable {
  /// One visit of a client.
  private interface Visit {
    void run(Random random) throws Exception;
  }

  private final int proxy;
  private final int echo;
  private final int web;
  private final Map<String, LongAdder> done = new ConcurrentHashMap<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final java.util.List<Thread> threads = new java.util.ArrayList<>();
  private final Pace pace = new Pace();
  private volatile boolean stopped;

  /// @param proxy port of the inbound
  /// @param echo port of a server that echoes TCP and UDP
  /// @param web port of a server that answers every request with its path
  Load(int proxy, int echo, int web) {
    this.proxy = proxy;
    this.echo = echo;
    this.web = web;
  }

  void start() {
    run("short", 4, 150, this::connectEchoClose);
    run("long", 2, 2, this::longStream);
    run("udp", 2, 10, _ -> Wire.datagrams(proxy, echo, 20));
    run("http", 2, 10, this::keepAlive);
    run("reset", 2, 50, this::reset);
    run("half-close", 2, 30, this::halfClose);
  }

  /// Visits finished, by kind.
  Map<String, LongAdder> done() {
    return done;
  }

  /// Null while all is well.
  Throwable failure() {
    return failure.get();
  }

  private void run(String kind, int workers, int perSecond, Visit visit) {
    LongAdder count = done.computeIfAbsent(kind, _ -> new LongAdder());
    Semaphore permits = pace.perSecond(perSecond);
    for (int i = 0; i < workers; i++) {
      Random random = new Random(kind.hashCode() * 31L + i);
      threads.add(
          Thread.ofVirtual()
              .name("load-" + kind)
              .start(() -> {
                try {
                  while (!stopped && failure.get() == null) {
                    permits.acquire();
                    visit.run(random);
                    count.increment();
                  }
                } catch (Throwable e) {
                  failure.compareAndSet(null, stopped ? null : new AssertionError(kind, e));
                }
              }));
    }
  }

  private void connectEchoClose(Random random) throws IOException {
    boolean socks = random.nextBoolean();
    try (Socket socket = socks ? Wire.socks5(proxy, echo) : Wire.connectMethod(proxy, echo)) {
      echo(socket, random, 1 + random.nextInt(2_000));
    }
  }

  private void longStream(Random random) throws Exception {
    byte[] block = new byte[64 << 10];
    random.nextBytes(block);
    int blocks = 16 + random.nextInt(100);
    try (Socket socket = Wire.socks5(proxy, echo)) {
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int i = 0; i < blocks; i++) {
                    socket.getOutputStream().write(block);
                  }
                } catch (IOException _) {
                  // the reader misses bytes and says so
                }
              });
      for (int i = 0; i < blocks; i++) {
        requireEqual(socket.getInputStream().readNBytes(block.length), block);
      }
      writer.join();
    }
  }

  private void keepAlive(Random random) throws IOException {
    try (Socket socket = Wire.connect(proxy)) {
      for (int i = 1 + random.nextInt(20); i > 0; i--) {
        String path = "/" + random.nextInt(1_000_000);
        String request =
            "GET http://127.0.0.1:%1$d%2$s HTTP/1.1\r\nHost: 127.0.0.1:%1$d\r\n"
                + "Proxy-Connection: keep-alive\r\n\r\n";
        socket
            .getOutputStream()
            .write(request.formatted(web, path).getBytes(StandardCharsets.US_ASCII));
        String head = Wire.head(socket);
        byte[] body = socket.getInputStream().readNBytes(path.length());
        if (!head.startsWith("HTTP/1.1 200")) {
          throw new IOException(head);
        }
        requireEqual(body, path.getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  private void reset(Random random) throws IOException {
    Socket socket = random.nextInt(4) == 0 ? Wire.connect(proxy) : Wire.socks5(proxy, echo);
    try (socket) {
      socket.getOutputStream().write(new byte[] {5});
      socket.setSoLinger(true, 0);
    }
  }

  private void halfClose(Random random) throws IOException {
    byte[] sent = new byte[1 + random.nextInt(20_000)];
    random.nextBytes(sent);
    try (Socket socket = Wire.socks5(proxy, echo)) {
      socket.getOutputStream().write(sent);
      socket.shutdownOutput();
      requireEqual(socket.getInputStream().readAllBytes(), sent);
    }
  }

  private static void echo(Socket socket, Random random, int bytes) throws IOException {
    byte[] sent = new byte[bytes];
    random.nextBytes(sent);
    socket.getOutputStream().write(sent);
    requireEqual(socket.getInputStream().readNBytes(bytes), sent);
  }

  private static void requireEqual(byte[] received, byte[] sent) throws IOException {
    int wrong = Arrays.mismatch(received, sent);
    if (wrong >= 0) {
      throw new IOException("byte " + wrong + " of " + sent.length + " is wrong or missing");
    }
  }

  /// Ends the visits in progress and returns when every thread is gone.
  @Override
  public void close() throws InterruptedException {
    stopped = true;
    pace.release();
    for (Thread thread : threads) {
      thread.join();
    }
    pace.close();
  }
}
