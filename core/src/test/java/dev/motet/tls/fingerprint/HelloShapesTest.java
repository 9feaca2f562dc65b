package dev.motet.tls.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.HelloSamples;
import dev.motet.testkit.HelloText;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The bytes of each shape against the tables of what programs send (protocols 2.2 and 2.4).
class HelloShapesTest {
  private static final String CHROME =
      "G 1301 1302 1303 c02b c02f c02c c030 cca9 cca8 c013 c014 009c 009d 002f 0035";
  private static final String FIREFOX =
      "1301 1303 1302 c02b c02f cca9 cca8 c02c c030 c00a c009 c013 c014 009c 009d 002f 0035";
  private static final String CHROME_SCHEMES = "0403 0804 0401 0503 0805 0501 0806 0601";
  private static final String SAFARI_SCHEMES =
      "0403 0804 0401 0503 0203 0805 0805 0501 0806 0601 0201";
  private static final String FIREFOX_SCHEMES =
      "0403 0503 0603 0804 0805 0806 0401 0501 0601 0203 0201";

  @Test
  void chrome() throws Exception {
    ClientHello hello =
        check(
            "chrome",
            CHROME,
            "G 11ec 001d 0017 0018",
            "G(1) 11ec(1216) 001d(32)",
            CHROME_SCHEMES,
            "G 0304 0303");
    List<String> order = List.of(HelloText.order(hello).split(" "));
    assertThat(order).startsWith("G").endsWith("G");
    assertThat(order)
        .containsExactlyInAnyOrder(
            "G 0 23 65281 10 11 35 16 5 13 18 51 45 43 27 17613 65037 G".split(" "));
    assertThat(body(hello, 17613)).isEqualTo("0003026832");
    assertThat(body(hello, 27)).isEqualTo("020002");
    assertThat(HelloSamples.message(shape("chrome"), 1)).hasSizeBetween(1710, 1820);
  }

  @Test
  void firefox() throws Exception {
    ClientHello hello =
        check(
            "firefox",
            FIREFOX,
            "001d 0017 0018 0019 0100 0101",
            "001d(32) 0017(65)",
            FIREFOX_SCHEMES,
            "0304 0303");
    assertThat(HelloText.order(hello))
        .isEqualTo("0 23 65281 10 11 35 16 5 34 51 43 13 45 28 65037");
    assertThat(body(hello, 34)).isEqualTo("00080403050306030203");
    assertThat(body(hello, 28)).isEqualTo("4001");
    assertThat(body(hello, 65037)).hasSize(2 * 281);
  }

  @Test
  void edge() throws Exception {
    ClientHello hello =
        check(
            "edge",
            CHROME,
            "G 001d 0017 0018",
            "G(1) 001d(32)",
            CHROME_SCHEMES,
            "G 0304 0303 0302 0301");
    assertThat(HelloText.order(hello))
        .isEqualTo("G 0 23 65281 10 11 35 16 5 13 18 51 45 43 27 G 21");
    assertThat(body(hello, 27)).isEqualTo("020002");
    assertThat(HelloSamples.message(shape("edge"), 1)).hasSize(512);
  }

  @Test
  void safari() throws Exception {
    ClientHello hello =
        check(
            "safari",
            "G 1301 1302 1303 c02c c02b cca9 c030 c02f cca8 c00a c009 c014 c013 009d 009c 0035 002f"
                + " c008 c012 000a",
            "G 001d 0017 0018 0019",
            "G(1) 001d(32)",
            SAFARI_SCHEMES,
            "G 0304 0303 0302 0301");
    assertThat(HelloText.order(hello)).isEqualTo("G 0 23 65281 10 11 16 5 13 18 51 45 43 27 G 21");
    assertThat(body(hello, 27)).isEqualTo("020001");
    assertThat(HelloSamples.message(shape("safari"), 1)).hasSize(512);
  }

  @Test
  void ios() throws Exception {
    ClientHello hello =
        check(
            "ios",
            "G 1301 1302 1303 c02c c02b cca9 c030 c02f cca8 c024 c023 c00a c009 c028 c027 c014 c013"
                + " 009d 009c 003d 003c 0035 002f c008 c012 000a",
            "G 001d 0017 0018 0019",
            "G(1) 001d(32)",
            SAFARI_SCHEMES,
            "G 0304 0303 0302 0301");
    assertThat(HelloText.order(hello)).isEqualTo("G 0 23 65281 10 11 16 5 13 18 51 45 43 G 21");
    assertThat(HelloSamples.message(shape("ios"), 1)).hasSize(512);
  }

  @Test
  void android() throws Exception {
    ClientHello hello =
        check(
            "android",
            "c02b c02c cca9 c02f c030 cca8 c013 c014 009c 009d 002f 0035",
            "001d 0017 0018",
            "",
            CHROME_SCHEMES + " 0201",
            "");
    assertThat(HelloText.order(hello)).isEqualTo("0 23 65281 10 11 5 13");
    assertThat(HelloSamples.message(shape("android"), 1)).hasSizeBetween(165, 190);
    assertThat(hello.extensions().alpn()).isEmpty();
  }

  @Test
  void browserOf360() throws Exception {
    ClientHello hello =
        check(
            "360",
            "c00a c014 0039 006b 0035 003d c007 c009 c023 c011 c013 c027 0033 0067 0032 0005 0004"
                + " 002f 003c 000a",
            "0017 0018 0019",
            "",
            "0401 0501 0201 0403 0503 0203 0402 0202",
            "");
    assertThat(HelloText.order(hello)).isEqualTo("0 65281 10 11 35 13172 16 30031 5 13");
    assertThat(hello.extensions().alpn())
        .containsExactly("spdy/2", "spdy/3", "spdy/3.1", "http/1.1");
  }

