package dev.motet.tls.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.HelloSamples;
import dev.motet.testkit.HelloText;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.NamedGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a connection puts into a shape, and what a second hello repeats.
class ShapedHelloTest {
  private static final int ECH = ExtensionType.ENCRYPTED_CLIENT_HELLO;

  @ParameterizedTest
  @CsvSource({
    "example.org, example.org",
    "example.org., example.org",
    "xn--bcher-kva.example, xn--bcher-kva.example",
    "1.2.3.example, 1.2.3.example"
  })
  void sendsTheName(String name, String sent) throws Exception {
    assertThat(hello("chrome", name).extensions().serverName()).isEqualTo(sent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "192.0.2.1",
        "192.0.2.1.",
        "2001:db8::1",
        "[2001:db8::1]",
        "fe80::1%eth0"
      })
  void sendsNoAddressAndNoEmptyName(String name) throws Exception {
    assertThat(hello("firefox", name).extensions().has(ExtensionType.SERVER_NAME)).isFalse();
  }

  @Test
  void sendsNoNameWhereThereIsNone() throws Exception {
    ClientHello hello = HelloText.read(HelloSamples.message(shape("safari"), 1, null));
    assertThat(hello.extensions().has(ExtensionType.SERVER_NAME)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"edge", "safari", "ios", "qq", "chrome_110"})
  void padsTo512(String name) {
    for (int length = 1; length < 200; length += 7) {
      assertThat(HelloSamples.message(shape(name), 1, "a".repeat(length))).hasSize(512);
    }
  }

  @Test
  void padsWithOneByteWhereNoRoomIsLeft() throws Exception {
    HelloShape edge = shape("edge");
    int longest = lengthWithoutPadding(edge, 0);
    for (int without = 505; without <= 515; without++) {
      String name = "a".repeat(without - longest);
      int expected = without >= 512 ? without : without + 4 + Math.max(1, 512 - without - 4);
      assertThat(HelloSamples.message(edge, 1, name)).as("%d", without).hasSize(expected);
    }
  }

  @Test
  void leavesShortHellosAlone() {
    assertThat(HelloSamples.message(shape("android"), 1)).hasSizeLessThan(256);
  }

  @Test
  void replacesApplicationProtocols() throws Exception {
    DrawnHello drawn = draw("chrome");
    HelloValues values = HelloSamples.values(drawn, "example.org");
    ClientHello h3 =
        write(drawn, HelloSamples.with(values, List.of("h3", "x"), null, List.of(), null));
    assertThat(h3.extensions().alpn()).containsExactly("h3", "x");
    ClientHello none = write(drawn, HelloSamples.with(values, List.of(), null, List.of(), null));
    assertThat(none.extensions().has(ExtensionType.ALPN)).isFalse();
    DrawnHello android = draw("android");
    HelloValues old = HelloSamples.values(android, "example.org");
    assertThat(
            write(android, HelloSamples.with(old, List.of("h2"), null, List.of(), null))
                .extensions()
                .has(ExtensionType.ALPN))
        .as("a shape without the extension stays without")
        .isFalse();
  }

  @Test
  void putsRealEchIntoThePlaceOfGrease() throws Exception {
    DrawnHello drawn = draw("firefox");
    HelloValues values = HelloSamples.values(drawn, "example.org");
    byte[] ech = HelloSamples.bytes(100, 7);
    ClientHello hello = write(drawn, HelloSamples.with(values, null, ech, List.of(), null));
    assertThat(HelloText.order(hello))
        .isEqualTo("0 23 65281 10 11 35 16 5 34 51 43 13 45 28 65037");
    assertThat(body(hello, ECH)).isEqualTo(ech);
  }

  @Test
  void appendsWhatHasNoPlace() throws Exception {
    DrawnHello drawn = draw("edge");
    HelloValues values = HelloSamples.values(drawn, "example.org");
    ClientHello hello =
        write(
            drawn,
            HelloSamples.with(
                values,
                null,
                new byte[10],
                List.of(new Extension(57, new byte[3])),
                HelloSamples.bytes(50, 0)));
    assertThat(HelloText.order(hello))
        .isEqualTo("G 0 23 65281 10 11 35 16 5 13 18 51 45 43 27 G 65037 57 21 41");
  }

