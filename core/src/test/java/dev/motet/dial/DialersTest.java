package dev.motet.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.core.Outbound;
import dev.motet.core.Session;
import dev.motet.core.SocketOverrides;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.ConnListener;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.IpLiteral;
import dev.motet.io.Network;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.io.SocketConfig;
import dev.motet.io.SocketConn;
import dev.motet.io.SocketPacketConn;
import dev.motet.json.Position;
import dev.motet.option.DialOptions;
import dev.motet.option.DomainResolverOptions;
import dev.motet.option.DomainStrategy;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.PacketPipe;
import dev.motet.testkit.Pipe;
import dev.motet.testkit.TestEnv;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Dialling through the system and through another outbound.
@ExtendWith(LeakCheck.class)
class DialersTest {
  private static final InetAddress LOOPBACK = address("127.0.0.1");
  private static final InetAddress OTHER = address("127.0.0.2");

  private final TestEnv env = new TestEnv();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : opened) {
      resource.close();
    }
    env.close();
  }

  @Test
  void dialsAnAddress() throws Exception {
    ConnListener listener = listen();
    Dialer dialer = Dialers.of(env, DialOptions.DEFAULT);
    Conn conn = keep(dialer.dial(new DialRequest(Destination.of(listener.localAddress()))));
    SocketConn accepted = keep(listener.accept());
    conn.write(Buffer.copyOf(new byte[] {7}));
    assertThat(accepted.read(Buffer.allocate(1))).isEqualTo(1);
    assertThat(env.queries()).isEmpty();
  }

  @Test
  void asksTheResolverOfTheOptionsForANameAndTriesItsAddresses() throws Exception {
    ConnListener listener = listen();
    env.name("server.test", OTHER, LOOPBACK);
    Dialer dialer = Dialers.of(env, resolvedBy("far", DomainStrategy.IPV4_ONLY));
    Session session = session();
    keep(dialer.dial(request("server.test", listener.localAddress().getPort(), session)));
    assertThat(keep(listener.accept()).localAddress().getAddress()).isEqualTo(LOOPBACK);
    assertThat(env.queries()).hasSize(1);
    assertThat(env.queries().getFirst().server()).isEqualTo("far");
    assertThat(env.queries().getFirst().strategy()).isEqualTo(DomainStrategy.IPV4_ONLY);
    assertThat(env.queries().getFirst().session()).isSameAs(session);
  }

  @Test
  void usesTheAddressesThatARuleResolved() throws Exception {
    ConnListener listener = listen();
    DialRequest request =
        new DialRequest(
            Destination.of("server.test", listener.localAddress().getPort()),
            List.of(LOOPBACK),
            SocketOverrides.NONE,
            null);
    keep(Dialers.of(env, DialOptions.DEFAULT).dial(request));
    keep(listener.accept());
    assertThat(env.queries()).isEmpty();
  }

  @Test
  void aNameWithoutAddressIsADialException() {
    Dialer dialer = Dialers.of(env, DialOptions.DEFAULT);
    assertThatThrownBy(() -> dialer.dial(request("nowhere.test", 80, null)))
        .isInstanceOfSatisfying(
            DialException.class, e -> assertThat(e.reason()).isEqualTo(DialException.Reason.DNS));
    assertThatThrownBy(() -> dialer.bind(request("nowhere.test", 80, null)))
        .isInstanceOf(DialException.class);
  }

  @Test
  void anOptionThatCannotBeSetIsADialExceptionThatNamesIt() {
    SocketConfig d = SocketConfig.DEFAULT;
    SocketConfig marked =
        new SocketConfig(
            null,
            null,
            null,
            9,
            false,
            null,
            null,
            d.keepAliveInterval(),
            d.connectTimeout(),
            false,
            false,
            null,
            null);
    Dialer dialer =
        Dialers.of(
            env,
            new DialOptions(
                null,
                marked,
                null,
                null,
                Duration.ofMillis(300),
                DomainStrategy.AS_IS,
                Position.NONE));
    DialRequest request = new DialRequest(new Destination.Ip(LOOPBACK, 1));
    assertThatThrownBy(() -> dialer.dial(request))
        .isInstanceOf(DialException.class)
        .hasMessageContaining("`routing_mark`");
    assertThatThrownBy(() -> dialer.bind(request))
        .isInstanceOf(DialException.class)
        .hasMessageContaining("`routing_mark`");
  }

  @Test
  void repliesCarryTheAddressAgainOnceTheClientSendsToIt() throws Exception {
    SocketPacketConn server = bind();
    env.name("first.test", LOOPBACK);
    int port = server.localAddress().getPort();
    Destination name = Destination.of("first.test", port);
    Destination ip = new Destination.Ip(LOOPBACK, port);
    PacketConn conn =
        keep(Dialers.of(env, DialOptions.DEFAULT).bind(request("first.test", port, null)));
    for (Destination to : List.of(name, ip, name)) {
      PacketBatch out = new PacketBatch(1, 100);
      add(out, "ask", to);
      conn.send(out);
      PacketBatch echo = new PacketBatch(1, 100);
      server.receive(echo);
      server.send(echo);
      PacketBatch got = new PacketBatch(1, 100);
      conn.receive(got);
      assertThat(got.get(0).remote()).isEqualTo(to);
    }
  }

  @Test
  void packetsForNamesGoToTheirAddressesAndRepliesCarryTheName() throws Exception {
    SocketPacketConn server = bind();
    env.name("first.test", LOOPBACK).name("second.test", LOOPBACK);
    int port = server.localAddress().getPort();
    PacketConn conn =
        keep(Dialers.of(env, DialOptions.DEFAULT).bind(request("first.test", port, null)));
    PacketBatch out = new PacketBatch(3, 100);
    add(out, "lost", Destination.of("nowhere.test", port));
    add(out, "named", Destination.of("first.test", port));
    conn.send(out);

    PacketBatch got = new PacketBatch(1, 100);
    server.receive(got);
    assertThat(got.get(0).data.toText()).isEqualTo("named");
    server.send(got);
    PacketBatch reply = new PacketBatch(1, 100);
    conn.receive(reply);
    assertThat(reply.get(0).remote()).isEqualTo(Destination.of("first.test", port));

    out.clear();
    add(out, "plain", new Destination.Ip(LOOPBACK, bind().localAddress().getPort()));
    add(out, "again", Destination.of("second.test", port));
    conn.send(out);
    got.clear();
    server.receive(got);
    assertThat(got.get(0).data.toText()).isEqualTo("again");
    assertThat(env.queries().stream().map(q -> q.name()))
        .containsExactly("first.test", "nowhere.test", "second.test");
  }

  @Test
  void repliesCarryTheAddressWhereARuleWantsIt() throws Exception {
    SocketPacketConn server = bind();
    env.name("first.test", LOOPBACK);
    int port = server.localAddress().getPort();
    DialRequest request =
        new DialRequest(
            Destination.of("first.test", port),
            List.of(),
            new SocketOverrides(false, true, null, null),
            null);
    PacketConn conn = keep(Dialers.of(env, DialOptions.DEFAULT).bind(request));
    exchange(conn, server, Destination.of("first.test", port));
    PacketBatch reply = new PacketBatch(1, 100);
    conn.receive(reply);
    assertThat(reply.get(0).remote()).isEqualTo(Destination.of(server.localAddress()));
  }

  @Test
  void aConnectedSocketHearsItsDestinationOnly() throws Exception {
    SocketPacketConn server = bind();
    SocketPacketConn stranger = bind();
    Destination to = Destination.of(server.localAddress());
    DialRequest request =
        new DialRequest(to, List.of(), new SocketOverrides(true, false, null, null), null);
    PacketConn conn = keep(Dialers.of(env, DialOptions.DEFAULT).bind(request));
    PacketBatch out = new PacketBatch(1, 100);
    add(out, "ping", Destination.of(stranger.localAddress()));
    conn.send(out);
    PacketBatch got = new PacketBatch(1, 100);
    server.receive(got);
    Destination from = got.get(0).remote();

    PacketBatch strange = new PacketBatch(1, 100);
    add(strange, "intruder", from);
    stranger.send(strange);
    server.send(got);
    PacketBatch reply = new PacketBatch(4, 100);
    assertThat(conn.receive(reply)).isEqualTo(1);
    assertThat(reply.get(0).data.toText()).isEqualTo("ping");
  }

  @Test
  void aDetourDialsThroughTheOtherOutboundWithTheName() throws Exception {
    Asked asked = new Asked();
    env.outbound("far", asked);
    Session session = session();
    Dialer dialer = Dialers.of(env, detour("far", null));
    keep(dialer.dial(request("server.test", 80, session)));
    keep(dialer.bind(request("server.test", 53, session)));
    assertThat(asked.requests)
        .extracting(DialRequest::to)
        .containsExactly(Destination.of("server.test", 80), Destination.of("server.test", 53));
    assertThat(session.chain()).containsExactly("far", "far");
  }

  @Test
  void aDetourWithAResolverDialsTheAddresses() throws Exception {
    Asked asked = new Asked();
    env.outbound("far", asked).name("server.test", LOOPBACK, OTHER);
    asked.refused = new Destination.Ip(LOOPBACK, 80);
    Dialer dialer = Dialers.of(env, detour("far", DomainResolverOptions.server("dns")));
    keep(dialer.dial(request("server.test", 80, null)));
    assertThat(asked.requests)
        .extracting(DialRequest::to)
        .containsExactly(new Destination.Ip(LOOPBACK, 80), new Destination.Ip(OTHER, 80));
  }

  @Test
  void aDetourIsLookedUpWhenItIsNeeded() throws Exception {
    Dialer dialer = Dialers.of(env, detour("far", null));
    assertThatThrownBy(() -> dialer.dial(request("server.test", 80, null)))
        .isInstanceOf(DialException.class)
        .hasMessage("outbound detour not found: far");
    env.outbound("far", new Asked());
    keep(dialer.dial(request("server.test", 80, null)));
  }

  private static void exchange(PacketConn conn, SocketPacketConn server, Destination to)
      throws IOException {
    PacketBatch out = new PacketBatch(1, 100);
    add(out, "ping", to);
    conn.send(out);
    PacketBatch got = new PacketBatch(1, 100);
    server.receive(got);
    server.send(got);
  }

  private static void add(PacketBatch batch, String text, Destination to) {
    Packet packet = batch.add();
    packet.data.append(text.getBytes(), 0, text.length());
    packet.remote = to;
  }

  private <T extends AutoCloseable> T keep(T resource) {
    opened.add(resource);
    return resource;
  }

  private ConnListener listen() throws IOException {
    return keep(
        env.resources().sockets().listen(new InetSocketAddress(LOOPBACK, 0), SocketConfig.DEFAULT));
  }

  private SocketPacketConn bind() throws IOException {
    return keep(
        env.resources().sockets().bind(new InetSocketAddress(LOOPBACK, 0), SocketConfig.DEFAULT));
  }

  private Session session() {
    return env.session(Network.TCP, null, Destination.of("server.test", 80), null);
  }

  private static DialRequest request(String host, int port, Session session) {
    return new DialRequest(Destination.of(host, port), List.of(), SocketOverrides.NONE, session);
  }

  private static DialOptions resolvedBy(String server, DomainStrategy strategy) {
    DomainResolverOptions resolver = new DomainResolverOptions(server, strategy, false, null, null);
    return new DialOptions(
        null,
        SocketConfig.DEFAULT,
        resolver,
        null,
        Duration.ofMillis(300),
        DomainStrategy.PREFER_IPV6,
        Position.NONE);
  }

  private static DialOptions detour(String tag, DomainResolverOptions resolver) {
    return new DialOptions(
        tag,
        SocketConfig.DEFAULT,
        resolver,
        null,
        Duration.ofMillis(300),
        DomainStrategy.AS_IS,
        Position.NONE);
  }

  private static InetAddress address(String literal) {
    return Objects.requireNonNull(IpLiteral.parse(literal));
  }

  /// An outbound that remembers what it was asked for.
  private static final class Asked implements Outbound {
    private final List<DialRequest> requests = new ArrayList<>();
    private Destination refused;

    @Override
    public Set<Network> networks() {
      return Set.of(Network.TCP, Network.UDP);
    }

    @Override
    public Conn dial(DialRequest request) throws IOException {
      requests.add(request);
      if (request.to().equals(refused)) {
        throw new DialException(DialException.Reason.REFUSED, "refused");
      }
      return Pipe.create().a();
    }

    @Override
    public PacketConn bind(DialRequest request) {
      requests.add(request);
      return PacketPipe.create().a();
    }
  }
}
