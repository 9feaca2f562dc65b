package dev.motet.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HkdfTest {
  private static final HexFormat HEX = HexFormat.of();

  /// RFC 5869 A.1
  @Test
  void extractsAndExpands() {
    byte[] key =
        Hkdf.SHA256.extract(
            HEX.parseHex("000102030405060708090a0b0c"), HEX.parseHex("0b".repeat(22)));
    assertThat(HEX.formatHex(key))
        .isEqualTo("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
    assertThat(HEX.formatHex(Hkdf.SHA256.expand(key, HEX.parseHex("f0f1f2f3f4f5f6f7f8f9"), 42)))
        .isEqualTo(
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  }

  /// RFC 5869 A.2: more than one hash.
  @Test
  void expandsToManyHashes() {
    byte[] key = Hkdf.SHA256.extract(range(0x60, 80), range(0, 80));
    assertThat(HEX.formatHex(Hkdf.SHA256.expand(key, range(0xb0, 80), 82)))
        .isEqualTo(
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c6"
                + "5e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87");
  }

  /// RFC 5869 A.4 and A.6: SHA-1, and no salt.
  @Test
  void knowsSha1() {
    byte[] key = Hkdf.SHA1.extract(range(0, 13), HEX.parseHex("0b".repeat(11)));
    assertThat(HEX.formatHex(key)).isEqualTo("9b6c18c432a7bf8f0e71c8eb88f4b30baa2ba243");
    assertThat(HEX.formatHex(Hkdf.SHA1.expand(key, range(0xf0, 10), 42)))
        .isEqualTo(
            "085a01ea1b10f36933068b56efa5ad81a4f14b822f5b091568a9cdd4f155fda2c22e422478d305f3f896");
    byte[] unsalted = Hkdf.SHA1.extract(new byte[0], HEX.parseHex("0b".repeat(22)));
    assertThat(HEX.formatHex(unsalted)).isEqualTo("da8c8a73c7fa77288ec6f5e7c297786aa0d32d01");
  }

  /// The JDK's own is slower, but knows the same.
  @Test
  void derivesAsTheJdk() throws Exception {
    java.util.Random random = new java.util.Random(4);
    for (int round = 0; round < 200; round++) {
      byte[] salt = bytes(random, random.nextInt(150));
      byte[] material = bytes(random, 1 + random.nextInt(150));
      byte[] info = bytes(random, random.nextInt(300));
      int length = 1 + random.nextInt(400);
      Hkdf hkdf = random.nextBoolean() ? Hkdf.SHA256 : Hkdf.SHA384;
      javax.crypto.KDF jdk = javax.crypto.KDF.getInstance("HKDF-" + hkdf);
      assertThat(hkdf.expand(hkdf.extract(salt, material), info, length))
          .isEqualTo(
              jdk.deriveData(
                  javax.crypto.spec.HKDFParameterSpec.ofExtract()
                      .addSalt(salt)
                      .addIKM(material)
                      .thenExpand(info, length)));
    }
  }

  @Test
  void refusesLengthsBeyondTheLast() {
    assertThat(Hkdf.SHA256.expand(new byte[32], new byte[0], 255 * 32)).hasSize(8160);
    assertThatThrownBy(() -> Hkdf.SHA256.expand(new byte[32], new byte[0], 255 * 32 + 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Hkdf.SHA256.expand(new byte[32], new byte[0], 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// RFC 8448 3: the early secret without a key, and what the handshake derives from it.
  @Test
  void derivesWithLabels() throws Exception {
    byte[] early = Hkdf.SHA256.extract(new byte[32], new byte[32]);
    assertThat(HEX.formatHex(early))
        .isEqualTo("33ad0a1c607ec03b09e6cd9893680ce210adf300aa1f2660e1b22e10f170f92a");
    byte[] empty = java.security.MessageDigest.getInstance("SHA-256").digest();
    assertThat(HEX.formatHex(Hkdf.SHA256.expandLabel(early, "derived", empty, 32)))
        .isEqualTo("6f2615a108c702c5678f54fc9dbab69716c076189c48250cebeac3576c3611ba");
  }

  @Test
  void knowsTheLengthOfItsSecrets() {
    assertThat(Hkdf.SHA384.extract(new byte[48], new byte[48])).hasSize(Hkdf.SHA384.hashBytes());
    assertThat(Hkdf.SHA256.expandLabel(new byte[32], "iv", new byte[0], 12)).hasSize(12);
  }

  private static byte[] bytes(java.util.Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] range(int first, int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (first + i);
    }
    return bytes;
  }
}
