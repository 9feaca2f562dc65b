package dev.motet.tls.ech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.Buffer;
import dev.motet.io.ByteWriter;
import dev.motet.io.ProtocolException;
import dev.motet.testkit.BitFlips;
import dev.motet.testkit.SeededRandom;
import dev.motet.testkit.Truncations;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EchConfigTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final String KEY =
      "aa".repeat(31) + "55"; // any 32 bytes are a public key of X25519

  private static final String SUITES = "000100010001000200010003";

  /// One as `generate ech-keypair` of sing-box makes them.
  private static final String CONFIG =
      "fe0d0042"
          + "00"
          + "0020"
          + "0020"
          + KEY
          + "000c"
          + SUITES
          + "00"
          + "0b"
          + HEX.formatHex("example.org".getBytes())
          + "0000";

  @Test
  void readsAndWrites() throws Exception {
    List<EchConfig> configs = EchConfig.readList(list(CONFIG));
    assertThat(configs).hasSize(1);
    EchConfig config = configs.getFirst();
    assertThat(config.raw()).isEqualTo(HEX.parseHex(CONFIG));
    assertThat(config.configId()).isZero();
    assertThat(config.kem()).isEqualTo(0x20);
    assertThat(HEX.formatHex(config.publicKey())).isEqualTo(KEY);
    assertThat(config.suites())
        .containsExactly(
            new EchConfig.Suite(1, 1), new EchConfig.Suite(1, 2), new EchConfig.Suite(1, 3));
    assertThat(config.maximumNameLength()).isZero();
    assertThat(config.publicName()).isEqualTo("example.org");
    assertThat(config.mandatory()).isFalse();
    assertThat(config.isUsable()).isTrue();
    assertThat(HEX.formatHex(EchConfig.write(0, HEX.parseHex(KEY), "example.org")))
        .isEqualTo(CONFIG);
    assertThat(EchConfig.writeList(List.of(config.raw()))).isEqualTo(list(CONFIG));
    assertThat(HEX.formatHex(config.info())).isEqualTo("746c732065636800" + CONFIG);
  }

  @Test
  void refusesWhatIsCutOrDamaged() throws Exception {
    Truncations.rejectsEvery(list(CONFIG), EchConfig::readList);
    Truncations.rejectsEvery(HEX.parseHex(CONFIG), EchConfig::read);
    BitFlips.survivesEvery(list(CONFIG), 3_000, EchConfig::readList);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fe0d0005" + "00" + "0020" + "0000", // an empty key
        "fe0d0047" + "00" + "0020" + "0020" + "11" // cut inside
      })
  void refusesConfigurationsThatSayTooLittle(String config) {
    assertThatThrownBy(() -> EchConfig.readList(list(config)))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void refusesEmptyParts() {
    assertThatThrownBy(() -> EchConfig.readList(new byte[2])).isInstanceOf(ProtocolException.class);
    assertRefused(contents("0020" + KEY, "0000", "0161", "0000")); // no suites
    assertRefused(contents("0020" + KEY, "0003000100", "0161", "0000")); // half a suite
    assertRefused(contents("0020" + KEY, "000400010001", "00", "0000")); // no name
    assertRefused(contents("0020" + KEY, "000400010001", "0161", "0008" + "00010000".repeat(2)));
    assertRefused(contents("0020" + KEY, "000400010001", "0161", "0000" + "00")); // bytes behind
    assertThatThrownBy(() -> EchConfig.readList(HEX.parseHex("0004fe0d0000" + "00")))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void passesOverOtherVersions() throws Exception {
    String unknown = "fe0a0003010203";
    assertThat(EchConfig.readList(list(unknown))).isEmpty();
    List<EchConfig> configs = EchConfig.readList(list(unknown + CONFIG + "fafa0000"));
    assertThat(configs).hasSize(1);
    assertThat(configs.getFirst().raw()).isEqualTo(HEX.parseHex(CONFIG));
    assertThat(EchConfig.select(List.of())).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "0020, 00010001, 0, true",
    "0020, 00010001, 0004 0a0a0000, true", // an extension that may be unknown
    "0020, 00010001, 0004 8a0a0000, false", // one that may not
    "0010, 00010001, 0, false", // P-256
    "0020, 00020001, 0, false", // HKDF-SHA384
    "0020, 00010004, 0, false", // another AEAD
    "0020, 0002000100010003, 0, true"
  })
  void choosesWhatItCanSpeak(String kem, String suites, String extensions, boolean usable)
      throws Exception {
    String more = extensions.equals("0") ? "0000" : extensions.replace(" ", "");
    String length = HEX.toHexDigits((short) (suites.length() / 2));
    byte[] odd =
        list(contents(kem, "0020" + KEY, length + suites, "0b6578616d706c652e6f7267", more));
    EchConfig config = EchConfig.readList(odd).getFirst();
    assertThat(config.isUsable()).isEqualTo(usable);
    EchConfig good = EchConfig.readList(list(CONFIG)).getFirst();
    assertThat(EchConfig.select(List.of(config, good))).isSameAs(usable ? config : good);
  }

  @Test
  void takesTheFirstSuiteItKnows() throws Exception {
    byte[] list = list(contents("0020" + KEY, "000c" + "000200010001000300010001", "0161", "0000"));
    assertThat(EchConfig.readList(list).getFirst().suite()).isEqualTo(new EchConfig.Suite(1, 3));
  }

  @ParameterizedTest
  @CsvSource({
    "example.org, true",
    "localhost, true",
    "a-b.xn--p1ai, true",
    "192.0.2.1, false",
    "example.1, false",
    "example.0x1f, false",
    "example.0x, false",
    "example.0xg, true",
    ".example.org, false",
    "example.org., false",
    "exa_mple.org, false",
    "-example.org, false",
    "example-.org, false",
    "a..b, false",
    "2001:db8::1, false"
  })
  void knowsHostNames(String name, boolean valid) {
    assertThat(PublicName.isValid(name)).isEqualTo(valid);
  }

  @Test
  void refusesLabelsThatAreTooLong() {
    assertThat(PublicName.isValid("a".repeat(63) + ".org")).isTrue();
    assertThat(PublicName.isValid("a".repeat(64) + ".org")).isFalse();
  }

  @Test
  void ignoresConfigurationsWithOtherNames() throws Exception {
    byte[] list = list(contents("0020" + KEY, "000400010001", "05312e312e31", "0000"));
    assertThat(EchConfig.select(EchConfig.readList(list))).isNull();
    assertThat(EchOffer.of(list, new SeededRandom(1))).isNull();
  }

  private static void assertRefused(String config) {
    assertThatThrownBy(() -> EchConfig.readList(list(config)))
        .isInstanceOf(ProtocolException.class);
  }

  private static String contents(String key, String suites, String name, String extensions) {
    return contents("0020", key, suites, name, extensions);
  }

  private static String contents(
      String kem, String key, String suites, String name, String extensions) {
    String all = "07" + kem + key + suites + "20" + name + extensions;
    return "fe0d" + HEX.toHexDigits((short) (all.length() / 2)) + all;
  }

  private static byte[] list(String configs) {
    byte[] bytes = HEX.parseHex(configs);
    Buffer buffer = new Buffer(new byte[2 + bytes.length], 0, 0);
    new ByteWriter(buffer).u16(bytes.length).bytes(bytes);
    return buffer.array;
  }
}
