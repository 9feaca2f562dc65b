package dev.motet.sniff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.ByteReader;
import dev.motet.option.Sniffer;
import dev.motet.quic.packet.QuicVersion;
import dev.motet.testkit.BitFlips;
import dev.motet.testkit.HelloBytes;
import dev.motet.testkit.InitialBytes;
import dev.motet.testkit.Samples;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Initial packets of real clients, and of those that want to do harm.
class QuicSnifferTest {
  private static final byte[] HELLO = new HelloBytes().serverName("a.example").message();
  private static final Sniffed NOT_YET =
      new Sniffed.More(new Sniffed.Found(Sniffer.QUIC, null, "chromium"));

  private final QuicSniffer quic = new QuicSniffer();

  /// The clients are what sing-box 1.12 calls them.
  @ParameterizedTest
  @CsvSource({
    "quic-chromium, quic.example.org, chromium",
    "quic-firefox, firefox.example.org, chromium",
    "quic-firefox-x25519, firefox.example.org, quic-go",
    "quic-go, quic-go.example.org, chromium",
    "quic-go-x25519, quic-go.example.org, quic-go",
    "quic-aioquic, aioquic.example.org, firefox",
    "quic-aioquic-v2, aioquic.example.org, firefox",
    "quic-ngtcp2, localhost, unknown",
  })
  void recognisesRealClients(String sample, String domain, String client) {
    List<byte[]> packets = Samples.packets(sample);
    Sniffed found = new Sniffed.Found(Sniffer.QUIC, domain, client);
    assertThat(sniffAll(packets)).isEqualTo(found);
    if (packets.size() > 1) {
      assertThat(new QuicSniffer().sniff(new ByteReader(packets.getFirst()))).isEqualTo(NOT_YET);
      assertThat(sniffAll(packets.reversed())).as("out of order").isEqualTo(found);
      assertThat(sniffAll(List.of(packets.get(0), packets.get(0), packets.get(1))))
          .as("twice")
          .isEqualTo(found);
    }
  }

  @ParameterizedTest
  @EnumSource
  void recognisesEveryVersion(QuicVersion version) {
    byte[] packet = new InitialBytes().version(version).crypto(0, HELLO).padding(900).bytes();
    assertThat(sniff(packet)).isEqualTo(found("a.example", "unknown"));
  }

  @Test
  void putsPiecesInOrder() {
    List<InitialBytes> packets = new ArrayList<>();
    for (int at = 0; at < HELLO.length; at += 10) {
      packets.add(new InitialBytes().crypto(HELLO, at, Math.min(at + 10, HELLO.length)));
    }
    Collections.shuffle(packets, new Random(7));
    Sniffed said = Sniffed.MORE;
    for (InitialBytes packet : packets) {
      assertThat(said).isInstanceOf(Sniffed.More.class);
      said = sniff(packet.padding(30).bytes());
    }
    assertThat(said).isEqualTo(found("a.example", "chromium"));
  }

  @Test
  void piecesMayOverlap() {
    InitialBytes packet = new InitialBytes();
    packet.crypto(HELLO, 30, HELLO.length).crypto(HELLO, 0, 20).crypto(HELLO, 0, 0);
    assertThat(sniff(packet.crypto(HELLO, 35, 40).padding(100).bytes())).isEqualTo(NOT_YET);
    assertThat(sniff(new InitialBytes().crypto(HELLO, 10, 31).padding(100).bytes()))
        .isEqualTo(found("a.example", "chromium"));
  }

  @Test
  void severalPacketsMayShareADatagram() {
    byte[] one = new InitialBytes().crypto(HELLO, 50, HELLO.length).padding(30).bytes();
    byte[] two = new InitialBytes().crypto(HELLO, 0, 50).padding(30).bytes();
    byte[] both = Arrays.copyOf(one, one.length + two.length + 200); // padding of the datagram
    System.arraycopy(two, 0, both, one.length, two.length);
    assertThat(sniff(both)).isEqualTo(found("a.example", "chromium"));
  }

  @Test
  void anythingMayFollowTheFirstInitial() {
    assertThat(sniff(new InitialBytes().crypto(HELLO, 0, 50).padding(30).bytes()))
        .isEqualTo(NOT_YET);
    assertThat(sniff(HexFormat.of().parseHex("d0000000010000 04 00000000".replace(" ", ""))))
        .as("early data")
        .isEqualTo(NOT_YET);
    assertThat(sniff(new byte[1200])).as("no packet").isEqualTo(NOT_YET);
    assertThat(sniff(new InitialBytes().crypto(HELLO, 50, HELLO.length).padding(30).bytes()))
        .isEqualTo(found("a.example", "chromium"));
  }

