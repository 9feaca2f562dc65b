package dev.motet.tls.reality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.Counters;
import dev.motet.io.ForwardingConn;
import dev.motet.testkit.Background;
import dev.motet.testkit.Pipe;
import dev.motet.testkit.TestEnv;
import dev.motet.tls.TlsConn;
import dev.motet.tls.handshake.HelloHook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Own clients get through, and look like visitors of the site; everybody else gets the site.
class RealityServerConnTest {
  private final RealityKit kit = new RealityKit();
  private final TestEnv env = new TestEnv();
  private final Pipe outside = Pipe.create();
  private final Pipe inside = Pipe.create();
  private final RealityKit.Watched client = new RealityKit.Watched(outside.a());
  private final RealityKit.Watched site = new RealityKit.Watched(inside.a());
  private Conn siteAsSeen = site;
  private final AtomicBoolean known = new AtomicBoolean();
  private final Counters counters = new Counters();

  @AfterEach
  void close() {
    outside.a().close();
    outside.b().close();
    inside.a().close();
    inside.b().close();
    env.close();
  }

  private Background<TlsConn> accept() {
    RealityServerConn server =
        new RealityServerConn(
            kit.server(), kit.buffers, env.resources().pump(), Thread.ofVirtual().factory());
    return Background.call(
        () -> server.accept(outside.b(), () -> siteAsSeen, counters, () -> known.set(true)));
  }

  private Background<Void> serveSite() {
    return Background.run(() -> kit.serveSite(inside.b()));
  }

