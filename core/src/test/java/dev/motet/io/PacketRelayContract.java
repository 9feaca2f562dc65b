package dev.motet.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.Background;
import dev.motet.testkit.VirtualTimeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The pump over real UDP sockets of a back end, with whatever that back end does to move packets:
/// a user and a server, and between them the two sockets of the relay with a [LabelLayer] on the
/// user's side.
public abstract class PacketRelayContract extends BackendFixture {
  private static final Duration IDLE = Duration.ofSeconds(10);

  protected final Buffers buffers = new Buffers();
  protected final VirtualTimeouts clock = new VirtualTimeouts();

  @AfterEach
  void everyBatchIsBack() {
    Background.until(() -> buffers.lent() == 0);
  }

  /// A relay under way between `user` and `server`.
  protected record Relayed(
      SocketPacketConn user,
      SocketPacketConn client,
      SocketPacketConn remote,
      SocketPacketConn server,
      LabelLayer layer,
      Counters counters,
      Background<Void> pump) {
    public void userSends(String text) throws IOException {
      user.send(PacketSocketContract.batch("U" + text, client.localAddress()));
    }

    public void serverSends(String text) throws IOException {
      server.send(PacketSocketContract.batch(text, remote.localAddress()));
    }

    public void close() {
      client.close();
      remote.close();
    }
  }

  @Test
  void relaysBothWaysThroughTheLayerAndCountsPayload() throws Exception {
    Relayed relayed = relayed();
    for (int i = 0; i < 200; i++) {
      relayed.userSends("question " + i);
      assertThat(text(relayed.server())).isEqualTo("question " + i);
      relayed.serverSends("answer " + i);
      assertThat(text(relayed.user())).isEqualTo("Uanswer " + i);
    }
    Background.until(() -> relayed.counters().up().bytes() == 10 * 10 + 90 * 11 + 100 * 12);
    Background.until(() -> relayed.counters().down().bytes() == 10 * 8 + 90 * 9 + 100 * 10);
    relayed.close();
    assertThat(relayed.pump().failure()).isInstanceOf(IOException.class);
  }

  @Test
  void whatCameBeforeTheRelayArrives() throws Exception {
    SocketPacketConn client = bound("127.0.0.1");
    SocketPacketConn user = bound("127.0.0.1");
    for (String text : List.of("Uone", "Utwo", "Uthree")) {
      user.send(PacketSocketContract.batch(text, client.localAddress()));
    }
    Relayed relayed = relayed(user, client);
    assertThat(texts(relayed.server(), 3)).containsExactly("one", "two", "three");
    relayed.close();
  }

