package dev.motet.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.ProtocolException;
import dev.motet.testkit.BitFlips;
import dev.motet.testkit.Truncations;
import java.math.BigInteger;
import java.security.SignatureException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcdsaValueTest {
  private static final HexFormat HEX = HexFormat.of();

  @ParameterizedTest
  @CsvSource({
    "3006020101020102, 1, 2",
    "300702020080020100, 80, 0",
    "3006020100020100, 0, 0",
    "300802020100020200ff, 100, ff"
  })
  void readsAndWrites(String bytes, String r, String s) throws Exception {
    EcdsaValue value = new EcdsaValue(new BigInteger(r, 16), new BigInteger(s, 16));
    assertThat(HEX.formatHex(value.write())).isEqualTo(bytes);
    assertThat(read(HEX.parseHex(bytes))).isEqualTo(value);
  }

  @Test
  void writesLongLengths() throws Exception {
    BigInteger big = BigInteger.ONE.shiftLeft(520);
    EcdsaValue value = new EcdsaValue(big, big);
    assertThat(HEX.formatHex(value.write())).startsWith("30818802");
    assertThat(read(value.write())).isEqualTo(value);
    Truncations.rejectsEvery(value.write(), EcdsaValueTest::read);
    BitFlips.survivesEvery(value.write(), 2_000, EcdsaValueTest::read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3106020101020102", // not a sequence
        "3006030101020102", // not a number
        "308106020101020102", // a long length for a short content
        "30820006020101020102", // one of two bytes
        "3080020101020102", // an indefinite one
        "300602010102010200", // bytes behind
        "3007020101020102ff", // bytes behind the numbers
        "3006020181020102", // negative
        "30050200020102", // empty
        "300702020001020102" // zeros in front
      })
  void refusesOtherForms(String bytes) {
    assertThatThrownBy(() -> read(HEX.parseHex(bytes))).isInstanceOf(ProtocolException.class);
  }

  private static EcdsaValue read(byte[] bytes) throws ProtocolException {
    try {
      return EcdsaValue.read(bytes);
    } catch (SignatureException e) {
      throw new ProtocolException(String.valueOf(e.getMessage()));
    }
  }
}
