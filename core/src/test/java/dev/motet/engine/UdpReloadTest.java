package dev.motet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A UDP inbound that changes keeps its socket: no datagram is lost, associations run on with what
/// they have, new ones get what is in force.
@ExtendWith(LeakCheck.class)
class UdpReloadTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final int RELOADS = 50;

  /// Datagrams of one stream on their way.
  private static final int WINDOW = 8;

  private final int port = freePort();
  private Answerer a;
  private Answerer b;

  @BeforeEach
  void start() throws IOException {
    a = new Answerer('a');
    b = new Answerer('b');
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = MotetOptions.Sockets.class,
      names = {"BEST", "NIO"})
  void datagramsOutliveReloads(MotetOptions.Sockets sockets) throws Exception {
    try (Motet motet = Motet.start(config(a), options(sockets))) {
      List<Stream> streams = new ArrayList<>();
      List<Background<Void>> running = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Stream stream = new Stream();
        streams.add(stream);
        running.add(Background.run(stream::run));
      }
      for (Stream stream : streams) {
        stream.awaitMore(1); // its association began before the first reload
      }
      Semaphore wanted = new Semaphore(0);
      Background<Void> newcomers =
          Background.run(() -> {
            for (int i = 0; i < 5 * RELOADS; i++) {
              wanted.acquire();
              try (Client client = new Client()) {
                client.ask();
              }
            }
          });
      for (int i = 1; i <= RELOADS; i++) {
        wanted.release(5);
        motet.reload(config(i % 2 == 0 ? a : b));
        for (Stream stream : streams) {
          stream.awaitMore(2 * WINDOW);
        }
      }
      for (int i = 0; i < streams.size(); i++) {
        streams.get(i).last = true;
        running.get(i).get();
        assertThat(streams.get(i).from).as("answered by whom it began with").isEqualTo('a');
      }
      newcomers.get();
      motet.reload(config(b));
      try (Client client = new Client()) {
        assertThat(client.ask()).isEqualTo('b');
      }
    }
  }

  @Test
  void aReloadThatFailsLosesNothing() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK);
        Motet motet = Motet.start(config(a));
        Client client = new Client()) {
      assertThat(client.ask()).isEqualTo('a');
      String broken =
          "{\"type\":\"socks\",\"listen\":\"127.0.0.1\",\"listen_port\":%d},"
              .formatted(taken.getLocalPort());
      assertThatThrownBy(() -> motet.reload(config(broken, b, ""))).isInstanceOf(IOException.class);
      assertThat(client.ask()).isEqualTo('a');
      try (Client other = new Client()) {
        assertThat(other.ask()).isEqualTo('a');
      }
      assertThat(motet.sessionCount()).isEqualTo(2);
    }
  }

  @Test
  void whatIsGoneServesNobodyNewAndKeepsNobodyFromItsAddress() throws Exception {
    try (Motet motet = Motet.start(config(a));
        Client client = new Client();
        Client other = new Client()) {
      assertThat(client.ask()).isEqualTo('a');
      motet.reload(ConfigLoader.parse("c.json", "{}"));
      other.send();
      assertThat(client.ask()).as("an association runs on").isEqualTo('a');
      assertThat(motet.sessionCount()).as("what came before it was for nobody").isEqualTo(1);

      motet.reload(config(b));
      assertThat(other.ask()).isEqualTo('b');
      assertThat(client.ask()).isEqualTo('a');

      motet.reload(ConfigLoader.parse("c.json", "{}"));
      assertThat(client.ask()).isEqualTo('a');
      motet.reload(config("", b, ",\"reuse_addr\":true"));
      assertThat(client.ask()).as("another socket, other associations").isEqualTo('b');
    }
  }

  private Config config(Answerer target) throws Exception {
    return config("", target, "");
  }

  private Config config(String before, Answerer target, String more) throws Exception {
    return ConfigLoader.parse(
        "c.json",
        """
        {"inbounds":[%s{"type":"direct","tag":"in","network":"udp","listen":"127.0.0.1",
          "listen_port":%d,"override_address":"127.0.0.1","override_port":%d%s}]}
        """
            .formatted(before, port, target.socket.getLocalPort(), more));
  }

  private static MotetOptions options(MotetOptions.Sockets sockets) {
    return new MotetOptions(sockets, MotetOptions.DEFAULT.clock());
  }

  /// Below the range that the system hands out by itself.
  private static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
      try (DatagramSocket _ = new DatagramSocket(port, LOOPBACK)) {
        return port;
      } catch (IOException _) {
        continue; // taken
      }
    }
  }

  /// Sends each datagram back with its name in front.
  private static final class Answerer {
    private final DatagramSocket socket = new DatagramSocket(0, LOOPBACK);
    private final char name;

    Answerer(char name) throws IOException {
      this.name = name;
      Thread.ofVirtual().start(this::run);
    }

    private void run() {
      DatagramPacket packet = new DatagramPacket(new byte[100], 100);
      while (!socket.isClosed()) {
        try {
          packet.setLength(100);
          socket.receive(packet);
          packet.getData()[0] = (byte) name;
          socket.send(packet);
        } catch (IOException _) {
          continue; // closed
        }
      }
    }

    void close() {
      socket.close();
    }
  }

  /// One source.
  private final class Client implements AutoCloseable {
    private final DatagramSocket socket = new DatagramSocket(0, LOOPBACK);
    private final DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    private int sent;

    Client() throws IOException {
      socket.setSoTimeout((int) Background.LIMIT.toMillis());
    }

    void send() throws IOException {
      byte[] bytes = {0, (byte) (sent >> 16), (byte) (sent >> 8), (byte) sent};
      sent++;
      socket.send(new DatagramPacket(bytes, bytes.length, LOOPBACK, port));
    }

    /// @return who answered
    char receive() throws IOException {
      packet.setLength(100);
      socket.receive(packet);
      return (char) packet.getData()[0];
    }

    char ask() throws IOException {
      send();
      return receive();
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  /// Keeps a window of datagrams on their way; each must come back.
  private final class Stream {
    private final AtomicInteger back = new AtomicInteger();
    private volatile boolean last;
    private volatile char from;

    void run() throws IOException {
      try (Client client = new Client()) {
        from = client.ask();
        int under = 0;
        while (under > 0 || !last) {
          while (under < WINDOW && !last) {
            client.send();
            under++;
          }
          if (under > 0) {
            char by = client.receive();
            under--;
            from = by == from ? from : '?';
            back.incrementAndGet();
          }
        }
      }
    }

    void awaitMore(int count) {
      int wanted = back.get() + count;
      Background.until(() -> back.get() >= wanted);
    }
  }
}
