package dev.motet.tls.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.crypto.Hkdf;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// The values are those of RFC 8448 section 3, a simple handshake of one round trip.
class KeyScheduleTest {
  private static final byte[] SHARED =
      hex("8bd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d");
  private static final byte[] TO_SERVER_HELLO =
      hex("860c06edc07858ee8e78f0e7428c58edd6b43f2ca3e6e95f02ed063cf0e1cad8");
  private static final byte[] TO_SERVER_FINISHED =
      hex("9608102a0f1ccc6db6250b7b7e417b1a000eaada3daae4777a7686c9ff83df13");

  private final KeySchedule schedule = new KeySchedule(Hkdf.SHA256, null);

  @Test
  void derivesTheHandshakeSecrets() {
    schedule.handshake(SHARED);
    assertThat(schedule.clientHandshakeTraffic(TO_SERVER_HELLO))
        .isEqualTo(hex("b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21"));
    assertThat(schedule.serverHandshakeTraffic(TO_SERVER_HELLO))
        .isEqualTo(hex("b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38"));
  }

  @Test
  void derivesTheApplicationSecrets() {
    schedule.handshake(SHARED);
    schedule.main();
    assertThat(schedule.clientApplicationTraffic(TO_SERVER_FINISHED))
        .isEqualTo(hex("9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5"));
    assertThat(schedule.serverApplicationTraffic(TO_SERVER_FINISHED))
        .isEqualTo(hex("a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643"));
    assertThat(schedule.exporter(TO_SERVER_FINISHED))
        .isEqualTo(hex("fe22f881176eda18eb8f44529e6792c50c9a3f89452f68d8ae311b4309d3cf50"));
  }

  @Test
  void transcriptGoesOnAfterItsHashWasAsked() {
    Transcript transcript = new Transcript();
    transcript.add(new byte[] {1, 0, 0, 1, 7});
    transcript.start(Hkdf.SHA256);
    byte[] first = transcript.hash();
    assertThat(transcript.hash()).isEqualTo(first);
    Transcript other = transcript.copy();
    assertThat(transcript.hashWith(new byte[] {9, 8}, 1, 1))
        .isNotEqualTo(first)
        .isNotEqualTo(transcript.hash());
    transcript.add(new byte[] {8});
    assertThat(transcript.hash()).isNotEqualTo(first);
    assertThat(other.hash()).isEqualTo(first);
    assertThat(other.hashWith(new byte[] {9, 8}, 1, 1)).isEqualTo(transcript.hash());
  }

  @Test
  void helloRetryRequestReplacesTheFirstHelloByItsHash() {
    Transcript transcript = new Transcript();
    transcript.add(new byte[] {1, 0, 0, 0});
    transcript.start(Hkdf.SHA384);
    byte[] first = transcript.hash();
    transcript.retried();
    Transcript expected = new Transcript();
    expected.start(Hkdf.SHA384);
    expected.add(new byte[] {(byte) 254, 0, 0, 48});
    expected.add(first);
    assertThat(transcript.hash()).isEqualTo(expected.hash());
  }

  @Test
  void transcriptWithoutItsHashHasNone() {
    assertThatThrownBy(() -> new Transcript().hash()).isInstanceOf(IllegalStateException.class);
  }

  /// Values that the implementers of TLS 1.2 pass around for P_SHA256.
  @Test
  void expandsAsTls12() {
    byte[] secret = hex("9bbe436ba940f017b17652849a71db35");
    byte[] seed = hex("a0ba9f936cda311827a6f796ffd5198c");
    assertThat(Prf.expand(Hkdf.SHA256, secret, "test label", seed, 100))
        .isEqualTo(
            hex(
                "e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9"
                    + "c9a46b4e14baf9af0fa022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f7967"
                    + "89baa48082d122ee42c5a72e5a5110fff70187347b66"));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
