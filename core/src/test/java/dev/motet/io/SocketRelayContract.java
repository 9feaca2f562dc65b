package dev.motet.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.TransparentLater;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The pump over real sockets of a back end, with whatever that back end does to move bytes: the
/// user's end of one connection, the server's end of another, and the relay in between.
public abstract class SocketRelayContract extends BackendFixture {
  private static final int MANY = 8 << 20;

  private final Buffers buffers = new Buffers();

  @AfterEach
  void everyBufferIsBack() {
    Background.until(() -> buffers.lent() == 0);
  }

  /// A relay under way between `user` and `server`.
  private record Relayed(
      SocketConn user,
      SocketConn client,
      SocketConn remote,
      SocketConn server,
      Counters counters,
      Background<Void> pump) {}

  /// What stands between the pump and the remote socket.
  private interface Layer {
    Conn over(Conn remote);
  }

  @Test
  void relaysManyMebibytesBothWaysAtOnceAndCountsThem() throws Exception {
    Relayed relayed = relayed(remote -> remote);
    byte[] up = random(MANY, 1);
    byte[] down = random(MANY + 12_345, 2);
    Background<Void> upWriter = writeAndEnd(relayed.user(), up);
    Background<Void> downWriter = writeAndEnd(relayed.server(), down);
    Background<byte[]> upReader =
        Background.call(backend.threads(), () -> readFully(relayed.server(), MANY + 1));
    assertThat(Arrays.equals(readFully(relayed.user(), down.length + 1), down)).isTrue();
    assertThat(Arrays.equals(upReader.get(), up)).isTrue();
    upWriter.get();
    downWriter.get();
    relayed.pump().get();
    assertThat(relayed.counters().up().bytes()).isEqualTo(up.length);
    assertThat(relayed.counters().down().bytes()).isEqualTo(down.length);
  }

  @Test
  void theUserMayEndFirst() throws Exception {
    Relayed relayed = relayed(remote -> remote);
    halfCloses(relayed, relayed.user(), relayed.server());
  }

  @Test
  void theServerMayEndFirst() throws Exception {
    Relayed relayed = relayed(remote -> remote);
    halfCloses(relayed, relayed.server(), relayed.user());
  }

  private static void halfCloses(Relayed relayed, Conn first, Conn second) throws Exception {
    writeText(first, "last words");
    first.closeWrite();
    assertThat(readText(second, 100)).isEqualTo("last words");
    writeText(second, "one ");
    assertThat(readText(first, 4)).isEqualTo("one ");
    assertThat(relayed.pump().isDone()).isFalse();
    writeText(second, "two");
    second.closeWrite();
    assertThat(readText(first, 100)).isEqualTo("two");
    relayed.pump().get();
  }

  @Test
  void aServerThatDoesNotReadStopsTheUser() throws Exception {
    Relayed relayed = relayed(remote -> remote);
    Background<Void> writer = writeAndEnd(relayed.user(), new byte[64 << 20]).awaitBlocked();
    assertThat(relayed.counters().up().bytes()).isLessThan(64 << 20);
    long read = 0;
    Buffer buffer = Buffer.allocate(Buffers.LARGE);
    for (int n = relayed.server().read(buffer); n > 0; n = relayed.server().read(buffer.clear())) {
      read += n;
    }
    assertThat(read).isEqualTo(64 << 20);
    writer.get();
    relayed.server().closeWrite();
    relayed.pump().get();
    assertThat(relayed.counters().up().bytes()).isEqualTo(64 << 20);
  }