  @Test
  void manyAtOnceArriveInTheirOrder() throws Exception {
    Relayed relayed = relayed();
    for (int round = 0; round < 20; round++) {
      PacketBatch out = new PacketBatch(50, 2_000);
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        String text = round + "/" + i + "-".repeat(i * 30);
        expected.add(text);
        PacketSocketContract.add(out, "U" + text, relayed.client().localAddress());
      }
      relayed.user().send(out);
      assertThat(texts(relayed.server(), 50)).isEqualTo(expected);
    }
    relayed.close();
  }

  @Test
  void trainsPassAsDatagrams() throws Exception {
    Relayed relayed = relayed();
    StringBuilder train = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int i = 10; i < 50; i++) {
      String text = i + "x".repeat(1_000);
      expected.add(text);
      train.append(text);
    }
    relayed.layer().labelled = false;
    PacketBatch out = PacketSocketContract.batch(train.toString(), relayed.client().localAddress());
    out.get(0).segmentBytes = 1_002;
    relayed.user().send(out);
    assertThat(texts(relayed.server(), 40)).isEqualTo(expected);
    Background.until(() -> relayed.counters().up().bytes() == 40 * 1_002);
    relayed.close();
  }

  @Test
  void whatTheLayerDropsEndsNothing() throws Exception {
    Relayed relayed = relayed();
    SocketPacketConn stranger = bound("127.0.0.1");
    stranger.send(PacketSocketContract.batch("no label", relayed.client().localAddress()));
    relayed.userSends("ok");
    assertThat(text(relayed.server())).isEqualTo("ok");
    assertThat(relayed.counters().up().bytes()).isLessThanOrEqualTo(2);
    relayed.close();
  }

  @Test
  void whatTheLayerHoldsBackComesWithoutAFurtherPacket() throws Exception {
    Relayed relayed = relayed();
    relayed.userSends("3 copies");
    assertThat(texts(relayed.server(), 3)).containsExactly("3 copies", "3 copies", "3 copies");
    // more than a batch has slots
    relayed.userSends("9 copies");
    relayed.userSends("9 copies");
    relayed.userSends("9 copies");
    assertThat(texts(relayed.server(), 27)).containsOnly("9 copies");
    relayed.close();
  }

  @Test
  void aPacketThatHasToWaitIsWaitedForAndOthersFollowIt() throws Exception {
    Relayed relayed = relayed();
    relayed.userSends("a");
    assertThat(text(relayed.server())).isEqualTo("a");
    relayed.userSends("wait");
    assertThat(relayed.layer().waiting.await(30, TimeUnit.SECONDS)).isTrue();
    relayed.userSends("b");
    relayed.userSends("c");
    relayed.serverSends("the other direction goes on");
    assertThat(text(relayed.user())).isEqualTo("Uthe other direction goes on");
    relayed.layer().go.countDown();
    assertThat(texts(relayed.server(), 3)).containsExactly("wait", "b", "c");
    Background.until(() -> relayed.counters().up().bytes() == 7);
    relayed.close();
  }

  @Test
  void anAbortWhileAPacketWaitsEndsTheRelay() throws Exception {
    Relayed relayed = relayed();
    relayed.userSends("wait");
    assertThat(relayed.layer().waiting.await(30, TimeUnit.SECONDS)).isTrue();
    IOException reason = new IOException("cut");
    relayed.client().abort(reason);
    relayed.layer().go.countDown();
    assertThat(relayed.pump().failure()).isSameAs(reason);
  }

  @Test
  void anErrorWhileAPacketWaitsIsTheReasonTheRelayEnds() throws Exception {
    Relayed relayed = relayed();
    relayed.userSends("wait and fail");
    relayed.layer().go.countDown();
    assertThat(relayed.pump().failure()).hasMessage("could not wait");
  }

  @Test
  void anAbortOfEitherSocketIsTheReasonTheRelayEnds() throws Exception {
    Relayed first = relayed();
    IOException reason = new IOException("user removed");
    first.userSends("x");
    assertThat(text(first.server())).isEqualTo("x");
    first.remote().abort(reason);
    assertThat(first.pump().failure()).isSameAs(reason);

    Relayed second = relayed();
    second.pump().awaitBlocked();
    second.client().abort(reason);
    assertThat(second.pump().failure()).isSameAs(reason);
  }

  @Test
  void socketsThatAreClosedAlreadyEndTheRelay() throws Exception {
    SocketPacketConn client = bound("127.0.0.1");
    client.close();
    Relayed relayed = relayed(bound("127.0.0.1"), client);
    assertThat(relayed.pump().failure()).isInstanceOf(IOException.class);
  }

  @Test
  void endsWithoutAnErrorWhenNothingMovedForAWhile() throws Exception {
    Relayed relayed = relayed();
    clock.awaitScheduled(1);
    clock.advance(Duration.ofSeconds(9));
    relayed.userSends("up");
    assertThat(text(relayed.server())).isEqualTo("up");
    Background.until(() -> relayed.counters().up().bytes() == 2);
    clock.advance(Duration.ofSeconds(9));
    relayed.serverSends("down");
    assertThat(text(relayed.user())).isEqualTo("Udown");
    Background.until(() -> relayed.counters().down().bytes() == 4);
    clock.advance(Duration.ofSeconds(9));
    assertThat(relayed.pump().isDone()).isFalse();
    clock.advance(Duration.ofSeconds(1));
    relayed.pump().get();
  }

  @Test
  void anErrorOfTheLayerIsTheReasonTheRelayEnds() throws Exception {
    Relayed relayed = relayed();
    relayed.userSends("fail");
    assertThat(relayed.pump().failure()).hasMessage("not allowed");
  }

  @Test
  void aBugInTheLayerEndsTheRelayOnly() throws Exception {
    Relayed other = relayed();
    Relayed relayed = relayed();
    relayed.userSends("bug");
    assertThat(relayed.pump().failure()).isInstanceOf(Exception.class);
    other.userSends("goes on");
    assertThat(text(other.server())).isEqualTo("goes on");
    other.close();
  }

  @Test
  void aDestinationThatRefusesEndsNothing() throws Exception {
    Relayed relayed = relayed();
    relayed.server().close();
    for (int i = 0; i < 5; i++) {
      relayed.userSends("lost " + i);
    }
    Background.until(() -> relayed.counters().up().bytes() == 5 * 6);
    SocketPacketConn other = bound("127.0.0.1");
    relayed.layer().to = Destination.of(other.localAddress());
    relayed.userSends("found");
    assertThat(text(other)).isEqualTo("found");
    relayed.close();
  }

  @Test
  void anIdleRelayHoldsNoBatch() throws Exception {
    Relayed relayed = relayed();
    relayed.userSends("x");
    assertThat(text(relayed.server())).isEqualTo("x");
    Background.until(() -> buffers.lent() == 0);
    relayed.close();
  }

  protected Relayed relayed() throws IOException {
    return relayed(bound("127.0.0.1"), bound("127.0.0.1"));
  }

  private Relayed relayed(SocketPacketConn user, SocketPacketConn client) throws IOException {
    return relayed(user, client, bound("127.0.0.1"), bound("127.0.0.1"));
  }

  protected Relayed relayed(
      SocketPacketConn user,
      SocketPacketConn client,
      SocketPacketConn remote,
      SocketPacketConn server) {
    LabelLayer layer =
        new LabelLayer(
            client,
            'U',
            Destination.of(user.localAddress()),
            Destination.of(server.localAddress()));
    Counters counters = new Counters();
    Pump pump = new Pump(buffers, clock, backend.transfer(), backend.threads());
    Background<Void> running =
        run(() -> pump.packets(layer, layer.waitingSink(remote), counters, IDLE));
    return new Relayed(user, client, remote, server, layer, counters, running);
  }

  private static String text(SocketPacketConn conn) throws IOException {
    return texts(conn, 1).getFirst();
  }

  /// As [PacketSocketContract#receive], also of equal datagrams.
  protected static List<String> texts(SocketPacketConn conn, int datagrams) throws IOException {
    List<String> texts = new ArrayList<>();
    PacketBatch batch = new PacketBatch(8, 4_000);
    while (texts.size() < datagrams) {
      batch.clear();
      conn.receive(batch);
      for (int i = 0; i < batch.count(); i++) {
        texts.add(batch.get(i).data.toText());
      }
    }
    return texts;
  }
}
