package dev.motet.tls.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.crypto.Providers;
import dev.motet.testkit.MemoryCarrier;
import dev.motet.testkit.SeededRandom;
import dev.motet.tls.fingerprint.HelloShape;
import dev.motet.tls.fingerprint.ShapeExtension;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.handshake.HelloHook;
import dev.motet.tls.handshake.TrafficKeys;
import dev.motet.tls.message.Message;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Replays the handshake of RFC 8448 section 3: with its key and its random the client says the
/// same, byte for byte, and derives the same secrets.
class Rfc8448Test {
  private static final String PRIVATE_KEY =
      "49af42ba7f7994852d713ef2784bcbcaa7911de26adc5642cb634540e7ea5005";

  private static final String CLIENT_HELLO =
      """
      010000c00303cb34ecb1e78163ba1c38c6dacb196a6dffa21a8d9912ec18a2ef6283024dece7000006130113031302
      010000910000000b0009000006736572766572ff01000100000a00140012001d001700180019010001010102010301
      0400230000003300260024001d002099381de560e4bd43d23d8e435a7dbafeb3c06e51c13cae4d5413691e529aaf2c
      002b0003020304000d0020001e040305030603020308040805080604010501060102010402050206020202002d0002
      0101001c00024001\
      """;

  private static final String SERVER_HELLO =
      """
      020000560303a6af06a4121860dc5e6e60249cd34c95930c8ac5cb1434dac155772ed3e2692800130100002e003300
      24001d0020c9828876112095fe66762bdbf7c672e156d6cc253b833df1dd69b1b04e751f0f002b00020304\
      """;

  /// EncryptedExtensions, Certificate, CertificateVerify, Finished.
  private static final String SERVER_FLIGHT =
      """
      080000240022000a00140012001d00170018001901000101010201030104001c00024001000000000b0001b9000001
      b50001b0308201ac30820115a003020102020102300d06092a864886f70d01010b0500300e310c300a060355040313
      03727361301e170d3136303733303031323335395a170d3236303733303031323335395a300e310c300a0603550403
      130372736130819f300d06092a864886f70d010101050003818d0030818902818100b4bb498f8279303d980836399b
      36c6988c0c68de55e1bdb826d3901a2461eafd2de49a91d015abbc9a95137ace6c1af19eaa6af98c7ced43120998e18
      7a80ee0ccb0524b1b018c3e0b63264d449a6d38e22a5fda430846748030530ef0461c8ca9d9efbfae8ea6d1d03e2bd
      193eff0ab9a8002c47428a6d35a8d88d79f7f1e3f0203010001a31a301830090603551d1304023000300b0603551d0f
      0404030205a0300d06092a864886f70d01010b05000381810085aad2a0e5b9276b908c65f73a7267170618a54c5f8a
      7b337d2df7a594365417f2eae8f8a58c8f8172f9319cf36b7fd6c55b80f21a03015156726096fd335e5e67f2dbf102
      702e608ccae6bec1fc63a42a99be5c3eb7107c3c54e9b9eb2bd5203b1c3b84e0a8b2f759409ba3eac9d91d402dcc0c
      c8f8961229ac9187b42b4de100000f000084080400805a747c5d88fa9bd2e55ab085a61015b7211f824cd484145ab3
      ff52f1fda8477b0b7abc90db78e2d33a5c141a078653fa6bef780c5ea248eeaaa785c4f394cab6d30bbe8d4859ee51
      1f602957b15411ac027671459e46445c9ea58c181e818e95b8c3fb0bf3278409d3be152a3da5043e063dda65cdf5ae
      a20d53dfacd42f74f3140000209b9b141d906337fbd2cbdce71df4deda4ab42c309572cb7fffee5454b78f0718\
      """;

  private static final String CLIENT_FINISHED =
      "14000020a8ec436d677634ae525ac1fcebe11a039ec17694fac6e98527b642f2edd5ce61";

  private static final String NEW_SESSION_TICKET =
      """
      040000c90000001efad6aac502000000b22c035d829359ee5ff7af4ec900000000262a6494dc486d2c8a34cb33fa90
      bf1b0070ad3c498883c9367c09a2be785abc55cd226097a3a982117283f82a03a143efd3ff5dd36d64e861be7fd61d
      2827db279cce145077d454a3664d4e6da4d29ee03725a6a4dafcd0fc67d2aea70529513e3da2677fa5906c5b3f7d8f
      92f228bda40dda721470f9fbf297b5aea617646fac5c03272e970727c621a79141ef5f7de6505e5bfbc388e9334369
      4093934ae4d3570008002a000400000400\
      """;

