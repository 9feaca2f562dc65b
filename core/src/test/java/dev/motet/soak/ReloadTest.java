package dev.motet.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Client, Motet and echo server in three processes: no stream is lost or damaged while the
/// configuration is replaced over and over, nobody is turned away, and nothing piles up.
class ReloadTest {
  private static final int USERS = 10;
  private static final long MIB = 1 << 20;

  private final Random random = new Random(4);

  @Test
  void streamsOutliveReloadsForSeconds() throws Exception {
    streamsOutlive(2_000, 200, Duration.ofSeconds(15));
  }

  /// 9,000 streams are 18,000 descriptors of the 20,000 that a process may have here.
  @Test
  @Tag("soak")
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void nineThousandStreamsOutliveAThousandReloads() throws Exception {
    streamsOutlive(9_000, 1_000, Duration.ofMinutes(5));
  }

  private void streamsOutlive(int streams, int reloads, Duration time) throws Exception {
    int port = freePort();
    try (Child echo = Child.start(EchoMain.class);
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ChildMotet motet = ChildMotet.start(config(port, 0))) {
      int echoPort = Integer.parseInt(echo.await("port"));
      try (Child clients = Child.start(StreamsMain.class, port, echoPort, USERS, streams)) {
        clients.await("open");
        List<ChildMotet.Stats> samples = reload(motet, port, taken, reloads, time);
        clients.tell("end");
        assertThat(clients.await("failed")).as("streams that failed").startsWith("0 blocks ");
        // the first half belongs to the compiler
        ChildMotet.Stats middle = samples.get(samples.size() / 2);
        ChildMotet.Stats last = samples.getLast();
        assertThat(last.heap()).as("heap of %s", samples).isLessThan(middle.heap() + 6 * MIB);
        assertThat(last.threads()).isLessThanOrEqualTo(middle.threads() + 4);
        assertThat(last.descriptors()).isLessThanOrEqualTo(middle.descriptors() + 40);
        assertThat(last.resident())
            .as("resident memory of %s", samples)
            .isLessThan(middle.resident() * 5 / 4 + 16 * MIB);
      }
    }
  }

  /// @return figures taken along the way
  private List<ChildMotet.Stats> reload(
      ChildMotet motet, int port, ServerSocket taken, int reloads, Duration time) throws Exception {
    List<ChildMotet.Stats> samples = new ArrayList<>();
    for (int i = 1; i <= reloads; i++) {
      if (i % 10 == 0) {
        assertThat(motet.reload(broken(port, i, taken.getLocalPort()))).startsWith("refused ");
      }
      assertThat(motet.reload(config(port, i))).isEqualTo("reloaded");
      if (i % (reloads / 20) == 0) {
        samples.add(motet.stats());
      }
      // the time is that of the proof, not a guess at somebody else's
      boolean _ = new CountDownLatch(1).await(time.toNanos() / reloads, TimeUnit.NANOSECONDS);
    }
    return samples;
  }

  /// Everything changes but what the streams use: rules, outbounds, users without streams (and with
  /// them the inbound), other inbounds.
  private String config(int port, int version) {
    String users =
        IntStream.range(0, USERS).mapToObj(i -> user("keep" + i)).collect(Collectors.joining(","));
    String more = version % 2 == 0 ? "" : "," + user("guest" + version);
    String rules =
        IntStream.range(0, random.nextInt(30))
            .mapToObj(i ->
                """
                {"domain_suffix":["r%d.example"],"port":[%d],"outbound":"other%d"}\
                """
                    .formatted(random.nextInt(1000), 1 + random.nextInt(60_000), i % 3))
            .collect(Collectors.joining(","));
    String others =
        IntStream.range(0, 3)
            .mapToObj(i ->
                """
                {"type":"socks","tag":"other%d","server":"127.0.0.%d","server_port":%d}\
                """
                    .formatted(i, 1 + random.nextInt(200), 1 + random.nextInt(60_000)))
            .collect(Collectors.joining(","));
    return """
    {"log":{"disabled":true},
     "inbounds":[
       {"type":"%s","tag":"in","listen":"127.0.0.1","listen_port":%d,"users":[%s%s]},
       {"type":"direct","tag":"side","listen":"127.0.0.1","network":"udp","override_port":%d}],
     "outbounds":[{"type":"direct","tag":"out"},%s],
     "route":{"rules":[%s],"final":"out"}}
    """
        .formatted(
            version % 4 == 3 ? "socks" : "mixed",
            port,
            users,
            more,
            1 + version % 60_000,
            others,
            rules)
        .replace("\n", " ");
  }

  private static String user(String name) {
    return "{\"username\":\"" + name + "\",\"password\":\"secret\"}";
  }

  /// Refused when it is read, or when it starts.
  private String broken(int port, int version, int takenPort) {
    String good = config(port, version);
    return version % 20 == 0
        ? good.replace("\"final\":\"out\"", "\"final\":\"nowhere\"")
        : good.replace(
            "{\"type\":\"direct\",\"tag\":\"side\"",
            "{\"type\":\"socks\",\"tag\":\"taken\",\"listen\":\"127.0.0.1\",\"listen_port\":"
                + takenPort
                + "},{\"type\":\"direct\",\"tag\":\"side\"");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
