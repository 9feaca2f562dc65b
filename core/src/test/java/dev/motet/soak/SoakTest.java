package dev.motet.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.motet.testkit.Echo;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Under mixed load for a while, memory, threads and descriptors stay where they are, every byte
/// arrives, and nothing is left behind when the clients go.
class SoakTest {
  private static final String CONFIG =
      """
      {"log":{"disabled":true},
       "inbounds":[{"type":"mixed","tag":"in","listen":"127.0.0.1"}],
       "outbounds":[{"type":"direct"}]}
      """;
  private static final Duration WARM_UP = Duration.ofSeconds(4);
  private static final long MIB = 1 << 20;
  private static final int POOLED = 24;

  private final ExecutorService webThreads = Executors.newVirtualThreadPerTaskExecutor();
  private Echo echo;
  private HttpServer web;
  private ChildMotet motet;

  @BeforeEach
  void start() throws Exception {
    echo = Echo.start();
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    web.setExecutor(webThreads);
    web.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] path = exchange.getRequestURI().getPath().getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, path.length);
            exchange.getResponseBody().write(path);
          }
        });
    web.start();
    motet = ChildMotet.start(CONFIG);
  }

  @AfterEach
  void stop() throws Exception {
    motet.close();
    web.stop(0);
    webThreads.close();
    echo.close();
  }

  @Test
  void staysFlatForSeconds() throws Exception {
    staysFlat(Duration.ofSeconds(20), Duration.ofSeconds(1));
  }

  @Test
  @Tag("soak")
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void staysFlatForMinutes() throws Exception {
    staysFlat(Duration.ofMinutes(10), Duration.ofSeconds(5));
  }

  private void staysFlat(Duration time, Duration between) throws Exception {
    run(WARM_UP, WARM_UP);
    ChildMotet.Stats before = motet.stats();
    List<ChildMotet.Stats> samples = run(time, between);
    // The first quarter belongs to the compiler.
    List<ChildMotet.Stats> steady = samples.subList(samples.size() / 4, samples.size());
    grewAtMost(steady, "heap", ChildMotet.Stats::heap, 1.15, 4 * MIB);
    grewAtMost(steady, "resident memory", ChildMotet.Stats::resident, 1.25, 16 * MIB);
    grewAtMost(steady, "threads", ChildMotet.Stats::threads, 1, 4);
    grewAtMost(steady, "descriptors", ChildMotet.Stats::descriptors, 1.25, 10);
    // Idle again: pooled pipes and buffers may stay, nothing for a connection.
    ChildMotet.Stats after = settled(before.descriptors() + POOLED);
    assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors() + POOLED);
    assertThat(after.heap()).isLessThanOrEqualTo(before.heap() + 4 * MIB);
  }

  private List<ChildMotet.Stats> run(Duration time, Duration between) throws Exception {
    Load load = new Load(motet.port("in"), echo.port(), web.getAddress().getPort());
    List<ChildMotet.Stats> samples = new ArrayList<>();
    try (load) {
      load.start();
      long end = System.nanoTime() + time.toNanos();
      while (System.nanoTime() < end && load.failure() == null) {
        tick(between);
        samples.add(motet.stats());
      }
    }
    assertThat(load.failure()).as("first failure").isNull();
    assertThat(load.done().values()).allMatch(visits -> visits.sum() > 0);
    return samples;
  }

  /// The median of the last third against that of the first.
  private static void grewAtMost(
      List<ChildMotet.Stats> samples,
      String what,
      ToLongFunction<ChildMotet.Stats> figure,
      double factor,
      long slack) {
    long[] all = samples.stream().mapToLong(figure).toArray();
    int third = all.length / 3;
    long first = median(java.util.Arrays.copyOf(all, third));
    long last = median(java.util.Arrays.copyOfRange(all, all.length - third, all.length));
    assertThat((double) last)
        .as("%s of all samples %s", what, java.util.Arrays.toString(all))
        .isLessThanOrEqualTo(first * factor + slack);
  }

  private static long median(long[] values) {
    java.util.Arrays.sort(values);
    return values[values.length / 2];
  }

  /// The last connections end within moments of their clients.
  private ChildMotet.Stats settled(long descriptors) throws Exception {
    ChildMotet.Stats stats = motet.stats();
    for (int i = 0; i < 100 && stats.descriptors() > descriptors; i++) {
      tick(Duration.ofMillis(100));
      stats = motet.stats();
    }
    return stats;
  }

  /// Lets time pass: here it is the load's time, not a guess at somebody else's.
  private static void tick(Duration time) throws InterruptedException {
    boolean _ = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
