package dev.motet.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HmacTest {
  private static final HexFormat HEX = HexFormat.of();

  /// RFC 2202 3 and RFC 4231 4.3: the key "Jefe".
  @ParameterizedTest
  @CsvSource({
    "SHA1, effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
    "SHA256, 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    "SHA384, af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
    "SHA512, 164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
  })
  void givesPublishedCodes(Hmac hmac, String code) {
    byte[] first = "what do ya want".getBytes(StandardCharsets.US_ASCII);
    byte[] second = " for nothing?".getBytes(StandardCharsets.US_ASCII);
    byte[] key = "Jefe".getBytes(StandardCharsets.US_ASCII);
    assertThat(HEX.formatHex(hmac.of(key, first, second))).isEqualTo(code);
    assertThat(hmac.bytes() * 2).isEqualTo(code.length());
    assertThat(hmac.matches(HEX.parseHex(code), key, first, second)).isTrue();
    assertThat(hmac.matches(HEX.parseHex(code), key, first)).isFalse();
    assertThat(hmac.matches(new byte[3], key, first, second)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyKeyIsOneOfZeros(Hmac hmac) {
    byte[] text = {1, 2, 3};
    assertThat(hmac.of(new byte[0], text)).isEqualTo(hmac.of(new byte[hmac.bytes()], text));
  }

  @Test
  void startedCodesGrow() {
    javax.crypto.Mac mac = Hmac.SHA1.start(new byte[] {9});
    mac.update((byte) 1);
    mac.update((byte) 2);
    assertThat(mac.doFinal()).isEqualTo(Hmac.SHA1.of(new byte[] {9}, new byte[] {1, 2}));
  }
}
