package dev.motet.protocol.shadowtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// Keys and tags of version 3 against values that another program computed.
class RecordKeysTest {
  private static final RecordKeys KEYS = new RecordKeys("password", counting(32));

  @Test
  void theKeyStreamIsThatOfTheCheckValue() {
    assertThat(hex(KEYS.keyStream()))
        .isEqualTo("42606437958651deead38763429bc6b073698f2ca029f0d29f06e68b29531ca9");
  }

  @Test
  void tagsOfTheClientAreThoseOfTheCheckValue() {
    RecordTags client =
        new RecordTags(KEYS.server(), KEYS.client(), null, new java.security.SecureRandom());
    assertThat(sealed(client, "hello")).isEqualTo("d58fe0d3");
    assertThat(sealed(client, "world")).isEqualTo("280bc94d");
  }

  @Test
  void everyTagDependsOnAllBefore() {
    RecordTags once =
        new RecordTags(KEYS.server(), KEYS.client(), null, new java.security.SecureRandom());
    RecordTags other =
        new RecordTags(KEYS.server(), KEYS.client(), null, new java.security.SecureRandom());
    sealed(once, "hello");
    sealed(other, "hallo");
    assertThat(sealed(once, "world")).isNotEqualTo(sealed(other, "world"));
  }

  @Test
  void bothDirectionsAndTheHandshakeDiffer() {
    assertThat(KEYS.client().tag()).isNotEqualTo(KEYS.server().tag());
    assertThat(KEYS.client().tag()).isNotEqualTo(KEYS.handshake().tag());
  }

  @Test
  void xoringTwiceGivesThePayloadBack() {
    byte[] payload = counting(100);
    Buffer buffer = Buffer.copyOf(payload);
    RecordKeys.xor(buffer, KEYS.keyStream());
    assertThat(hex(buffer.toBytes())).startsWith("42616634");
    RecordKeys.xor(buffer, KEYS.keyStream());
    assertThat(buffer.toBytes()).isEqualTo(payload);
  }

  @Test
  void anEmptyPasswordIsOneToo() {
    assertThat(hex(new ShadowTlsMac("").update(new byte[0]).value(20)))
        .isEqualTo("fbdb1d1b18aa6c08324b7d64b71fb76370690e1d");
  }

  @Test
  void secretsAreNotShown() {
    assertThat(KEYS.toString()).doesNotContain("password");
    assertThat(new ShadowTlsUser("alice", "secret").toString()).doesNotContain("secret");
  }

  private static String sealed(RecordTags tags, String text) {
    byte[] array = new byte[ShadowTlsMac.TAG_BYTES + text.length()];
    byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(payload, 0, array, ShadowTlsMac.TAG_BYTES, payload.length);
    tags.seal(array, ShadowTlsMac.TAG_BYTES, payload.length);
    return hex(array).substring(0, 2 * ShadowTlsMac.TAG_BYTES);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static byte[] counting(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
