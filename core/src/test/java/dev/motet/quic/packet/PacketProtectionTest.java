package dev.motet.quic.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.testkit.BitFlips;
import dev.motet.testkit.InitialBytes;
import dev.motet.testkit.Truncations;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The packets of RFC 9001 appendix A and RFC 9369 appendix A, in both directions.
class PacketProtectionTest {
  private static final byte[] ID = hex("8394c8f03e515708");

  /// RFC 9001 A.2: CRYPTO; PADDING follows up to 1162 bytes.
  private static final String CLIENT_HELLO =
      """
      060040f1010000ed0303ebf8fa56f12939b9584a3896472ec40bb863cfd3e868
      04fe3a47f06a2b69484c00000413011302010000c000000010000e00000b6578
      616d706c652e636f6dff01000100000a00080006001d00170018001000070005
      04616c706e000500050100000000003300260024001d00209370b2c9caa47fba
      baf4559fedba753de171fa71f50f1ce15d43e994ec74d748002b000302030400
      0d0010000e0403050306030203080408050806002d00020101001c0002400100
      3900320408ffffffffffffffff05048000ffff07048000ffff08011001048000
      75300901100f088394c8f03e51570806048000ffff
      """;

  /// RFC 9001 A.3: ACK and CRYPTO.
  private static final String SERVER_HELLO =
      """
      02000000000600405a020000560303eefce7f7b37ba1d1632e96677825ddf739
      88cfc79825df566dc5430b9a045a1200130100002e00330024001d00209d3c94
      0d89690b84d08a60993c144eca684d1081287c834d5311bcf32bb9da1a002b00
      020304
      """;

  /// The SHA-256 of the packets that the RFCs print; that of draft 29 was computed by another
  /// program.
  @ParameterizedTest
  @CsvSource({
    "V1, c300000001088394c8f03e5157080000449e00000002, "
        + "73fa0210cb4a5a17dc10b9dc98e5cc359ba1c20fe7c0e93a9e1dcb473c37e097",
    "V2, d36b3343cf088394c8f03e5157080000449e00000002, "
        + "b0b766fe7e762577072d3365cc4f9635809210cba301a67f8457f5e6fdac5c68",
    "DRAFT_29, c3ff00001d088394c8f03e5157080000449e00000002, "
        + "9eaa945d8ada26a918239544389b6fc76aebef38f9b6c9ace1b236baa99d61fb",
  })
  void sealsAndOpensTheClientsFirstPacket(QuicVersion version, String header, String sha256)
      throws Exception {
    byte[] payload = Arrays.copyOf(hex(CLIENT_HELLO), 1162);
    byte[] sealed = PacketProtection.initialClient(version, ID).seal(hex(header), 2, payload);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(sealed);
    assertThat(HexFormat.of().formatHex(hash)).isEqualTo(sha256);

    LongHeader read = LongHeader.read(new ByteReader(sealed));
    assertThat(read.version()).isEqualTo(version);
    assertThat(read.type()).isEqualTo(LongHeader.Type.INITIAL);
    assertThat(read.packetBytes()).isEqualTo(sealed.length);
    PacketProtection.Opened opened =
        PacketProtection.initialClient(version, read.destinationId())
            .open(sealed, read.bytes(), -1);
    assertThat(opened.number()).isEqualTo(2);
    assertThat(opened.payload()).isEqualTo(payload);
  }

  @ParameterizedTest
  @CsvSource({
    "V1, c1000000010008f067a5502a4262b50040750001, "
        + "cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a"
        + "5816b6394100f37a1c69797554780bb38cc5a99f5ede4cf73c3ec2493a1839b3"
        + "dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84"
        + "022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc4"
        + "2158407dd074ee",
    "V2, d16b3343cf0008f067a5502a4262b50040750001, "
        + "dc6b3343cf0008f067a5502a4262b5004075d92faaf16f05d8a4398c47089698"
        + "baeea26b91eb761d9b89237bbf87263017915358230035f7fd3945d88965cf17"
        + "f9af6e16886c61bfc703106fbaf3cb4cfa52382dd16a393e42757507698075b2"
        + "c984c707f0a0812d8cd5a6881eaf21ceda98f4bd23f6fe1a3e2c43edd9ce7ca8"
        + "4bed8521e2e140",
  })
  void sealsAndOpensTheServersFirstPacket(QuicVersion version, String header, String packet)
      throws Exception {
    PacketProtection server = PacketProtection.initialServer(version, ID);
    byte[] sealed = server.seal(hex(header), 1, hex(SERVER_HELLO));
    assertThat(HexFormat.of().formatHex(sealed)).isEqualTo(packet);
    PacketProtection.Opened opened =
        server.open(sealed, LongHeader.read(new ByteReader(sealed)).bytes(), -1);
    assertThat(opened.number()).isEqualTo(1);
    assertThat(opened.payload()).isEqualTo(hex(SERVER_HELLO));
  }

  @Test
  void opensNothingThatWasChanged() throws Exception {
    byte[] packet = new InitialBytes().padding(100).bytes();
    int header = LongHeader.read(new ByteReader(packet)).bytes();
    for (int i = 0; i < packet.length; i++) {
      byte[] changed = packet.clone();
      changed[i] ^= 0x04;
      assertThatThrownBy(() -> open(changed, header))
          .as("byte %d", i)
          .isInstanceOf(ProtocolException.class);
    }
    assertThat(open(packet, header).payload()).hasSize(100);
    Truncations.rejectsEvery(new InitialBytes().padding(100).bytes(), bytes -> open(bytes, header));
  }

  @Test
  void anotherIdOpensNothing() {
    byte[] packet = new InitialBytes().padding(100).bytes();
    PacketProtection other = PacketProtection.initialClient(QuicVersion.V1, new byte[8]);
    assertThatThrownBy(() -> other.open(packet, 18, -1)).isInstanceOf(ProtocolException.class);
  }

  /// RFC 9000 A.3, and the borders.
  @ParameterizedTest
  @CsvSource({
    "9b32, 2, a82f30ea, a82f9b32",
    "00, 1, -1, 0",
    "ff, 1, -1, ff",
    "00, 1, fe, 100",
    "80, 1, fe, 80",
    "7f, 1, ff, 17f",
    "81, 1, ff, 81",
    "ffffffff, 4, 100000000, ffffffff",
  })
  void expandsPacketNumbers(String truncated, int bytes, String largest, String number) {
    assertThat(
            PacketNumbers.expand(Long.parseLong(truncated, 16), bytes, Long.parseLong(largest, 16)))
        .isEqualTo(Long.parseLong(number, 16));
  }

  @Test
  void survivesDamage() {
    byte[] packet = new InitialBytes().token(30).padding(100).bytes();
    BitFlips.survivesEvery(
        packet,
        3000,
        damaged -> {
          LongHeader header = LongHeader.read(new ByteReader(damaged));
          byte[] whole = Arrays.copyOf(damaged, header.packetBytes());
          PacketProtection.initialClient(header.version(), header.destinationId())
              .open(whole, header.bytes(), -1);
        });
  }

  private static PacketProtection.Opened open(byte[] packet, int headerBytes)
      throws ProtocolException {
    return PacketProtection.initialClient(QuicVersion.V1, ID).open(packet, headerBytes, -1);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
  }
}
