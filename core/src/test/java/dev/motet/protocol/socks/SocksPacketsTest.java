package dev.motet.protocol.socks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.Buffer;
import dev.motet.io.Destination;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.io.PacketSource;
import dev.motet.testkit.BitFlips;
import dev.motet.testkit.PacketPipe;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Headers of associations: single packets, and trains of segments.
class SocksPacketsTest {
  private static final String HEADER_A = "000000 01 c0000201 0035";
  private static final String HEADER_B = "000000 01 c0000202 0035";
  private static final Destination A = Destination.of("192.0.2.1", 53);
  private static final Destination B = Destination.of("192.0.2.2", 53);
  private static final Destination RELAY = Destination.of("127.0.0.1", 1080);

  private final PacketPipe pipe = PacketPipe.create();
  private final PacketConn packets = new SocksPackets(pipe.a(), new SocksPeer.Relay(RELAY));
  private final PacketBatch batch = new PacketBatch(8, PacketBatch.MAX_PACKET_BYTES);

  @Test
  void takesHeadersOffAndPutsThemOn() throws Exception {
    peerSends(0, HEADER_A + "6869");
    packets.receive(batch);

    assertThat(text(batch.get(0))).isEqualTo("hi");
    assertThat(batch.get(0).remote()).isEqualTo(A);

    packets.send(batch);
    PacketBatch sent = received();
    assertThat(hex(sent.get(0))).isEqualTo(plain(HEADER_A + "6869"));
    assertThat(sent.get(0).remote()).isEqualTo(RELAY);
  }

  @Test
  void keepsATrainForOneDestinationTogether() throws Exception {
    peerSends(12, HEADER_A + "6161" + HEADER_A + "6262" + HEADER_A + "63");
    packets.receive(batch);

    assertThat(batch.count()).isEqualTo(1);
    assertThat(text(batch.get(0))).isEqualTo("aabbc");
    assertThat(batch.get(0).segmentBytes).isEqualTo(2);

    packets.send(batch);
    PacketBatch sent = received();
    assertThat(hex(sent.get(0)))
        .isEqualTo(plain(HEADER_A + "6161" + HEADER_A + "6262" + HEADER_A + "63"));
    assertThat(sent.get(0).segmentBytes).isEqualTo(12);
  }

  @Test
  void takesATrainForSeveralDestinationsApart() throws Exception {
    peerSends(12, HEADER_A + "6161" + HEADER_B + "6262" + HEADER_A + "6363");
    packets.receive(batch);

    assertThat(batch.count()).isEqualTo(2);
    assertThat(text(batch.get(0))).isEqualTo("aacc");
    assertThat(batch.get(0).segmentBytes).isEqualTo(2);
    assertThat(text(batch.get(1))).isEqualTo("bb");
    assertThat(batch.get(1).remote()).isEqualTo(B);
  }

  @Test
  void keepsWhatHasNoSlotForTheNextCall() throws Exception {
    PacketBatch one = new PacketBatch(1, 100);
    peerSends(12, HEADER_A + "6161" + HEADER_B + "6262");

    assertThat(packets.receive(one)).isEqualTo(1);
    one.clear();
    assertThat(packets.awaitReadable(0)).isTrue();
    assertThat(packets.receive(one)).isEqualTo(1);
    assertThat(text(one.get(0))).isEqualTo("bb");
  }

  @Test
  void dropsDamagedSegmentsOfATrain() throws Exception {
    peerSends(12, HEADER_A + "6161" + "000001 01 c0000201 0035" + "6262" + HEADER_A + "6363");
    packets.receive(batch);

    assertThat(batch.count()).isEqualTo(1);
    assertThat(text(batch.get(0))).isEqualTo("aacc");
  }

  @Test
  void dropsWhatIsNotFromThePeer() throws Exception {
    peerSends(Destination.of("127.0.0.1", 9), 0, HEADER_A + "61");
    peerSends(0, HEADER_A + "62");

    packets.receive(batch);
    assertThat(text(batch.get(0))).isEqualTo("b");
  }