  @Test
  void qq() throws Exception {
    ClientHello hello =
        check(
            "qq",
            CHROME,
            "G 001d 0017 0018",
            "G(1) 001d(32)",
            CHROME_SCHEMES,
            "G 0304 0303 0302 0301");
    assertThat(HelloText.order(hello))
        .isEqualTo("G 0 23 65281 10 11 35 16 5 13 18 51 45 43 27 17513 G 21");
    assertThat(body(hello, 17513)).isEqualTo("0003026832");
  }

  @Test
  void firefox148() throws Exception {
    ClientHello hello =
        check(
            "firefox_148",
            FIREFOX,
            "11ec 001d 0017 0018 0019 0100 0101",
            "11ec(1216) 001d(32) 0017(65)",
            FIREFOX_SCHEMES,
            "0304 0303");
    assertThat(HelloText.order(hello))
        .isEqualTo("0 23 65281 10 11 16 5 34 18 51 43 13 28 27 65037");
    assertThat(body(hello, 27)).isEqualTo("06000100020003");
    assertThat(Hellos.draw(shape("firefox_148"), HelloSamples.random(1)).oneX25519()).isTrue();
  }

  @Test
  void safari26() throws Exception {
    ClientHello hello =
        check(
            "safari_26",
            "G 1302 1303 1301 c02c c02b cca9 c030 c02f cca8 c00a c009 c014 c013 009d 009c 0035 002f"
                + " c008 c012 000a",
            "G 11ec 001d 0017 0018 0019",
            "G(1) 11ec(1216) 001d(32)",
            "0403 0804 0401 0503 0805 0805 0501 0806 0601 0201",
            "G 0304 0303");
    assertThat(HelloText.order(hello)).isEqualTo("G 0 23 65281 10 11 16 5 13 18 51 45 43 27 G");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "chrome_psk",
        "chrome_psk_shuffle",
        "chrome_padding_psk_shuffle",
        "chrome_pq",
        "chrome_pq_psk"
      })
  void allNamesOfChromeAreTheSame(String name) {
    assertThat(HelloSamples.message(shape(name), 5))
        .isEqualTo(HelloSamples.message(shape("chrome"), 5));
  }

  @ParameterizedTest
  @CsvSource({
    "chrome_latest, chrome_156",
    "firefox_latest, firefox_153",
    "safari_latest, safari_26",
    "firefox, firefox_120",
    "safari, safari_16",
    "ios, ios_14",
    "edge, edge_85"
  })
  void aliases(String alias, String name) {
    assertThat(HelloSamples.message(shape(alias), 5))
        .isEqualTo(HelloSamples.message(shape(name), 5));
  }

  @Test
  void everyNameHasAShapeOfItsName() {
    assertThat(HelloShapes.names()).doesNotHaveDuplicates();
    for (String name : HelloShapes.names()) {
      assertThat(HelloShapes.isKnown(name)).isTrue();
      if (!name.equals("random")) {
        assertThat(shape(name).name()).isEqualTo(name);
      }
    }
  }

  @Test
  void anUnknownNameIsNamed() {
    assertThat(HelloShapes.isKnown("chrme")).isFalse();
    assertThatThrownBy(() -> shape("chrme")).hasMessage("unknown uTLS fingerprint: chrme");
  }

  @Test
  void randomIsOneOfFive() {
    Set<String> drawn = new HashSet<>();
    for (int seed = 0; seed < 200; seed++) {
      drawn.add(HelloShapes.of("random", HelloSamples.random(seed)).name());
    }
    assertThat(drawn).containsExactlyInAnyOrder("chrome", "firefox", "edge", "safari", "ios");
  }

  @Test
  void onlyTwoAreOfTls12() {
    assertThat(HelloShapes.names().stream().filter(name -> !shape(name).supportsTls13()))
        .containsExactly("360", "android");
  }

  private static ClientHello check(
      String name, String suites, String groups, String shares, String schemes, String versions)
      throws Exception {
    ClientHello hello = HelloText.read(HelloSamples.message(shape(name), 1));
    assertThat(hello.version()).isEqualTo(0x0303);
    assertThat(hello.compressionMethods()).containsExactly(0);
    assertThat(HelloText.suites(hello)).isEqualTo(suites);
    assertThat(HelloText.hex(hello.extensions().groups())).isEqualTo(groups);
    assertThat(HelloText.shares(hello)).isEqualTo(shares);
    assertThat(HelloText.hex(hello.extensions().signatureAlgorithms())).isEqualTo(schemes);
    assertThat(HelloText.hex(hello.extensions().versions())).isEqualTo(versions);
    assertThat(body(hello, ExtensionType.STATUS_REQUEST)).isEqualTo("0100000000");
    assertThat(body(hello, ExtensionType.EC_POINT_FORMATS)).isEqualTo("0100");
    assertThat(body(hello, ExtensionType.RENEGOTIATION_INFO)).isEqualTo("00");
    return hello;
  }

  private static String body(ClientHello hello, int type) {
    return hello.extensions().all().stream()
        .filter(extension -> extension.type() == type)
        .map(Extension::body)
        .map(HexFormat.of()::formatHex)
        .findFirst()
        .orElseThrow();
  }

  private static HelloShape shape(String name) {
    return HelloShapes.of(name, HelloSamples.random(7));
  }
}
