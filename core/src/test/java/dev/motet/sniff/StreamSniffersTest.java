package dev.motet.sniff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.ByteReader;
import dev.motet.option.Sniffer;
import dev.motet.testkit.Samples;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The streams of DNS, BitTorrent, SSH and RDP.
class StreamSniffersTest {
  private static final String QUERY =
      "001d 1234 0100 0001 0000 0000 0000 07 6578616d706c65 03 6f7267 00 0001 0001";

  @Test
  void recognisesADnsQuery() {
    StreamSniffer dns = new DnsSniffer.Stream();
    Sniffed found = Sniffed.found(Sniffer.DNS);
    assertThat(SnifferCheck.recognises(dns, hex(QUERY), found)).isEqualTo(31);
    assertThat(SnifferCheck.recognises(dns, hex(QUERY + " 0011 aabb"), found)).isEqualTo(31);
    // something behind the question that the counts do not tell
    byte[] longer = hex(QUERY.replace("001d", "001f") + "aabb");
    assertThat(SnifferCheck.recognises(dns, longer, found)).isEqualTo(33);
  }

  /// Refused at the byte that cannot be right: no binary protocol waits because its first two bytes
  /// could be a length.
  @ParameterizedTest
  @CsvSource({
    "0010, 2",
    "3fff, 2",
    "474554202f, 2", // GET /
    "0100 1234 8100, 6",
    "0100 1234 0100 0000, 8",
    "0100 1234 0100 0001 0001, 10",
    "0100 1234 0100 0001 0000 0001, 12",
    "0100 1234 0100 0001 0000 0000 0000 80, 15",
    "0013 1234 0100 0001 0000 0000 0000 07 6578616d706c, 21", // the length ends inside of the name
  })
  void refusesWhatIsNoDnsQuery(String hex, int after) {
    assertThat(SnifferCheck.refuses(new DnsSniffer.Stream(), hex(hex))).isEqualTo(after);
  }

  @Test
  void aNameOfDnsEnds() {
    byte[] stream = hex("3000 1234 0100 0001 0000 0000 0000" + "0161".repeat(200));
    assertThat(SnifferCheck.refuses(new DnsSniffer.Stream(), stream)).isEqualTo(14 + 256);
  }

  @Test
  void recognisesBitTorrent() {
    byte[] handshake = "\u0013BitTorrent protocol\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(
            SnifferCheck.recognises(
                new BitTorrentSniffer.Stream(), handshake, Sniffed.found(Sniffer.BITTORRENT)))
        .isEqualTo(20);
    handshake[19]++;
    assertThat(SnifferCheck.refuses(new BitTorrentSniffer.Stream(), handshake)).isEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource({
    "'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u7\r\n', OpenSSH_9.2p1 Debian-2+deb12u7",
    "'SSH-2.0-dropbear_2022.83\n', dropbear_2022.83",
    "'SSH-2.0-\r\n',",
    "'SSH-2.0-a\u00e9\r\n',",
    "'SSH-2.0-a\u0008\r\n',",
  })
  void recognisesSsh(String banner, String client) {
    byte[] stream = banner.getBytes(StandardCharsets.ISO_8859_1);
    assertThat(ssh(stream)).isEqualTo(new Sniffed.Found(Sniffer.SSH, null, client));
  }

  @Test
  void tellsTheClientOfSshOnceTheLineEnds() {
    byte[] stream = Samples.stream("ssh-openssh");
    Sniffed likely = new Sniffed.More(new Sniffed.Found(Sniffer.SSH, null, null));
    for (int length = 1; length < stream.length; length++) {
      assertThat(new SshSniffer().sniff(new ByteReader(stream, 0, length)))
          .isEqualTo(length < 8 ? Sniffed.MORE : likely);
    }
    assertThat(ssh(stream))
        .isEqualTo(new Sniffed.Found(Sniffer.SSH, null, "OpenSSH_9.2p1 Debian-2+deb12u6"));
  }

  @Test
  void aBannerWithoutAnEndIsSsh() {
    assertThat(ssh(("SSH-2.0-" + "x".repeat(400)).getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(Sniffed.found(Sniffer.SSH));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSH-1.99-x\r\n", "SSH-2.0", "ssh-2.0-x\r\n", " SSH-2.0-"})
  void otherBannersAreNotSsh(String banner) {
    byte[] stream = (banner + "xxxxxx").getBytes(StandardCharsets.US_ASCII);
    SnifferCheck.refuses(new SshSniffer(), stream);
  }

  @Test
  void recognisesRdp() {
    byte[] request = hex("0300 0013 0ee0 0000 0000 00 01 00 0800 03000000");
    StreamSniffer rdp = new RdpSniffer();
    assertThat(SnifferCheck.recognises(rdp, request, Sniffed.found(Sniffer.RDP))).isEqualTo(14);
    for (int i : new int[] {0, 1, 2, 3, 4, 5, 11, 13}) {
      byte[] changed = request.clone();
      changed[i] ^= 0x40;
      assertThat(SnifferCheck.refuses(rdp, changed)).isEqualTo(i <= 1 ? i + 1 : i == 2 ? 4 : i + 1);
    }
  }

  private static Sniffed ssh(byte[] stream) {
    return new SshSniffer().sniff(new ByteReader(stream));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