  private static Buffer text(String text) {
    return Buffer.copyOf(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String read(Conn conn, int count) throws IOException {
    Buffer into = Buffer.allocate(count);
    while (into.length() < count) {
      assertThat(conn.read(into)).isPositive();
    }
    return new String(into.toBytes(), StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @CsvSource({
    "chrome, 1301, 11ec, false, true",
    "chrome, 1302, 1d, false, false",
    "chrome, 1303, 11ec, true, true",
    "firefox, 1301, 1d, false, true",
    "safari, 1302, 1d, true, false",
    "ios, 1301, 1d, false, true",
    "chrome_latest, 1301, 11ec, false, true",
    "firefox_latest, 1303, 11ec, false, true"
  })
  void letsItsClientsThrough(
      String shape, String suite, String group, boolean joins, boolean tickets) throws Exception {
    kit.shape = shape;
    kit.siteSuites = List.of(Integer.parseInt(suite, 16));
    kit.siteGroups = List.of(Integer.parseInt(group, 16));
    kit.siteJoins = joins;
    kit.siteGivesTickets = tickets;
    Background<Void> serving = serveSite();
    Background<TlsConn> accepted = accept();
    RealityClient reality = kit.client();
    try (TlsConn conn = kit.connect(client, reality, reality)) {
      RealityClientConn.handshake(conn, reality, shape, kit.random);
      assertThat(conn.negotiated().alpn()).isNull();
      assertThat(conn.negotiated().group()).isEqualTo(kit.siteGroups.getFirst());
      try (TlsConn server = accepted.get()) {
        conn.write(text("hello"));
        assertThat(read(server, 5)).isEqualTo("hello");
        server.write(text("world"));
        assertThat(read(conn, 5)).isEqualTo("world");
      }
    }
    assertThat(known).isTrue();
    assertThat(serving.failure()).isInstanceOf(IOException.class); // nobody finished with it
    List<String> siteFlight = site.recordsRead();
    assertThat(client.recordsRead()).hasSizeGreaterThanOrEqualTo(siteFlight.size());
    assertThat(client.recordsRead().subList(0, siteFlight.size())).isEqualTo(siteFlight);
  }

  /// The site may answer before the server has looked at the hello that it passed on.
  @Test
  void isFasterThanAnySite() throws Exception {
    siteAsSeen =
        new ForwardingConn(site) {
          @Override
          public void write(Buffer from) throws IOException {
            below.write(from);
            Background.until(() -> site.read().length > 0);
          }
        };
    Background<Void> serving = serveSite();
    Background<TlsConn> accepted = accept();
    RealityClient reality = kit.client();
    kit.shape = "safari"; // one write
    try (TlsConn conn = kit.connect(client, reality, reality)) {
      RealityClientConn.handshake(conn, reality, "safari", kit.random);
      accepted.get().close();
    }
    assertThat(serving.failure()).isInstanceOf(IOException.class);
  }

  static Stream<Arguments> strangers() {
    return Stream.of(
        one("another short id", kit -> kit.shortId = new byte[8]),
        one("an hour late", kit -> kit.clientNow = kit.now.minus(Duration.ofHours(1))),
        one("an hour early", kit -> kit.clientNow = kit.now.plus(Duration.ofHours(1))),
        one("an old version", kit -> kit.minVersion = RealityClient.DEFAULT_VERSION + 1),
        one("another name", kit -> kit.name = "other.example"),
        one("another key", kit -> kit.publicKey = dev.motet.crypto.X25519.publicKey(new byte[32])));
  }

  private static Arguments one(String name, Consumer<RealityKit> change) {
    return Arguments.of(name, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("strangers")
  void showsStrangersTheSite(String name, Consumer<RealityKit> change) throws Exception {
    kit.siteAlpn = List.of("http/1.1");
    change.accept(kit);
    Background<Void> serving = serveSite();
    Background<TlsConn> accepted = accept();
    RealityClient reality = kit.client();
    TlsConn conn = kit.connect(client, reality, reality);
    assertThatThrownBy(() -> RealityClientConn.handshake(conn, reality, "chrome", kit.random))
        .isInstanceOf(IOException.class)
        .hasMessage("reality verification failed");
    serving.get(); // it has answered the request
    client.closeWrite();
    assertThat(accepted.get()).as(name).isNull();
    assertThat(known).isFalse();
    assertThat(client.read()).isEqualTo(site.read());
    assertThat(site.written()).isEqualTo(client.written());
    assertThat(counters.up().bytes()).isEqualTo(client.written().length);
    assertThat(counters.down().bytes()).isEqualTo(client.read().length);
  }

  @Test
  void showsVisitorsTheSite() throws Exception {
    Background<Void> serving = serveSite();
    Background<TlsConn> accepted = accept();
    TlsConn conn = kit.connect(client, HelloHook.NONE, (chain, name) -> kit.siteKey.getPublic());
    conn.handshake();
    conn.write(text("GET / HTTP/1.1\r\n\r\n"));
    assertThat(read(conn, 4)).isEqualTo("page");
    assertThat(conn.read(Buffer.allocate(1))).isEqualTo(-1);
    serving.get();
    client.closeWrite();
    assertThat(accepted.get()).isNull();
    assertThat(client.read()).isEqualTo(site.read());
  }

  @Test
  void passesOnWhatIsNoTls() throws Exception {
    Background<TlsConn> accepted = accept();
    client.write(text("GET / HTTP/1.1\r\n\r\n"));
    assertThat(read(inside.b(), 18)).isEqualTo("GET / HTTP/1.1\r\n\r\n");
    inside.b().write(text("HTTP/1.1 400 Bad Request\r\n\r\n"));
    inside.b().closeWrite();
    assertThat(read(client, 28)).isEqualTo("HTTP/1.1 400 Bad Request\r\n\r\n");
    assertThat(client.read(Buffer.allocate(1))).isEqualTo(-1);
    client.write(text("more")); // the other direction goes on
    assertThat(read(inside.b(), 4)).isEqualTo("more");
    client.closeWrite();
    assertThat(inside.b().read(Buffer.allocate(1))).isEqualTo(-1);
    assertThat(accepted.get()).isNull();
  }

  @Test
  void passesOnWhatASiteSaysBeforeTheHelloIsComplete() throws Exception {
    Background<TlsConn> accepted = accept();
    client.write(Buffer.wrap(new byte[] {22, 3, 1, 2, 0, 1, 0}));
    assertThat(read(inside.b(), 7)).hasSize(7);
    inside.b().write(text("bye"));
    assertThat(read(client, 3)).isEqualTo("bye");
    inside.b().closeWrite();
    assertThat(client.read(Buffer.allocate(1))).isEqualTo(-1);
    client.write(text("rest"));
    assertThat(read(inside.b(), 4)).isEqualTo("rest");
    client.closeWrite();
    assertThat(inside.b().read(Buffer.allocate(1))).isEqualTo(-1);
    assertThat(accepted.get()).isNull();
  }

  @Test
  void endsWithASiteThatBreaksOff() throws Exception {
    Background<TlsConn> accepted = accept();
    client.write(Buffer.wrap(new byte[] {22, 3, 1}));
    assertThat(read(inside.b(), 3)).hasSize(3);
    inside.b().abort(new IOException("gone"));
    assertThatThrownBy(() -> client.read(Buffer.allocate(1))).isInstanceOf(IOException.class);
    assertThat(accepted.failure()).isInstanceOf(IOException.class);
  }

  @Test
  void passesOnTheFlightOfASiteThatCannotBeImitated() throws Exception {
    kit.siteGroups = List.of(0x17); // asks for another share
    Background<Void> serving = serveSite();
    Background<TlsConn> accepted = accept();
    RealityClient reality = kit.client();
    TlsConn conn = kit.connect(client, reality, reality);
    assertThatThrownBy(() -> RealityClientConn.handshake(conn, reality, "chrome", kit.random))
        .hasMessage("reality verification failed");
    serving.get();
    client.closeWrite();
    assertThat(accepted.get()).isNull();
    assertThat(client.read()).isEqualTo(site.read());
  }

  /// Whoever repeats the hello of a client can say what it likes behind it.
  @Test
  void keepsNoBufferOfAClientThatBreaksTheHandshake() throws Exception {
    Background<Void> serving = serveSite();
    Background<TlsConn> accepted = accept();
    kit.shape = "safari"; // one write
    AtomicBoolean greeted = new AtomicBoolean();
    byte[] unsealed = new byte[60];
    System.arraycopy(new byte[] {23, 3, 3, 0, 55}, 0, unsealed, 0, 5);
    Conn breaking =
        new ForwardingConn(client) {
          @Override
          public void write(Buffer from) throws IOException {
            boolean hello = greeted.compareAndSet(false, true);
            below.write(hello ? from : Buffer.copyOf(unsealed));
          }
        };
    RealityClient reality = kit.client();
    TlsConn conn = kit.connect(breaking, reality, reality);
    conn.handshake();
    assertThat(accepted.failure()).hasMessageContaining("not sealed with our key");
    conn.close();
    assertThat(serving.failure()).isInstanceOf(IOException.class);
    assertThat(kit.buffers.lent()).isZero();
  }
}
