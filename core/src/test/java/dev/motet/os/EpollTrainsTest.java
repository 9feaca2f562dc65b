package dev.motet.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.motet.io.BackendFixture;
import dev.motet.io.Buffer;
import dev.motet.io.Destination;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.SocketBackend;
import dev.motet.io.SocketPacketConn;
import dev.motet.io.Timeouts;
import dev.motet.testkit.Linux;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Trains of datagrams: sent as one, received as one where a slot holds them, one by one elsewhere.
class EpollTrainsTest extends BackendFixture {
  private static final int SEGMENT = 1_200;

  @Override
  protected SocketBackend open(Timeouts timeouts) throws Exception {
    Linux.required();
    return new EpollBackend(1);
  }

  @Test
  void aTrainArrivesAsOneInALargeSlot() throws Exception {
    SocketPacketConn from = bound("127.0.0.1");
    SocketPacketConn to = bound("127.0.0.1");
    PacketBatch into = new PacketBatch(16, PacketBatch.MAX_PACKET_BYTES);
    // the first receive asks the kernel for trains
    from.send(train(1, SEGMENT, to.localAddress()));
    to.receive(into);
    into.clear();
    from.send(train(20, SEGMENT, to.localAddress()));
    List<byte[]> got = new ArrayList<>();
    int slots = 0;
    while (got.size() < 20) {
      into.clear();
      slots += to.receive(into);
      split(into, got);
    }
    assertNumbered(got, 20);
    assumeTrue(slots < 20, "this kernel joins nothing");
    assertThat(slots).isEqualTo(1);
  }

  @Test
  void aTrainArrivesOneByOneInSmallSlots() throws Exception {
    SocketPacketConn from = bound("127.0.0.1");
    SocketPacketConn to = bound("127.0.0.1");
    from.send(train(20, SEGMENT, to.localAddress()));
    PacketBatch into = new PacketBatch(4, 2_000);
    List<byte[]> got = new ArrayList<>();
    while (got.size() < 20) {
      into.clear();
      to.receive(into);
      split(into, got);
    }
    assertNumbered(got, 20);
    assertThat(to.dropped()).isZero();
  }

  /// As many as a receive buffer takes.
  @Test
  void aTrainOfMoreDatagramsThanAMessageTakesIsSentWhole() throws Exception {
    SocketPacketConn from = bound("127.0.0.1");
    SocketPacketConn to = bound("127.0.0.1");
    from.send(train(150, 4, to.localAddress()));
    PacketBatch into = new PacketBatch(16, 100);
    List<byte[]> got = new ArrayList<>();
    while (got.size() < 150) {
      into.clear();
      to.receive(into);
      split(into, got);
    }
    assertNumbered(got, 150);
  }

  @Test
  void aTrainOfMoreMessagesThanACallTakesGoesOnInTheNext() throws Exception {
    try (MessageBatch batch = new MessageBatch()) {
      Packet packet = train(1_500, 4, new InetSocketAddress(address("127.0.0.1"), 9)).get(0);
      KnownRemote remote = new KnownRemote();
      List<Integer> filled = new ArrayList<>();
      while (!packet.data.isEmpty()) {
        filled.add(batch.fill(0, packet, remote, SockAddr.AF_INET, false));
      }
      // 40 in a message, 16 messages in a call
      assertThat(filled).containsExactly(16, 16, 6);
    }
  }

  @Test
  void segmentsThatDoNotFitTheDeviceAreSentAnyway() throws Exception {
    SocketPacketConn from = bound("127.0.0.1");
    SocketPacketConn to = bound("127.0.0.1");
    // over 64 KiB of loopback's MTU no train is allowed, and one datagram of it is
    PacketBatch out = new PacketBatch(2, PacketBatch.MAX_PACKET_BYTES);
    Packet packet = out.add();
    packet.data.to += 60_000;
    packet.segmentBytes = 40_000;
    packet.remote = Destination.of(to.localAddress());
    from.send(out);
    PacketBatch into = new PacketBatch(4, PacketBatch.MAX_PACKET_BYTES);
    List<byte[]> got = new ArrayList<>();
    while (got.size() < 2) {
      into.clear();
      to.receive(into);
      split(into, got);
    }
    assertThat(got.get(0)).hasSize(40_000);
    assertThat(got.get(1)).hasSize(20_000);
    assertThat(from.dropped()).isZero();
  }

  @Test
  void aMessageSentOneByOneIsUsableAgain() throws Exception {
    MessageBatch batch = new MessageBatch();
    try (batch) {
      PacketBatch out = train(3, 100, new InetSocketAddress(address("127.0.0.1"), 9));
      KnownRemote remote = new KnownRemote();
      batch.fill(0, out.get(0), remote, SockAddr.AF_INET, false);
      assertThat(batch.isTrain(0)).isTrue();
      assertThat(batch.nextSegment(0)).isTrue();
      assertThat(batch.isTrain(0)).isFalse();
      assertThat(batch.nextSegment(0)).isTrue();
      assertThat(batch.nextSegment(0)).isTrue();
      assertThat(batch.nextSegment(0)).isFalse();
    }
  }

  @Test
  void whatIsLeftOfAMessageCanBeTakenBack() throws Exception {
    try (MessageBatch batch = new MessageBatch()) {
      PacketBatch out = train(3, 100, new InetSocketAddress(address("127.0.0.1"), 9));
      KnownRemote remote = new KnownRemote();
      batch.fill(0, out.get(0), remote, SockAddr.AF_INET, false);
      assertThat(batch.takeBack(0)).isEqualTo(300);

      out = train(3, 100, new InetSocketAddress(address("127.0.0.1"), 9));
      batch.fill(0, out.get(0), remote, SockAddr.AF_INET, false);
      assertThat(batch.nextSegment(0)).isTrue();
      assertThat(batch.nextSegment(0)).isTrue();
      // the second segment was refused, and the third not tried
      assertThat(batch.takeBack(0)).isEqualTo(200);
    }
  }

  @Test
  void anIpv6AddressOnAnIpv4SocketIsDroppedAndCounted() throws Exception {
    SocketPacketConn from = bound("127.0.0.1");
    from.send(train(2, 10, new InetSocketAddress(address("::1"), 9)));
    assertThat(from.dropped()).isEqualTo(2);
  }

  /// Datagrams that begin with their number.
  private static PacketBatch train(int count, int bytes, InetSocketAddress to) {
    PacketBatch batch = new PacketBatch(1, count * bytes);
    Packet packet = batch.add();
    for (int i = 0; i < count; i++) {
      byte[] datagram = new byte[bytes];
      datagram[0] = (byte) (i >> 8);
      datagram[1] = (byte) i;
      packet.data.append(datagram, 0, bytes);
    }
    packet.segmentBytes = bytes;
    packet.remote = Destination.of(to);
    return batch;
  }

  private static void split(PacketBatch batch, List<byte[]> into) throws IOException {
    for (int i = 0; i < batch.count(); i++) {
      Packet packet = batch.get(i);
      Buffer data = packet.data;
      int step = packet.segmentBytes == 0 ? data.length() : packet.segmentBytes;
      while (!data.isEmpty()) {
        byte[] datagram = new byte[Math.min(step, data.length())];
        System.arraycopy(data.array, data.from, datagram, 0, datagram.length);
        data.skip(datagram.length);
        into.add(datagram);
      }
    }
  }

  private static void assertNumbered(List<byte[]> got, int count) {
    assertThat(got).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat((got.get(i)[0] & 0xff) << 8 | got.get(i)[1] & 0xff).isEqualTo(i);
    }
  }
}