  private final Map<String, String> secrets = new TreeMap<>();
  private final KeptTickets tickets = new KeptTickets();

  @Test
  void saysAndDerivesTheSame() throws Exception {
    MemoryCarrier carrier = new MemoryCarrier();
    ClientHandshake client = new ClientHandshake(config(), carrier);
    client.start();
    assertThat(carrier.take()).containsExactly(bytes(CLIENT_HELLO));
    client.receive(bytes(SERVER_HELLO));
    for (byte[] message : messages(bytes(SERVER_FLIGHT))) {
      client.receive(message);
    }
    assertThat(carrier.take()).containsExactly(bytes(CLIENT_FINISHED));
    assertThat(carrier.limit()).isEqualTo(0x4001);
    assertThat(secrets)
        .containsExactly(
            Map.entry(
                "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
                "b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21"),
            Map.entry(
                "CLIENT_TRAFFIC_SECRET_0",
                "9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5"),
            Map.entry(
                "EXPORTER_SECRET",
                "fe22f881176eda18eb8f44529e6792c50c9a3f89452f68d8ae311b4309d3cf50"),
            Map.entry(
                "SERVER_HANDSHAKE_TRAFFIC_SECRET",
                "b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38"),
            Map.entry(
                "SERVER_TRAFFIC_SECRET_0",
                "a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643"));
    assertThat(secret(carrier.read())).isEqualTo(secrets.get("SERVER_TRAFFIC_SECRET_0"));
    assertThat(secret(carrier.write())).isEqualTo(secrets.get("CLIENT_TRAFFIC_SECRET_0"));
    client.receive(bytes(NEW_SESSION_TICKET));
    assertThat(hex(tickets.kept.getFirst().secret()))
        .isEqualTo("4ecd0eb6ec3b4d87f5d6028f922ca4c5851a277fd41311c9e62d2c9492e1c4f3");
    assertThat(tickets.kept.getFirst().ageAdd()).isEqualTo(0xfad6aac5L);
  }

  private ClientConfig config() {
    List<ShapeExtension> extensions =
        List.of(
            new ShapeExtension.ServerName(),
            new ShapeExtension.Fixed(0xff01, new byte[1]),
            new ShapeExtension.Groups(
                List.of(0x1d, 0x17, 0x18, 0x19, 0x0100, 0x0101, 0x0102, 0x0103, 0x0104)),
            new ShapeExtension.Fixed(35, new byte[0]),
            new ShapeExtension.Shares(List.of(0x1d), false),
            new ShapeExtension.Versions(List.of(0x0304)),
            new ShapeExtension.SignatureSchemes(
                List.of(
                    0x0403, 0x0503, 0x0603, 0x0203, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601,
                    0x0201, 0x0402, 0x0502, 0x0602, 0x0202)),
            new ShapeExtension.Fixed(45, new byte[] {1, 1}),
            new ShapeExtension.RecordSizeLimit(0x4001),
            new ShapeExtension.PreSharedKey());
    byte[] random = Arrays.copyOfRange(bytes(CLIENT_HELLO), 6, 38);
    return new ClientConfig(
        new HelloShape("rfc8448", List.of(0x1301, 0x1303, 0x1302), extensions, false),
        "server",
        true,
        null,
        0x0304,
        0x0304,
        Set.of(),
        ClientSettings.ANYONE,
        null,
        null,
        List.of(),
        Providers.plain(new SeededRandom(0, bytes(PRIVATE_KEY))),
        given(random),
        () -> Instant.EPOCH,
        (label, clientRandom, secret) -> {
          assertThat(clientRandom).isEqualTo(random);
          secrets.put(label, hex(secret));
        },
        HelloHook.NONE,
        tickets,
        true); // the client of the RFC has no compatibility mode, as in QUIC
  }

  /// What is 32 bytes long is the random of the hello.
  private static SecureRandom given(byte[] random) {
    return new SecureRandom() {
      @Override
      public void nextBytes(byte[] bytes) {
        if (bytes.length == random.length) {
          System.arraycopy(random, 0, bytes, 0, random.length);
        }
      }
    };
  }

  private static List<byte[]> messages(byte[] flight) throws Exception {
    List<byte[]> messages = new ArrayList<>();
    int at = 0;
    while (at < flight.length) {
      int length = new dev.motet.io.ByteReader(flight, at + 1, at + Message.HEADER_BYTES).u24();
      int end = at + Message.HEADER_BYTES + length;
      messages.add(Arrays.copyOfRange(flight, at, end));
      at = end;
    }
    return messages;
  }

  private static String secret(TrafficKeys keys) {
    return hex(((TrafficKeys.Tls13) keys).secret());
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
