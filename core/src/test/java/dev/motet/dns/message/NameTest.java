package dev.motet.dns.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameTest {
  @ParameterizedTest
  @CsvSource({
    "'', 00, .",
    "., 00, .",
    "a, 016100, a.",
    "A.b-c., 014103622d6300, A.b-c.",
    "a b, 0361206200, a\\032b.",
    "a\\b, 03615c6200, a\\\\b.",
    "ü, 01fc00, \\252.",
    "日, 03e697a500, \\230\\151\\165.",
  })
  void readsWhatPeopleWrite(String text, String wire, String shown) throws ProtocolException {
    Name name = Name.of(text);

    assertThat(name.wire()).isEqualTo(Wires.hex(wire));
    assertThat(name.text()).isEqualTo(shown);
    assertThat(name.host() + ".").isEqualTo(shown);
  }

  @Test
  void isEqualInAnyCase() throws ProtocolException {
    assertThat(Name.of("Www.Example.ORG")).isEqualTo(Name.of("wWW.eXAMPLE.org."));
    assertThat(Name.of("Www.Example.ORG")).hasSameHashCodeAs(Name.of("www.example.org"));
    assertThat(Name.of("a.b")).isNotEqualTo(Name.of("b.a"));
    assertThat(Name.of("@")).as("only letters have a case").isNotEqualTo(Name.of("`"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a..b", ".a", "..", "a.b.."})
  void refusesEmptyLabels(String text) {
    assertThatThrownBy(() -> Name.of(text)).hasMessageContaining("label of 0 bytes");
  }

  @Test
  void refusesWhatIsTooLong() throws ProtocolException {
    String label = "x".repeat(63);
    String longest = String.join(".", label, label, label, "x".repeat(61));

    assertThat(Name.of(longest).length()).isEqualTo(255);
    assertThatThrownBy(() -> Name.of(longest + "x")).hasMessageContaining("name of 256 bytes");
    assertThatThrownBy(() -> Name.of(label + "x")).hasMessageContaining("label of 64 bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "000000000000000000000000 c00c | pointer to 12",
        "000000000000000000000000 0161 c00c | pointer to 12",
        "000000000000000000000000 c010 0161 00 00 | pointer to 16",
        "000000000000000000000000 c00e c00c | pointer to 14",
        "000000000000000000000000 c000 | pointer to 0",
        "000000000000000000000000 8161 | label of type 2",
        "000000000000000000000000 4161 | label of type 1",
        "000000000000000000000000 0561 | 1 bytes left",
        "000000000000000000000000 c0 | 0 bytes left",
      })
  void refusesLoopsAndWhatIsCut(String message, String why) {
    byte[] bytes = Wires.hex(message);
    ByteReader in = new ByteReader(bytes, 12, bytes.length);

    assertThatThrownBy(() -> Name.read(in, bytes))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aChainOfPointersLeadsBackwardsAndNeverBeyondALimit() {
    // each label of 63 bytes is followed by a pointer to the one before: five are too long a name
    byte[] bytes = new byte[12 + 5 * 66];
    for (int i = 0; i < 5; i++) {
      int at = 12 + 66 * i;
      bytes[at] = 63;
      int target = i == 0 ? 12 : at - 66;
      bytes[at + 64] = (byte) (i == 0 ? 0 : 0xc0 | target >> 8);
      bytes[at + 65] = (byte) (i == 0 ? 0 : target);
    }

    assertThatThrownBy(() -> Name.read(new ByteReader(bytes, 12 + 4 * 66, bytes.length), bytes))
        .hasMessageContaining("name of more than 255 bytes");
  }
}
