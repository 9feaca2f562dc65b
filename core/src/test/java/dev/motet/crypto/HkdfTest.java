package dev.motet.crypto;

import static org.assertj.core.api.Assertions.assertThat;

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
}