  /// Small trains move to the left, long ones in both directions, the fullest go one by one.
  @ParameterizedTest
  @CsvSource({"1, 1400", "3, 1200", "40, 1200", "64, 1000", "128, 510", "200, 300", "6500, 10"})
  void putsHeadersIntoTrainsOfAnyLength(int segments, int size) throws Exception {
    Destination ipv6 = Destination.of("2001:db8::1", 443);
    byte[] payload = new byte[segments * size - size / 2];
    new Random(segments).nextBytes(payload);
    Packet train = batch.add();
    train.data.append(payload, 0, payload.length);
    train.remote = ipv6;
    train.segmentBytes = size;

    packets.send(batch);

    String header = plain("000000 04 20010db8000000000000000000000001 01bb");
    List<String> expected = new ArrayList<>();
    for (int at = 0; at < payload.length; at += size) {
      int end = Math.min(at + size, payload.length);
      expected.add(header + HexFormat.of().formatHex(payload, at, end));
    }
    assertThat(datagrams(segments)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100})
  void putsHeadersOnSinglePacketsOfAnyLength(int size) throws Exception {
    Packet packet = batch.add();
    packet.data.append(new byte[size], 0, size);
    packet.remote = A;

    packets.send(batch);
    assertThat(hex(received().get(0))).isEqualTo(plain(HEADER_A) + "00".repeat(size));
  }

  /// Who moves packets without waiting leaves a train without room for its headers to a send.
  @Test
  void aTrainWithoutRoomIsNotSealed() throws Exception {
    for (int segments : new int[] {3, 128}) {
      batch.clear();
      Packet packet = batch.add();
      packet.data.append(new byte[segments * 510], 0, segments * 510);
      packet.remote = A;
      packet.segmentBytes = 510;
      assertThat(packets.sink().sealer().seal(batch)).isEqualTo(segments == 3);
      assertThat(packet.remote()).isEqualTo(segments == 3 ? RELAY : A);
      assertThat(packet.data.length()).isEqualTo(segments * (segments == 3 ? 520 : 510));
    }
  }

  @Test
  void whatHasNoSlotIsToldAndComesNext() throws Exception {
    PacketBatch one = new PacketBatch(1, 100);
    byte[] bytes = HexFormat.of().parseHex(plain(HEADER_A + "6161" + HEADER_B + "6262"));
    Packet packet = one.add();
    packet.data.append(bytes, 0, bytes.length);
    packet.remote = RELAY;
    packet.segmentBytes = 12;
    PacketSource.Opener opener = packets.source().opener();

    assertThat(opener.open(one, 0)).isTrue();
    assertThat(text(one.get(0))).isEqualTo("aa");
    one.clear();
    assertThat(opener.open(one, 0)).isFalse();
    assertThat(text(one.get(0))).isEqualTo("bb");
  }

  @Test
  void survivesDamagedTrains() {
    byte[] valid = HexFormat.of().parseHex(plain(HEADER_A + "6161" + HEADER_B + "6262"));
    BitFlips.survivesEvery(
        valid,
        500,
        damaged -> {
          PacketPipe own = PacketPipe.create();
          PacketConn receiver = new SocksPackets(own.a(), new SocksPeer.Relay(RELAY));
          send(own.b(), RELAY, 12, damaged);
          own.b().close();
          PacketBatch into = new PacketBatch(2, 100);
          receiver.receive(into);
        });
  }

  private void peerSends(int segmentBytes, String hex) throws Exception {
    peerSends(RELAY, segmentBytes, hex);
  }

  private void peerSends(Destination from, int segmentBytes, String hex) throws Exception {
    send(pipe.b(), from, segmentBytes, HexFormat.of().parseHex(plain(hex)));
  }

  private static void send(PacketConn end, Destination from, int segmentBytes, byte[] bytes)
      throws java.io.IOException {
    PacketBatch one = new PacketBatch(1, bytes.length);
    Packet packet = one.add();
    packet.data.append(bytes, 0, bytes.length);
    packet.remote = from;
    packet.segmentBytes = segmentBytes;
    end.send(one);
  }

  private PacketBatch received() throws Exception {
    PacketBatch got = new PacketBatch(8, PacketBatch.MAX_PACKET_BYTES);
    pipe.b().receive(got);
    return got;
  }

  /// As the network would deliver them.
  private List<String> datagrams(int count) throws Exception {
    List<String> all = new ArrayList<>();
    while (all.size() < count) {
      PacketBatch got = received();
      for (int i = 0; i < got.count(); i++) {
        Buffer data = got.get(i).data;
        int size = got.get(i).segmentBytes == 0 ? data.length() : got.get(i).segmentBytes;
        for (int at = data.from; at < data.to; at += size) {
          all.add(HexFormat.of().formatHex(data.array, at, Math.min(at + size, data.to)));
        }
      }
    }
    return all;
  }

  private static String plain(String hex) {
    return hex.replace(" ", "");
  }

  private static String text(Packet packet) {
    return packet.data.toText();
  }

  private static String hex(Packet packet) {
    return HexFormat.of().formatHex(packet.data.toBytes());
  }
}