  @Test
  void isNothingElse() {
    byte[] packet = new InitialBytes().crypto(0, HELLO).padding(900).bytes();
    byte[] changed = packet.clone();
    changed[900] ^= 1;
    assertThat(sniff(changed)).as("does not open").isEqualTo(Sniffed.NO);
    assertThat(sniff(new byte[0])).isEqualTo(Sniffed.NO);
    assertThat(sniff(HexFormat.of().parseHex("e0000000010000" + "14" + "00".repeat(20))))
        .as("begins with a Handshake packet")
        .isEqualTo(Sniffed.NO);
    for (int length = 0; length < packet.length; length++) {
      assertThat(sniff(Arrays.copyOf(packet, length))).isEqualTo(Sniffed.NO);
    }
    assertThat(sniff(packet)).isInstanceOf(Sniffed.Found.class);
  }

  @Test
  void aMalformedHelloIsQuicAllTheSame() {
    byte[] hello = HELLO.clone();
    hello[0] = 2;
    assertThat(sniff(new InitialBytes().crypto(0, hello).padding(99).bytes()))
        .isEqualTo(found(null, null));
  }

  @Test
  void framesThatMustNotBeThereAreNoQuic() {
    assertThat(sniff(new InitialBytes().crypto(0, HELLO).raw("0800").padding(99).bytes()))
        .isEqualTo(Sniffed.NO);
  }

  /// GHSA-9fw6-xgg2-mq9q: CRYPTO far away made another program reserve memory up to there.
  @Test
  void farPiecesCostNothing() {
    for (long offset : new long[] {CryptoAssembly.MAX_BYTES, 1L << 31, (1L << 62) - 3}) {
      byte[] packet = new InitialBytes().crypto(offset, new byte[2]).padding(99).bytes();
      assertThat(new QuicSniffer().sniff(new ByteReader(packet))).isEqualTo(found(null, null));
    }
  }

  @Test
  void manyTinyPiecesCostWhatTheyHold() {
    byte[] hello =
        new HelloBytes().serverName("a.example").extension(21, new byte[12_000]).message();
    InitialBytes packet = new InitialBytes();
    for (int at = hello.length - 1; at >= 0; at--) {
      packet.crypto(hello, at, at + 1);
    }
    assertThat(sniff(packet.bytes())).isEqualTo(found("a.example", "quic-go"));
  }

  @Test
  void manyFramesOfNothingAreNoTrouble() {
    InitialBytes packet = new InitialBytes();
    for (int i = 0; i < 15_000; i++) {
      packet.ping().crypto(5, new byte[0]);
    }
    assertThat(sniff(packet.bytes())).isEqualTo(NOT_YET);
  }

  @Test
  void opensALimitedNumberOfPackets() {
    ByteArrayOutputStream datagram = new ByteArrayOutputStream();
    for (int i = 0; i < 32; i++) {
      datagram.writeBytes(new InitialBytes().destinationId(i % 20).ping().padding(30).bytes());
    }
    assertThat(sniff(datagram.toByteArray())).isEqualTo(NOT_YET);
    byte[] hello = new InitialBytes().crypto(0, HELLO).padding(30).bytes();
    assertThat(sniff(hello)).as("one too late").isEqualTo(NOT_YET);
  }

  @Test
  void survivesDamage() {
    for (String sample : List.of("quic-chromium", "quic-go-x25519", "quic-aioquic-v2")) {
      byte[] packet = Samples.stream(sample);
      BitFlips.survivesEvery(
          packet, 500, damaged -> new QuicSniffer().sniff(new ByteReader(damaged)));
    }
    // behind the protection, where anybody can write too
    Random random = new Random(3);
    for (int round = 0; round < 2000; round++) {
      byte[] hello = HELLO.clone();
      hello[random.nextInt(hello.length)] ^= (byte) (1 << random.nextInt(8));
      byte[] packet = new InitialBytes().crypto(0, hello).padding(99).bytes();
      assertThat(new QuicSniffer().sniff(new ByteReader(packet))).isNotNull();
    }
  }

  private Sniffed sniff(byte[] packet) {
    return quic.sniff(new ByteReader(packet));
  }

  private static Sniffed sniffAll(List<byte[]> packets) {
    QuicSniffer sniffer = new QuicSniffer();
    Sniffed said = Sniffed.MORE;
    for (byte[] packet : packets) {
      said = sniffer.sniff(new ByteReader(packet));
    }
    return said;
  }

  private static Sniffed found(String domain, String client) {
    return new Sniffed.Found(Sniffer.QUIC, domain, client);
  }
}
