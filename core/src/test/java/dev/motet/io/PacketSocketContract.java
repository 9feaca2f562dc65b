package dev.motet.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.motet.testkit.Background;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What every UDP socket of a back end does; the UDP half of [SocketBackendContract].
public abstract class PacketSocketContract extends BackendFixture {
  @Test
  void echoesAPacketWithItsAddress() throws Exception {
    SocketPacketConn a = bound("127.0.0.1");
    SocketPacketConn b = bound("127.0.0.1");
    a.send(batch("ping", b.localAddress()));

    PacketBatch got = new PacketBatch(4, 2000);
    assertThat(b.receive(got)).isEqualTo(1);
    assertThat(got.get(0).data.toText()).isEqualTo("ping");
    assertThat(got.get(0).remote()).isEqualTo(Destination.of(a.localAddress()));
    assertThat(got.get(0).data.headRoom()).isEqualTo(Buffer.HEAD_ROOM);

    b.send(got);
    PacketBatch back = new PacketBatch(1, 2000);
    assertThat(a.receive(back)).isEqualTo(1);
    assertThat(back.get(0).data.toText()).isEqualTo("ping");
    assertThat(back.get(0).remote()).isEqualTo(Destination.of(b.localAddress()));
  }

  @Test
  void carriesAnIpv6Packet() throws Exception {
    assumeTrue(hasIpv6(), "no IPv6 here");
    SocketPacketConn a = bound("::1");
    SocketPacketConn b = bound("::1");
    a.send(batch("six", b.localAddress()));
    PacketBatch got = new PacketBatch(1, 100);
    b.receive(got);
    assertThat(got.get(0).remote()).isEqualTo(Destination.of(a.localAddress()));
  }

  @Test
  void aSocketForAllAddressesSpeaksBothFamilies() throws Exception {
    SocketPacketConn any = keep(backend.bind(null, SocketConfig.DEFAULT));
    int port = any.localAddress().getPort();
    assertThat(port).isPositive();
    SocketPacketConn four = bound("127.0.0.1");
    any.send(batch("v4", four.localAddress()));
    PacketBatch got = new PacketBatch(1, 100);
    four.receive(got);
    assertThat(got.get(0).remote()).isEqualTo(new Destination.Ip(address("127.0.0.1"), port));

    four.send(got);
    PacketBatch back = new PacketBatch(1, 100);
    any.receive(back);
    assertThat(back.get(0).remote()).isEqualTo(Destination.of(four.localAddress()));
    assertThat(((Destination.Ip) back.get(0).remote()).address()).isInstanceOf(Inet4Address.class);

    if (hasIpv6()) {
      SocketPacketConn six = bound("::1");
      any.send(batch("v6", six.localAddress()));
      got.clear();
      six.receive(got);
      assertThat(got.get(0).remote()).isEqualTo(new Destination.Ip(address("::1"), port));
    }
  }

  @Test
  void sendsAllOfABatchAndReceivesIt() throws Exception {
    SocketPacketConn a = bound("127.0.0.1");
    SocketPacketConn b = bound("127.0.0.1");
    SocketPacketConn c = bound("127.0.0.1");
    PacketBatch out = new PacketBatch(100, 1000);
    for (int i = 0; i < 100; i++) {
      // neighbours differ in length and every fifth goes elsewhere
      add(out, "packet " + i + "x".repeat(i), i % 5 == 0 ? c.localAddress() : b.localAddress());
    }
    a.send(out);

    assertThat(receive(b, 80)).contains("packet 1x", "packet 99" + "x".repeat(99)).hasSize(80);
    assertThat(receive(c, 20)).contains("packet 0", "packet 95" + "x".repeat(95)).hasSize(20);
  }

  @Test
  void sendsTheSegmentsOfASlotAsPackets() throws Exception {
    SocketPacketConn a = bound("127.0.0.1");
    SocketPacketConn b = bound("127.0.0.1");
    PacketBatch out = new PacketBatch(1, 1000);
    add(out, "a".repeat(100) + "b".repeat(100) + "c".repeat(50), b.localAddress());
    out.get(0).segmentBytes = 100;
    a.send(out);

    assertThat(receive(b, 3)).containsExactly("a".repeat(100), "b".repeat(100), "c".repeat(50));
  }

  @Test
  void carriesAnEmptyPacket() throws Exception {
    SocketPacketConn a = bound("127.0.0.1");
    SocketPacketConn b = bound("127.0.0.1");
    a.send(batch("", b.localAddress()));
    a.send(batch("next", b.localAddress()));
    assertThat(receive(b, 2)).containsExactly("", "next");
  }