  @Test
  void aServerThatResetsResetsTheUser() throws Exception {
    Relayed relayed = relayed(remote -> remote);
    writeText(relayed.server(), "x");
    assertThat(readText(relayed.user(), 1)).isEqualTo("x");
    relayed.server().abort(new IOException("gone"));
    assertThat(relayed.pump().failure()).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> relayed.user().read(Buffer.allocate(1)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aUserWhoResetsInTheMiddleOfADownloadEndsIt() throws Exception {
    Relayed relayed = relayed(remote -> remote);
    Background<Void> writer = writeAndEnd(relayed.server(), new byte[64 << 20]);
    readFully(relayed.user(), 1 << 20);
    relayed.user().abort(new IOException("gone"));
    assertThat(relayed.pump().failure()).isInstanceOf(IOException.class);
    assertThat(writer.failure()).isInstanceOf(IOException.class);
  }

  @Test
  void anAbortFromOutsideIsTheReasonTheRelayEnds() throws Exception {
    Relayed relayed = relayed(remote -> remote);
    writeText(relayed.user(), "x");
    assertThat(readText(relayed.server(), 1)).isEqualTo("x");
    relayed.pump().awaitBlocked();
    IOException reason = new IOException("user removed");
    relayed.client().abort(reason);
    relayed.remote().abort(reason);
    assertThat(relayed.pump().failure()).isSameAs(reason);
  }

  @Test
  void aHeaderLeavesWithTheFirstPayloadAndTheRestFollows() throws Exception {
    Relayed relayed = relayed(r -> new HeaderConn(r, Buffer.copyOf("HEADER".getBytes())));
    byte[] up = random(1 << 20, 3);
    Background<Void> writer = writeAndEnd(relayed.user(), up);
    assertThat(readText(relayed.server(), 6)).isEqualTo("HEADER");
    assertThat(Arrays.equals(readFully(relayed.server(), up.length + 1), up)).isTrue();
    writer.get();
    writeAndEnd(relayed.server(), up).get();
    assertThat(Arrays.equals(readFully(relayed.user(), up.length + 1), up)).isTrue();
    relayed.pump().get();
    assertThat(relayed.counters().up().bytes()).isEqualTo(up.length);
  }

  @Test
  void aHeaderLeavesAloneWhenTheUserSaysNothing() throws Exception {
    Relayed relayed = relayed(r -> new HeaderConn(r, Buffer.copyOf("HEADER".getBytes())));
    assertThat(readText(relayed.server(), 6)).isEqualTo("HEADER");
    relayed.user().closeWrite();
    relayed.server().closeWrite();
    relayed.pump().get();
    assertThat(relayed.counters().up().bytes()).isZero();
  }

  @Test
  void aLayerThatBecomesTransparentInTheMiddleLosesAndRepeatsNothing() throws Exception {
    // up after 100,001 bytes, down after 77
    Relayed relayed = relayed(remote -> new TransparentLater(remote, 77, 100_001));
    byte[] up = random(4 << 20, 4);
    byte[] down = random(3 << 20, 5);
    Background<Void> upWriter = writeAndEnd(relayed.user(), up);
    Background<Void> downWriter = writeAndEnd(relayed.server(), inverted(down, 77));
    Background<byte[]> upReader =
        Background.call(backend.threads(), () -> readFully(relayed.server(), up.length + 1));
    assertThat(Arrays.equals(readFully(relayed.user(), down.length + 1), down)).isTrue();
    assertThat(Arrays.equals(upReader.get(), inverted(up, 100_001))).isTrue();
    upWriter.get();
    downWriter.get();
    relayed.pump().get();
    assertThat(relayed.counters().up().bytes()).isEqualTo(up.length);
    assertThat(relayed.counters().down().bytes()).isEqualTo(down.length);
  }

  @Test
  void aLayerThatStaysInOneDirectionLetsTheOtherGo() throws Exception {
    Relayed relayed = relayed(remote -> new TransparentLater(remote, 0, Long.MAX_VALUE));
    byte[] bytes = random(1 << 20, 6);
    Background<Void> down = writeAndEnd(relayed.server(), bytes);
    assertThat(Arrays.equals(readFully(relayed.user(), bytes.length + 1), bytes)).isTrue();
    down.get();
    Background<Void> up = writeAndEnd(relayed.user(), bytes);
    assertThat(
            Arrays.equals(
                readFully(relayed.server(), bytes.length + 1), inverted(bytes, bytes.length)))
        .isTrue();
    up.get();
    relayed.pump().get();
  }

  @Test
  void aRelayedConnectionHasTwoDescriptors() throws Exception {
    int before = LeakCheck.sockets().size();
    assumeTrue(before > 0, "descriptors cannot be counted here");
    List<Relayed> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Relayed relayed = relayed(remote -> remote);
      writeText(relayed.user(), "ping");
      assertThat(readText(relayed.server(), 4)).isEqualTo("ping");
      all.add(relayed);
    }
    // two of the relay, two of the test
    assertThat(LeakCheck.sockets().size() - before).isEqualTo(400);
    for (Relayed relayed : all) {
      relayed.user().close();
      relayed.server().close();
    }
    for (Relayed relayed : all) {
      relayed.pump().get();
      relayed.client().close();
      relayed.remote().close();
    }
    Background.until(() -> LeakCheck.sockets().size() <= before);
  }

  private Relayed relayed(Layer layer) throws IOException {
    try (ConnListener listener =
        backend.listen(new InetSocketAddress(address("127.0.0.1"), 0), SocketConfig.DEFAULT)) {
      SocketConn user = keep(backend.connect(listener.localAddress(), SocketConfig.DEFAULT));
      SocketConn client = keep(listener.accept());
      SocketConn remote = keep(backend.connect(listener.localAddress(), SocketConfig.DEFAULT));
      SocketConn server = keep(listener.accept());
      Counters counters = new Counters();
      Pump pump = new Pump(buffers, timeouts, backend.transfer(), backend.threads());
      Background<Void> running = run(() -> pump.both(client, layer.over(remote), counters));
      return new Relayed(user, client, remote, server, counters, running);
    }
  }

  private Background<Void> writeAndEnd(Conn conn, byte[] bytes) {
    return run(() -> {
      conn.write(Buffer.wrap(bytes.clone()));
      conn.closeWrite();
    });
  }

  private static byte[] inverted(byte[] bytes, int count) {
    byte[] changed = bytes.clone();
    for (int i = 0; i < count; i++) {
      changed[i] = (byte) ~changed[i];
    }
    return changed;
  }

  private static byte[] random(int count, long seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
