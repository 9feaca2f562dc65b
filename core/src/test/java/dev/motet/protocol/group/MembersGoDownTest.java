package dev.motet.protocol.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.engine.ConfigLoader;
import dev.motet.engine.Motet;
import dev.motet.testkit.Background;
import dev.motet.testkit.Echo;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.WebPage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real members are killed and revived while a thousand clients connect: none hears an error.
@ExtendWith(LeakCheck.class)
class MembersGoDownTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final int CLIENTS = 1_000;
  private static final int AT_ONCE = 20;

  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger kills = new AtomicInteger();
  private final AtomicInteger cut = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private final List<Server> servers = new ArrayList<>();
  private Echo echo;
  private WebPage page;

  /// A proxy that can be killed, with all of its connections, and revived at its port.
  private final class Server {
    private final int port = freePort();
    private Motet motet = start();

    private Motet start() {
      try {
        return Motet.start(
            ConfigLoader.parse(
                "server.json",
                "{\"inbounds\": [{\"type\": \"socks\", \"listen\": \"127.0.0.1\", \"listen_port\": "
                    + port
                    + "}]}"));
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    void kill() {
      kills.incrementAndGet();
      motet.close();
    }

    void revive() {
      motet = start();
    }
  }

  @BeforeEach
  void start() throws Exception {
    echo = Echo.start(LOOPBACK);
    page = WebPage.http();
    for (int i = 0; i < 3; i++) {
      servers.add(new Server());
    }
  }

  @AfterEach
  void stop() throws Exception {
    servers.forEach(server -> server.motet.close());
    echo.close();
    page.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"type\": \"fallback\"",
        "\"type\": \"load-balance\"",
        "\"type\": \"load-balance\", \"strategy\": \"least-connections\", \"breaker\": {\"failures\": 2, \"open\": \"50ms\"}",
        "\"type\": \"load-balance\", \"strategy\": \"consistent-hashing\"",
        "\"type\": \"load-balance\", \"strategy\": \"sticky-sessions\"",
        "\"type\": \"urltest\", \"retry\": {\"attempts\": 2, \"delay\": \"1ms\"}"
      })
  void oneMemberThatWorksIsEnough(String group) throws Exception {
    try (Motet client = client(group)) {
      var killer =
          Background.run(() -> {
            for (int i = 0; !over.get(); i++) {
              killAndRevive(servers.subList(i % 2, 2));
            }
          });
      connectAll(client);
      killer.get();
    }
  }

  /// No member works all the time, but there are always two that do.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"type\": \"fallback\", \"retry\": {\"attempts\": 3, \"delay\": \"50ms\"}",
        "\"type\": \"load-balance\", \"retry\": {\"attempts\": 3, \"delay\": \"50ms\"}"
      })
  void retriesBridgeWhatNoSingleMemberDoes(String group) throws Exception {
    try (Motet client = client(group)) {
      var killer =
          Background.run(() -> {
            for (int i = 0; !over.get(); i++) {
              killAndRevive(List.of(servers.get(i % 3)));
            }
          });
      connectAll(client);
      killer.get();
    }
  }

  private void killAndRevive(List<Server> some) {
    some.forEach(Server::kill);
    awaitClients();
    some.forEach(Server::revive);
    awaitClients();
  }

  /// Some run into what has just happened.
  private void awaitClients() {
    int enough = done.get() + 2 * AT_ONCE;
    Background.until(() -> over.get() || done.get() >= enough);
  }

  private void connectAll(Motet client) throws Exception {
    InetSocketAddress proxy = client.listening().get("in");
    Semaphore turns = new Semaphore(AT_ONCE);
    List<Background<Void>> all = new ArrayList<>();
    try {
      for (int i = 0; i < CLIENTS; i++) {
        turns.acquire();
        all.add(
            Background.run(() -> {
              try {
                converse(proxy);
              } finally {
                done.incrementAndGet();
                turns.release();
              }
            }));
      }
      for (Background<Void> each : all) {
        each.get();
      }
    } finally {
      over.set(true);
    }
    assertThat(kills.get()).as("kills in mid-run").isGreaterThan(5);
    assertThat(cut.get()).as("connections cut by a kill").isLessThan(CLIENTS / 2);
  }

  /// The connection comes about; what becomes of it is up to the member, as long as that lives.
  private void converse(InetSocketAddress proxy) throws IOException {
    try (Socket socket = new Socket(new Proxy(Proxy.Type.SOCKS, proxy))) {
      socket.setSoTimeout((int) Background.LIMIT.toMillis());
      int before = kills.get();
      socket.connect(new InetSocketAddress(LOOPBACK, echo.port()));
      try {
        socket.getOutputStream().write('x');
        assertThat(socket.getInputStream().read()).isEqualTo('x');
      } catch (IOException | AssertionError e) {
        assertThat(kills.get())
            .as("kills since the connection began (%s)", e)
            .isGreaterThan(before);
        cut.incrementAndGet();
      }
    }
  }

  private Motet client(String group) throws Exception {
    return Motet.start(
        ConfigLoader.parse(
            "client.json",
            """
            {"inbounds": [{"type": "socks", "tag": "in"}],
             "outbounds": [
               {"tag": "group", %s, "outbounds": ["m0", "m1", "m2"],
                "url": "%s", "interval": "1s"},
               {"type": "socks", "tag": "m0", "server": "127.0.0.1", "server_port": %d},
               {"type": "socks", "tag": "m1", "server": "127.0.0.1", "server_port": %d},
               {"type": "socks", "tag": "m2", "server": "127.0.0.1", "server_port": %d}]}
            """
                .formatted(
                    group,
                    page.url(),
                    servers.get(0).port,
                    servers.get(1).port,
                    servers.get(2).port)));
  }

  /// Below the range that the system hands out by itself: nobody takes it while the server is dead.
  private static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
      try (ServerSocket _ = new ServerSocket(port, 1, LOOPBACK)) {
        return port;
      } catch (IOException _) {
        continue; // taken
      }
    }
  }
}
