package dev.motet.tls.ech;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.BitFlips;
import dev.motet.testkit.HelloBytes;
import dev.motet.testkit.Truncations;
import dev.motet.tls.alert.Alert;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client can hide in a sealed hello (RFC 9849 5.1, 7.1).
class InnerDecodingTest {
  private static final int OUTER_EXTENSIONS = 0xfd00;
  private static final int ECH = 0xfe0d;

  private final byte[] outer =
      new HelloBytes()
          .extension(0x000a, "0002001d")
          .extension(0x0010, "000302" + "6832")
          .extension(ECH, "00")
          .extension(0x0033, "0000")
          .message();

  private final byte[] good =
      encoded(hello -> hello.extension(OUTER_EXTENSIONS, "06" + "000a" + "0010" + "0033"));

  @Test
  void putsTheTwoTogether() throws Exception {
    byte[] inner = InnerDecoding.decode(good, outer);
    assertThat(inner)
        .isEqualTo(
            new HelloBytes()
                .sessionId(32)
                .extension(ECH, "01")
                .shortList(43, 0x0304)
                .extension(0x000a, "0002001d")
                .extension(0x0010, "000302" + "6832")
                .extension(0x0033, "0000")
                .message());
    byte[] padded = Arrays.copyOf(good, good.length + 31);
    assertThat(InnerDecoding.decode(padded, outer)).isEqualTo(inner);
  }

  @Test
  void refusesWhatIsCutOrDamaged() throws Exception {
    Truncations.rejectsEvery(good, bytes -> InnerDecoding.decode(bytes, outer));
    BitFlips.survivesEvery(good, 3_000, bytes -> InnerDecoding.decode(bytes, outer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "04" + "0010" + "000a", // not in the order of the outer hello
        "04" + "000a" + "000a", // one twice
        "02" + "002b", // one that is not there
        "02" + "fe0d", // the envelope itself
        "06" + "000a" + "fe0d" + "0033"
      })
  void refusesReferences(String body) {
    byte[] encoded = encoded(hello -> hello.extension(OUTER_EXTENSIONS, body));
    EchPairTest.assertAlert(Alert.ILLEGAL_PARAMETER, () -> InnerDecoding.decode(encoded, outer));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "01" + "00", "03" + "000a00", "02" + "000a" + "00"})
  void refusesListsOfAnotherForm(String body) {
    byte[] encoded = encoded(hello -> hello.extension(OUTER_EXTENSIONS, body));
    EchPairTest.assertAlert(Alert.DECODE_ERROR, () -> InnerDecoding.decode(encoded, outer));
  }

  @Test
  void refusesTwoLists() {
    byte[] encoded =
        encoded(hello ->
            hello
                .extension(OUTER_EXTENSIONS, "02" + "000a")
                .extension(OUTER_EXTENSIONS, "02" + "0033"));
    EchPairTest.assertAlert(Alert.ILLEGAL_PARAMETER, () -> InnerDecoding.decode(encoded, outer));
  }

  /// An extension given and referred to would stand there twice.
  @Test
  void refusesAnExtensionThatIsGivenAndReferredTo() {
    byte[] encoded =
        encoded(hello ->
            hello.extension(0x000a, "00020017").extension(OUTER_EXTENSIONS, "02" + "000a"));
    EchPairTest.assertAlert(Alert.DECODE_ERROR, () -> InnerDecoding.decode(encoded, outer));
  }

  @Test
  void refusesPaddingThatIsNotZero() {
    byte[] padded = Arrays.copyOf(good, good.length + 31);
    padded[padded.length - 1] = 1;
    EchPairTest.assertAlert(Alert.ILLEGAL_PARAMETER, () -> InnerDecoding.decode(padded, outer));
  }

  @Test
  void refusesASessionId() {
    byte[] message =
        new HelloBytes().sessionId(32).extension(ECH, "01").shortList(43, 0x0304).message();
    byte[] encoded = Arrays.copyOfRange(message, 4, message.length);
    EchPairTest.assertAlert(Alert.ILLEGAL_PARAMETER, () -> InnerDecoding.decode(encoded, outer));
  }

  @Test
  void refusesHellosThatAreNotInner() {
    refuses(new HelloBytes().shortList(43, 0x0304));
    refuses(new HelloBytes().shortList(43, 0x0304).extension(ECH, "00"));
    refuses(new HelloBytes().shortList(43, 0x0304).extension(ECH, "0100"));
    refuses(new HelloBytes().shortList(43, 0x0304).extension(ECH, ""));
  }

  /// RFC 9849 7.1: a hello that could be answered with an older version would tell who it is for.
  @Test
  void refusesOldVersions() throws Exception {
    refuses(new HelloBytes().extension(ECH, "01"));
    refuses(new HelloBytes().extension(ECH, "01").shortList(43, 0x0304, 0x0303));
    refuses(new HelloBytes().extension(ECH, "01").shortList(43, 0x0301));
    refuses(new HelloBytes().extension(ECH, "01").shortList(43, 0x3a3a));
    byte[] greased = strip(new HelloBytes().extension(ECH, "01").shortList(43, 0x0a0a, 0x0304));
    assertThat(InnerDecoding.decode(greased, outer)).isNotEmpty();
  }

  /// RFC 9849 10.12.4: what is referred to is copied once, so that a hello cannot grow.
  @Test
  void aLargeHelloTakesOnePass() throws Exception {
    HelloBytes large = new HelloBytes();
    StringBuilder types = new StringBuilder("fe");
    for (int type = 1000; type < 1127; type++) {
      large.extension(type, "00".repeat(100));
      types.append(HexFormat.of().toHexDigits((short) type));
    }
    byte[] encoded = encoded(hello -> hello.extension(OUTER_EXTENSIONS, types.toString()));
    assertThat(InnerDecoding.decode(encoded, large.message()).length)
        .isBetween(127 * 104, 127 * 104 + 200);
  }

  private void refuses(HelloBytes hello) {
    EchPairTest.assertAlert(
        Alert.ILLEGAL_PARAMETER, () -> InnerDecoding.decode(strip(hello), outer));
  }

  private static byte[] encoded(UnaryOperator<HelloBytes> more) {
    return strip(more.apply(new HelloBytes().extension(ECH, "01").shortList(43, 0x0304)));
  }

  /// Without header and session id.
  private static byte[] strip(HelloBytes hello) {
    byte[] message = hello.sessionId(0).message();
    return Arrays.copyOfRange(message, 4, message.length);
  }
}
