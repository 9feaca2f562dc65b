package dev.motet.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.Destination;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketSource;
import dev.motet.testkit.Background;
import dev.motet.testkit.PacketPipe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// CVE class GHSA-vgrc-hq28-p3xp: an association that began with an allowed destination must not
/// reach a refused one later.
class GuardedPacketConnTest {
  private final PacketPipe pipe = PacketPipe.create();
  private final GuardedPacketConn guarded =
      new GuardedPacketConn(
          pipe.b(), address -> !address.isLoopbackAddress(), Destination.of("127.1.1.1", 53));

  @Test
  void dropsPacketsToRefusedDestinationsAndKeepsTheOrderOfTheRest() throws Exception {
    send("192.0.2.1", "127.0.0.1", "192.0.2.2", "127.0.0.2", "192.0.2.3");

    assertThat(received(new PacketBatch(8, 100)))
        .containsExactly("192.0.2.1", "192.0.2.2", "192.0.2.3");
  }

  @Test
  void leavesWhatTheBatchHeldBefore() throws Exception {
    PacketBatch batch = new PacketBatch(8, 100);
    batch.add().remote = Destination.of("127.0.0.9", 1);
    send("127.0.0.1", "192.0.2.1");

    assertThat(received(batch)).containsExactly("127.0.0.9", "192.0.2.1");
  }

  @Test
  void waitsOnWhenEverythingWasRefused() throws Exception {
    send("127.0.0.1");
    var receiving = Background.call(() -> received(new PacketBatch(8, 100))).awaitBlocked();
    send("192.0.2.1");

    assertThat(receiving.get()).containsExactly("192.0.2.1");
  }

  /// What moves packets without the layers must not get around the guard.
  @Test
  void whoLeavesTheLayerOutGetsItsGuard() throws Exception {
    PacketSource source = guarded.source();
    assertThat(source).isNotNull();
    PacketBatch batch = new PacketBatch(8, 100);
    send("192.0.2.1", "127.0.0.1", "192.0.2.2");
    source.below().receive(batch);
    source.opener().open(batch, 0);

    assertThat(batch.count()).isEqualTo(2);
    assertThat(batch.get(1).remote().host()).isEqualTo("192.0.2.2");
  }

  @Test
  void endsWhenTheClientDoes() throws Exception {
    pipe.a().close();

    assertThat(Background.call(() -> guarded.receive(new PacketBatch(8, 100))).get()).isEqualTo(-1);
  }

  @Test
  void letsPassWhatTheRulesLookedAt() throws Exception {
    send("127.1.1.1", "127.0.0.1");

    assertThat(received(new PacketBatch(8, 100))).containsExactly("127.1.1.1");
  }

  @Test
  void namesPassAndAreJudgedWhereTheyAreResolved() throws Exception {
    send("localhost");

    assertThat(received(new PacketBatch(8, 100))).containsExactly("localhost");
  }

  private void send(String... hosts) throws IOException {
    PacketBatch batch = new PacketBatch(hosts.length, 100);
    for (String host : hosts) {
      batch.add().remote = Destination.of(host, 53);
    }
    pipe.a().send(batch);
  }

  private List<String> received(PacketBatch batch) throws IOException {
    int before = batch.count();
    assertThat(guarded.receive(batch)).isEqualTo(batch.count() - before);
    List<String> hosts = new ArrayList<>();
    for (int i = 0; i < batch.count(); i++) {
      hosts.add(batch.get(i).remote().host());
    }
    return hosts;
  }
}