  @Test
  void aPreSharedKeyIsTheEndOfTheMessageAndCountsForPadding() {
    DrawnHello drawn = draw("chrome_110");
    HelloValues values = HelloSamples.values(drawn, "example.org");
    byte[] key = HelloSamples.bytes(80, 0x44);
    byte[] message = drawn.write(HelloSamples.with(values, null, null, List.of(), key));
    assertThat(message).hasSize(512);
    assertThat(Arrays.copyOfRange(message, 512 - 80, 512)).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chrome", "chrome_156", "edge", "safari", "firefox", "firefox_153"})
  void theSecondHelloDiffersInItsShareAndCookieOnly(String name) throws Exception {
    DrawnHello drawn = draw(name);
    HelloValues values = HelloSamples.values(drawn, "example.org");
    ClientHello first = write(drawn, values);
    ClientHello second =
        write(drawn, HelloSamples.retry(values, NamedGroup.SECP384R1, HelloSamples.bytes(9, 1)));
    assertThat(HelloText.shares(second)).isEqualTo("0018(97)");
    assertThat(body(second, ExtensionType.COOKIE)).hasSize(11);
    assertThat(second.cipherSuites()).isEqualTo(first.cipherSuites());
    List<Integer> firstTypes = types(first);
    List<Integer> secondTypes = types(second);
    secondTypes.remove((Integer) ExtensionType.COOKIE);
    if (!name.startsWith("chrome")) {
      firstTypes.remove((Integer) ExtensionType.PADDING);
      secondTypes.remove((Integer) ExtensionType.PADDING);
    }
    assertThat(secondTypes).isEqualTo(firstTypes);
    for (Extension extension : first.extensions().all()) {
      int type = extension.type();
      if (type != ExtensionType.KEY_SHARE && type != ExtensionType.PADDING) {
        assertThat(body(second, type)).as("extension %d", type).isEqualTo(extension.body());
      }
    }
  }

  @Test
  void theCookieStandsWhereTheProgramPutsIt() throws Exception {
    assertThat(orderWithCookie("safari"))
        .isEqualTo("G 0 23 65281 10 11 16 5 13 18 51 45 43 44 27 G 21");
    assertThat(orderWithCookie("firefox"))
        .isEqualTo("0 23 65281 10 11 35 16 5 34 51 43 13 44 45 28 65037");
  }

  @Test
  void aCookieAloneLeavesTheShares() throws Exception {
    DrawnHello drawn = draw("chrome");
    HelloValues values = HelloSamples.values(drawn, "example.org");
    HelloValues retry =
        new HelloValues(
            values.random(),
            values.sessionId(),
            values.serverName(),
            null,
            values.shares(),
            new byte[4],
            null,
            List.of(),
            null);
    assertThat(HelloText.shares(write(drawn, retry))).isEqualTo("G(1) 11ec(1216) 001d(32)");
  }

  @Test
  void canBeWithoutTheHybridGroup() throws Exception {
    HelloShape without = shape("chrome").withoutGroup(NamedGroup.X25519MLKEM768);
    ClientHello hello = HelloText.read(HelloSamples.message(without, 1));
    assertThat(HelloText.hex(hello.extensions().groups())).isEqualTo("G 001d 0017 0018");
    assertThat(HelloText.shares(hello)).isEqualTo("G(1) 001d(32)");
    HelloShape firefox = shape("firefox_153").withoutGroup(NamedGroup.X25519MLKEM768);
    assertThat(Hellos.draw(firefox, HelloSamples.random(1)).oneX25519()).isFalse();
    // the real browser would pad then
    HelloShape newest = shape("chrome_156").withoutGroup(NamedGroup.X25519MLKEM768);
    assertThat(HelloSamples.message(newest, 1).length).isGreaterThanOrEqualTo(512);
  }

  @Test
  void canHaveOtherApplicationProtocols() throws Exception {
    HelloShape shape = shape("chrome").withAlpn(List.of("http/1.1"));
    assertThat(HelloText.read(HelloSamples.message(shape, 1)).extensions().alpn())
        .containsExactly("http/1.1");
    assertThat(HelloSamples.message(shape("android").withAlpn(List.of("h2")), 1))
        .as("a shape without the extension stays without")
        .isEqualTo(HelloSamples.message(shape("android"), 1));
  }

  @Test
  void quicHasNoSessionIdAndItsParametersInTheirPlace() throws Exception {
    DrawnHello drawn = Hellos.draw(PlainHello.quic(), HelloSamples.random(1));
    HelloValues values = HelloSamples.values(drawn, "example.org");
    HelloValues quic =
        new HelloValues(
            values.random(),
            new byte[0],
            values.serverName(),
            List.of("h3"),
            values.shares(),
            null,
            null,
            List.of(new Extension(ExtensionType.QUIC_TRANSPORT_PARAMETERS, new byte[5])),
            null);
    ClientHello hello = write(drawn, quic);
    assertThat(hello.sessionId()).isEmpty();
    assertThat(HelloText.order(hello)).isEqualTo("0 11 65281 23 18 57 5 10 13 50 16 43 51");
  }

  private static String orderWithCookie(String name) throws Exception {
    DrawnHello drawn = draw(name);
    HelloValues values = HelloSamples.values(drawn, "example.org");
    HelloValues retry = HelloSamples.retry(values, NamedGroup.SECP384R1, HelloSamples.bytes(9, 1));
    return HelloText.order(write(drawn, retry));
  }

  private static int lengthWithoutPadding(HelloShape shape, int nameBytes) {
    List<ShapeExtension> rest =
        shape.extensions().stream()
            .filter(extension -> extension.type() != ExtensionType.PADDING)
            .toList();
    HelloShape bare = new HelloShape(shape.name(), shape.suites(), rest, false);
    return HelloSamples.message(bare, 1, "a").length - 1 + nameBytes;
  }

  private static List<Integer> types(ClientHello hello) {
    return new ArrayList<>(hello.extensions().all().stream().map(Extension::type).toList());
  }

  private static byte[] body(ClientHello hello, int type) {
    return hello.extensions().all().stream()
        .filter(extension -> extension.type() == type)
        .map(Extension::body)
        .findFirst()
        .orElseThrow();
  }

  private static ClientHello hello(String name, String serverName) throws Exception {
    return HelloText.read(HelloSamples.message(shape(name), 1, serverName));
  }

  private static ClientHello write(DrawnHello drawn, HelloValues values) throws Exception {
    return HelloText.read(drawn.write(values));
  }

  private static DrawnHello draw(String name) {
    return Hellos.draw(shape(name), HelloSamples.random(1));
  }

  private static HelloShape shape(String name) {
    return HelloShapes.of(name, HelloSamples.random(7));
  }
}
