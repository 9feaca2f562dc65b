package dev.motet.tls.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.testkit.BitFlips;
import dev.motet.testkit.Truncations;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerMessagesTest {
  /// That of RFC 8448 section 3.
  private static final String SERVER_HELLO =
      "020000560303a6af06a4121860dc5e6e60249cd34c95930c8ac5cb1434dac155772ed3e2692800130100002e0033"
          + "0024001d0020c9828876112095fe66762bdbf7c672e156d6cc253b833df1dd69b1b04e751f0f002b00"
          + "020304";

  @Test
  void readsAndWritesAServerHello() throws Exception {
    byte[] message = hex(SERVER_HELLO);
    ServerHello hello = ServerHello.read(Message.body(message));
    assertThat(Message.type(message)).isEqualTo(HandshakeType.SERVER_HELLO);
    assertThat(hello.version()).isEqualTo(0x0303);
    assertThat(hello.sessionId()).isEmpty();
    assertThat(hello.cipherSuite()).isEqualTo(0x1301);
    assertThat(hello.selectedVersion()).isEqualTo(0x0304);
    KeyShare share = hello.keyShare();
    assertThat(share).isNotNull();
    assertThat(share.group()).isEqualTo(NamedGroup.X25519);
    assertThat(share.key()).hasSize(32);
    assertThat(hello.isRetryRequest()).isFalse();
    assertThat(hello.toBytes()).isEqualTo(message);
  }

  @Test
  void readsAHelloRetryRequest() throws Exception {
    ServerHello retry =
        new ServerHello(
            0x0303,
            ServerHello.retryRandom(),
            new byte[32],
            0x1302,
            0,
            List.of(
                Extension.ofNumber(ExtensionType.KEY_SHARE, 0x0018),
                new Extension(ExtensionType.COOKIE, hex("000201ff"))));
    ServerHello read = ServerHello.read(Message.body(retry.toBytes()));
    assertThat(read.isRetryRequest()).isTrue();
    assertThat(read.retryGroup()).isEqualTo(0x0018);
    assertThat(read.cookie()).containsExactly(1, 0xff);
    assertThat(read.selectedVersion()).isEqualTo(0x0303);
  }

  @Test
  void readsAServerHelloOfTls12WithoutExtensions() throws Exception {
    ServerHello hello =
        ServerHello.read(new ByteReader(hex("0303" + "11".repeat(32) + "00" + "c02f" + "00")));
    assertThat(hello.extensions()).isEmpty();
    assertThat(hello.keyShare()).isNull();
    assertThat(hello.retryGroup()).isNull();
    assertThat(hello.cookie()).isNull();
  }

  @Test
  void rejectsServerHellosThatSayTooMuch() {
    rejects("0303" + "11".repeat(32) + "21" + "00".repeat(33) + "c02f00", "session id");
    rejects("0303" + "11".repeat(32) + "00c02f00" + "0008" + "00170000" + "00170000", "twice");
    rejects("0303" + "11".repeat(32) + "00c02f00" + "0000" + "00", "left over");
  }

  @Test
  void writesWhatItReads() throws Exception {
    Extension sct = new Extension(18, hex("00020000"));
    CertificateMessage certificates =
        new CertificateMessage(
            hex("0a0b"),
            List.of(
                new CertificateMessage.Entry(hex("308201"), List.of(sct)),
                new CertificateMessage.Entry(hex("30"), List.of())));
    CertificateMessage read = CertificateMessage.read(Message.body(certificates.toBytes()));
    assertThat(read.chain()).containsExactly(hex("308201"), hex("30"));
    assertThat(read.entries().getFirst().extensions().getFirst().body()).isEqualTo(sct.body());
    assertThat(read.toBytes())
        .isEqualTo(
            hex(
                "0b00001c"
                    + "020a0b"
                    + "000016"
                    + "000003308201"
                    + "0008"
                    + "0012000400020000"
                    + "00000130"
                    + "0000"));

    byte[] encrypted = new EncryptedExtensions(List.of(Extension.ofAlpn(List.of("h2")))).toBytes();
    assertThat(encrypted).isEqualTo(hex("0800000b" + "0009" + "00100005" + "0003" + "026832"));
    byte[] alpn = EncryptedExtensions.read(Message.body(encrypted)).extension(ExtensionType.ALPN);
    assertThat(alpn).isNotNull();
    assertThat(Extension.names(alpn)).containsExactly("h2");

    byte[] request =
        new CertificateRequest(
                new byte[0],
                List.of(
                    new Extension(
                        ExtensionType.SIGNATURE_ALGORITHMS,
                        Extension.numberList(List.of(0x0403, 0x0804)))))
            .toBytes();
    assertThat(request).isEqualTo(hex("0d00000d" + "00" + "000a" + "000d0006" + "000404030804"));
    assertThat(CertificateRequest.read(Message.body(request)).toBytes()).isEqualTo(request);

    byte[] verify = new CertificateVerify(0x0807, hex("aabb")).toBytes();
    assertThat(verify).isEqualTo(hex("0f000006" + "0807" + "0002" + "aabb"));
    assertThat(CertificateVerify.read(Message.body(verify)).signature()).isEqualTo(hex("aabb"));

    byte[] compressed = new CompressedCertificate(2, 65_536, hex("010203")).toBytes();
    assertThat(compressed).isEqualTo(hex("1900000b" + "0002" + "010000" + "000003" + "010203"));
    assertThat(CompressedCertificate.read(Message.body(compressed)).uncompressedBytes())
        .isEqualTo(65_536);

    byte[] ticket =
        new NewSessionTicket(7200, 0xfedcba98L, hex("00"), hex("0102"), List.of()).toBytes();
    assertThat(ticket)
        .isEqualTo(hex("04000010" + "00001c20" + "fedcba98" + "0100" + "00020102" + "0000"));
    assertThat(NewSessionTicket.read(Message.body(ticket)).ageAdd()).isEqualTo(0xfedcba98L);

    assertThat(new KeyUpdate(true).toBytes()).isEqualTo(hex("1800000101"));
    assertThat(KeyUpdate.read(Message.body(hex("1800000100"))).requested()).isFalse();
  }

  @Test
  void readsAndWritesPreSharedKeys() throws Exception {
    PreSharedKeys keys =
        new PreSharedKeys(
            List.of(new PreSharedKeys.Identity(hex("0102"), 0xffffffffL)), List.of(new byte[32]));
    assertThat(keys.toBody())
        .isEqualTo(hex("0008" + "00020102ffffffff" + "0021" + "20" + "00".repeat(32)));
    assertThat(keys.binderBytes()).isEqualTo(35);
    assertThat(PreSharedKeys.read(keys.toBody()).toBody()).isEqualTo(keys.toBody());
    Truncations.rejectsEvery(keys.toBody(), PreSharedKeys::read);
  }

  @Test
  void signsContentWithItsContext() {
    byte[] content = CertificateVerify.content(true, hex("0102"));
    assertThat(new String(content, java.nio.charset.StandardCharsets.ISO_8859_1))
        .isEqualTo(" ".repeat(64) + "TLS 1.3, server CertificateVerify\0\1\2");
    assertThat(CertificateVerify.content(false, hex("0102"))).isNotEqualTo(content);
  }

  @Test
  void rejectsMessagesThatAreCutOrWrong() {
    assertThatThrownBy(() -> Message.body(hex("0b000002ff"))).isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> KeyUpdate.read(new ByteReader(hex("02"))))
        .hasMessageContaining("expected: 0 or 1");
    assertThatThrownBy(
            () -> CertificateMessage.read(new ByteReader(hex("00000005" + "0000000000"))))
        .hasMessageContaining("empty certificate");
    String many = "000001ff0000".repeat(CertificateMessage.MAX_ENTRIES + 1);
    assertThatThrownBy(() ->
            CertificateMessage.read(
                new ByteReader(hex("00" + "%06x".formatted(many.length() / 2) + many))))
        .hasMessageContaining("more than");
    assertThatThrownBy(() -> Extension.names(hex("0001" + "00"))).hasMessageContaining("empty");
  }

  @Test
  void rejectsEveryPrefix() throws Exception {
    byte[] hello = hex(SERVER_HELLO);
    byte[] body = java.util.Arrays.copyOfRange(hello, 4, hello.length);
    // A ServerHello may end before its extensions.
    assertThat(ServerHello.read(new ByteReader(body, 0, 38)).extensions()).isEmpty();
    for (int length = 0; length < body.length; length++) {
      if (length != 38) {
        int end = length;
        assertThatThrownBy(() -> ServerHello.read(new ByteReader(body, 0, end)))
            .as("first %s bytes", length)
            .isInstanceOf(ProtocolException.class);
      }
    }
    Truncations.rejectsEvery(
        hex("00" + "000008" + "000003308201" + "0000"), in -> CertificateMessage.read(reader(in)));
    Truncations.rejectsEvery(hex("08070002aabb"), in -> CertificateVerify.read(reader(in)));
    Truncations.rejectsEvery(
        hex("0002010000000003010203"), in -> CompressedCertificate.read(reader(in)));
    Truncations.rejectsEvery(
        hex("00001c20fedcba98" + "0100" + "00020102" + "0000"),
        in -> NewSessionTicket.read(reader(in)));
  }

  @Test
  void survivesFlippedBits() {
    BitFlips.survivesEvery(
        hex(SERVER_HELLO.substring(8)), 2_000, in -> ServerHello.read(reader(in)).keyShare());
    BitFlips.survivesEvery(
        hex("00" + "000008" + "000003308201" + "0000"),
        2_000,
        in -> CertificateMessage.read(reader(in)));
  }

  private static ByteReader reader(byte[] bytes) {
    return new ByteReader(bytes);
  }

  private static void rejects(String body, String reason) {
    assertThatThrownBy(() -> ServerHello.read(new ByteReader(hex(body))))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining(reason);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
