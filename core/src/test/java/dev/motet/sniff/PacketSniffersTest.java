package dev.motet.sniff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.ByteReader;
import dev.motet.option.Sniffer;
import dev.motet.testkit.BitFlips;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Packets of the protocols that one packet tells, and packets that are almost theirs.
class PacketSniffersTest {
  private static final String QUERY =
      "1234 0100 0001 0000 0000 0000 07 6578616d706c65 03 6f7267 00 0001 0001";
  private static final String STUN =
      "0001 0008 2112a442 000102030405060708090a0b 0011 0004 01020304";
  private static final String NTP = "23 00 06 ec 00000000 00000000";
  private static final String UTP = "41 00 aabb 00000001 00000000 00100000 0001 0000";
  private static final String TRACKER = "0000041727101980 00000000 12345678";
  private static final String DTLS = "16 fefd 0000 000000000000 0004 01000000";

  @ParameterizedTest
  @CsvSource({
    "DNS, " + QUERY,
    "DNS, 1234 0100 0001 0000 0000 0001 00 0002 0001 00 0029 1000 00000000 0004 000a0000",
    "DNS, 1234 0120 0002 0000 0000 0000 01 61 00 0001 0001 c00c 001c 0001", // a pointer back
    "DNS, " + QUERY + " aabb", // something behind
    "STUN, " + STUN,
    "STUN, 0101 0000 2112a442 000102030405060708090a0b", // a response
    "BITTORRENT, " + UTP,
    "BITTORRENT, 21 02 aabb 00000001 00000000 00100000 0001 0000 01 02 ffff 00 01 00", // extended
    "BITTORRENT, " + TRACKER,
    "DTLS, " + DTLS,
    "DTLS, 14 feff 0000 000000000000 0001 01",
    "DTLS, 19 fefd 0000 000000000000 0000",
    "NTP, " + NTP + " 000000000000000000000000000000000000000000000000000000000000000000000000",
    "NTP, 1b 00 06 ec 00100000 00100000"
        + " 000000000000000000000000000000000000000000000000000000000000000000000000",
  })
  void recognises(Sniffer protocol, String hex) {
    byte[] packet = hex(hex);
    assertThat(sniff(protocol, packet)).isEqualTo(Sniffed.found(protocol));
    BitFlips.survivesEvery(packet, 2000, damaged -> sniff(protocol, damaged));
    for (Sniffer other : Sniffer.values()) {
      if (other != protocol && Sniffers.packets(other) != null) {
        assertThat(sniff(other, packet)).as(other.toString()).isEqualTo(Sniffed.NO);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DNS, 1234 8100 0001 0000 0000 0000 00 0001 0001, a response",
    "DNS, 1234 0100 0000 0000 0000 0000 00 0001 0001, no question",
    "DNS, 1234 0100 0001 0001 0000 0000 00 0001 0001, an answer",
    "DNS, 1234 0100 0001 0000 0001 0000 00 0001 0001, an authority",
    "DNS, 1234 0100 0002 0000 0000 0000 00 0001 0001, a question missing",
    "DNS, 1234 0100 0001 0000 0000 0000 40 0001 0001, a label of another kind",
    "DNS, 1234 0100 0001 0000 0000 0000 c00c 0001 0001, a pointer to itself",
    "DNS, 1234 0100 0001 0000 0000 0000 c010 0001 0001, a pointer forwards",
    "DNS, 1234 0100 0001 0000 0000 0001 00 0001 0001 00 0029 1000 00000000 0001, no data",
    "STUN, 0001 0000 2112a443 000102030405060708090a0b, another cookie",
    "STUN, 0001 0001 2112a442 000102030405060708090a0b, longer than the packet",
    "BITTORRENT, 51 00 aabb 00000001 00000000 00100000 0001 0000, type 5",
    "BITTORRENT, 42 00 aabb 00000001 00000000 00100000 0001 0000, version 2",
    "BITTORRENT, 41 05 aabb 00000001 00000000 00100000 0001 0000 00 00, extension 5",
    "BITTORRENT, 41 01 aabb 00000001 00000000 00100000 0001 0000 01 02 01, cut in an extension",
    "BITTORRENT, 0000041727101980 00000001 12345678, an announcement",
    "DTLS, 18 fefd 0000 000000000000 0001 01, a heartbeat",
    "DTLS, 16 fefc 0000 000000000000 0001 01, version 1.3 as such",
    "DTLS, 16 0303 0000 000000000000 0001 01, TLS",
  })
  void refuses(Sniffer protocol, String hex, String what) {
    assertThat(sniff(protocol, hex(hex))).as(what).isEqualTo(Sniffed.NO);
  }

  @ParameterizedTest
  @CsvSource({
    "13 00 06 ec 00000000 00000000, version 2",
    "2b 00 06 ec 00000000 00000000, version 5",
    "24 00 06 ec 00000000 00000000, a server",
    "23 00 06 ec 00100001 00000000, a far root",
    "23 00 06 ec 00000000 ffffffff, a vague root",
  })
  void refusesNtpThatNoClientSends(String start, String what) {
    byte[] packet = Arrays.copyOf(hex(start), 48);
    assertThat(sniff(Sniffer.NTP, packet)).as(what).isEqualTo(Sniffed.NO);
  }

  @Test
  void refusesEveryPrefix() {
    for (String whole : new String[] {QUERY, STUN, TRACKER}) {
      byte[] packet = hex(whole);
      for (int length = 0; length < packet.length; length++) {
        for (Sniffer sniffer : Sniffer.values()) {
          if (Sniffers.packets(sniffer) != null) {
            assertThat(sniff(sniffer, Arrays.copyOf(packet, length))).isEqualTo(Sniffed.NO);
          }
        }
      }
    }
    assertThat(sniff(Sniffer.NTP, Arrays.copyOf(hex(NTP), 47))).isEqualTo(Sniffed.NO);
    assertThat(sniff(Sniffer.BITTORRENT, Arrays.copyOf(hex(UTP), 19))).isEqualTo(Sniffed.NO);
    assertThat(sniff(Sniffer.DTLS, Arrays.copyOf(hex(DTLS), 12))).isEqualTo(Sniffed.NO);
  }

  /// Who forbids BitTorrent does not mean WireGuard.
  @Test
  void wireGuardIsNotBitTorrent() {
    assertThat(sniff(Sniffer.BITTORRENT, Arrays.copyOf(hex("01000000"), 148)))
        .isEqualTo(Sniffed.NO);
    assertThat(sniff(Sniffer.BITTORRENT, Arrays.copyOf(hex("01000000"), 149)))
        .isEqualTo(Sniffed.found(Sniffer.BITTORRENT));
  }

  private static Sniffed sniff(Sniffer name, byte[] packet) {
    PacketSniffer sniffer = Sniffers.packets(name);
    if (sniffer == null) {
      throw new AssertionError(name + " is no protocol of packets");
    }
    return sniffer.sniff(new ByteReader(packet));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