  @Test
  void dropsAndCountsAPacketThatIsTooLongForItsSlot() throws Exception {
    SocketPacketConn a = bound("127.0.0.1");
    SocketPacketConn b = bound("127.0.0.1");
    a.send(batch("x".repeat(101), b.localAddress()));
    a.send(batch("y".repeat(100), b.localAddress()));
    PacketBatch got = new PacketBatch(2, 100);
    assertThat(b.receive(got)).isEqualTo(1);
    assertThat(got.get(0).data.toText()).isEqualTo("y".repeat(100));
    assertThat(b.dropped()).isEqualTo(1);
  }

  @Test
  void dropsAndCountsWhatTheSystemRefuses() throws Exception {
    SocketPacketConn a = bound("127.0.0.1");
    SocketPacketConn b = bound("127.0.0.1");
    PacketBatch out = new PacketBatch(2, PacketBatch.MAX_PACKET_BYTES);
    add(out, "x".repeat(65_520), b.localAddress());
    add(out, "fits", b.localAddress());
    a.send(out);
    assertThat(receive(b, 1)).containsExactly("fits");
    assertThat(a.dropped()).isEqualTo(1);
  }

  @Test
  void aClosedPortElsewhereDoesNotEndTheSocket() throws Exception {
    SocketPacketConn a = bound("127.0.0.1");
    SocketPacketConn b = bound("127.0.0.1");
    SocketPacketConn gone = bound("127.0.0.1");
    gone.close();
    for (int i = 0; i < 5; i++) {
      a.send(batch("lost", gone.localAddress()));
    }
    b.send(batch("found", a.localAddress()));
    assertThat(receive(a, 1)).containsExactly("found");
  }

  @Test
  void appendsToABatchThatHoldsPackets() throws Exception {
    SocketPacketConn a = bound("127.0.0.1");
    SocketPacketConn b = bound("127.0.0.1");
    PacketBatch held = batch("held", b.localAddress());
    PacketBatch got = new PacketBatch(3, 100);
    add(got, "held", b.localAddress());
    a.send(held);
    assertThat(b.receive(got)).isEqualTo(1);
    assertThat(got.count()).isEqualTo(2);
    assertThat(got.get(1).data.toText()).isEqualTo("held");
  }

  @Test
  void closeEndsAReceive() throws Exception {
    SocketPacketConn a = bound("127.0.0.1");
    Background<Void> receiving = run(() -> a.receive(new PacketBatch(1, 100))).awaitBlocked();
    a.close();
    a.close();
    assertThat(receiving.failure()).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> a.receive(new PacketBatch(1, 100))).isInstanceOf(IOException.class);
  }

  @Test
  void abortGivesItsReasonToAReceive() throws Exception {
    SocketPacketConn a = bound("127.0.0.1");
    Background<Void> receiving = run(() -> a.receive(new PacketBatch(1, 100))).awaitBlocked();
    IOException reason = new IOException("idle");
    a.abort(reason);
    assertThat(receiving.failure()).isSameAs(reason);
    assertThatThrownBy(() -> a.receive(new PacketBatch(1, 100))).isSameAs(reason);
  }

  @Test
  void saysWhenAPacketIsThere() throws Exception {
    SocketPacketConn a = bound("127.0.0.1");
    SocketPacketConn b = bound("127.0.0.1");
    if (!b.reportsReadiness()) {
      assertThat(b.awaitReadable(-1)).isTrue();
      return;
    }
    assertThat(b.awaitReadable(20_000_000)).isFalse();
    Background<Boolean> waiting =
        Background.call(backend.threads(), () -> b.awaitReadable(-1)).awaitBlocked();
    a.send(batch("here", b.localAddress()));
    assertThat(waiting.get()).isTrue();
    assertThat(receive(b, 1)).containsExactly("here");
  }

  protected static PacketBatch batch(String text, InetSocketAddress to) {
    PacketBatch batch = new PacketBatch(1, Math.max(1, text.length()));
    add(batch, text, to);
    return batch;
  }

  static void add(PacketBatch batch, String text, InetSocketAddress to) {
    Packet packet = batch.add();
    new ByteWriter(packet.data).latin1(text);
    packet.remote = Destination.of(to);
  }

  /// Receives this many datagrams, whether they come alone or as segments of a slot.
  protected static List<String> receive(SocketPacketConn conn, int datagrams) throws IOException {
    List<String> texts = new ArrayList<>();
    PacketBatch batch = new PacketBatch(8, 4000);
    while (texts.size() < datagrams) {
      batch.clear();
      assertThat(conn.receive(batch)).isEqualTo(batch.count()).isPositive();
      for (int i = 0; i < batch.count(); i++) {
        Packet packet = batch.get(i);
        String text = packet.data.toText();
        int step = packet.segmentBytes == 0 ? Math.max(1, text.length()) : packet.segmentBytes;
        for (int at = 0; at < Math.max(1, text.length()); at += step) {
          texts.add(text.substring(at, Math.min(text.length(), at + step)));
        }
      }
    }
    assertThat(new TreeSet<>(texts)).hasSameSizeAs(texts);
    return texts;
  }
}
