package dev.motet.tls.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.HelloSamples;
import dev.motet.testkit.HelloText;
import dev.motet.testkit.RecordedHellos;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.KeyShare;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Shapes against what the real programs sent: Debian's chromium 156 and firefox-esr 153, and
/// sing-box 1.12.12 without `utls`. With the same keys and random bytes the messages are equal byte
/// for byte, as far as a program draws nothing else.
class RecordedHelloTest {
  private static final int ECH = ExtensionType.ENCRYPTED_CLIENT_HELLO;

  @Test
  void chromiumFieldByField() throws Exception {
    for (byte[] recorded : RecordedHellos.all("chromium_156")) {
      HelloShape shape = HelloShapes.of("chrome_156", HelloSamples.random(1));
      ClientHello ours = HelloText.read(HelloSamples.message(shape, 1, "localhost"));
      assertThat(HelloText.differences(HelloText.read(recorded), ours, true)).isEmpty();
      assertThat(Ja4.of(ours)).isEqualTo(Ja4.of(HelloText.read(recorded)));
    }
  }

  @Test
  void firefoxByteForByte() throws Exception {
    byte[] recorded = RecordedHellos.first("firefox_153");
    HelloShape shape = HelloShapes.of("firefox_153", HelloSamples.random(1));
    assertThat(repeated(shape, recorded, null)).isEqualTo(recorded);
    ClientHello ours = HelloText.read(HelloSamples.message(shape, 1, "localhost"));
    assertThat(HelloText.differences(HelloText.read(recorded), ours, false)).isEmpty();
  }

  @Test
  void firefoxHasOneX25519Key() throws Exception {
    assertThat(x25519OfHybrid("firefox_153")).isEqualTo(x25519("firefox_153"));
    assertThat(x25519OfHybrid("chromium_156")).isNotEqualTo(x25519("chromium_156"));
    assertThat(drawn("firefox_153").oneX25519()).isTrue();
    assertThat(drawn("chrome_156").oneX25519()).isFalse();
  }

  private record Plain(String file, HelloShape shape) {}

  static List<Plain> plain() {
    return List.of(
        new Plain("go_default", PlainHello.shape(0x0303, 0x0304, Set.of())),
        new Plain("go_alpn", PlainHello.shape(0x0303, 0x0304, Set.of())),
        new Plain("go_no_name", PlainHello.shape(0x0303, 0x0304, Set.of())),
        new Plain("go_max12", PlainHello.shape(0x0303, 0x0303, Set.of())),
        new Plain("go_min13", PlainHello.shape(0x0304, 0x0304, Set.of(0xc02f))),
        new Plain("go_suites12", PlainHello.shape(0x0303, 0x0304, Set.of(0xc030, 0xc02f))),
        new Plain("go_ech", PlainHello.withEch()),
        new Plain("go_quic", PlainHello.quic()));
  }

  @ParameterizedTest
  @MethodSource("plain")
  void plainByteForByte(Plain plain) throws Exception {
    byte[] recorded = RecordedHellos.first(plain.file());
    List<String> alpn = HelloText.read(recorded).extensions().alpn();
    assertThat(repeated(plain.shape(), recorded, alpn)).isEqualTo(recorded);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x1301, 0x1302, 0x1303})
  void plainSuitesOf13AreNotOpenToChoice(int suite) throws Exception {
    HelloShape shape = PlainHello.shape(0x0303, 0x0304, Set.of(suite));
    ClientHello hello = HelloText.read(HelloSamples.message(shape, 1));
    assertThat(HelloText.suites(hello)).isEqualTo("1301 1302 1303");
  }

  @Test
  void theDifferencesNameTheField() throws Exception {
    ClientHello chromium = HelloText.read(RecordedHellos.first("chromium_156"));
    HelloShape older = HelloShapes.of("chrome_133", HelloSamples.random(1));
    ClientHello ours = HelloText.read(HelloSamples.message(older, 1, "localhost"));
    assertThat(HelloText.differences(chromium, ours, true))
        .hasSize(3)
        .anyMatch(line -> line.startsWith("extension 13: G 0904 0905 0906 0403 "))
        .anyMatch(line -> line.startsWith("extension 51764: 00b8") && line.endsWith(" | absent"))
        .anyMatch(line -> line.startsWith("order: "));
  }

  // What the program drew is given to the shape again.
  private static byte[] repeated(HelloShape shape, byte[] recorded, List<String> alpn)
      throws Exception {
    ClientHello hello = HelloText.read(recorded);
    byte[] ech = null;
    List<Extension> extra = new ArrayList<>();
    for (Extension extension : hello.extensions().all()) {
      if (extension.type() == ECH) {
        ech = extension.body();
      } else if (extension.type() == ExtensionType.QUIC_TRANSPORT_PARAMETERS) {
        extra.add(extension);
      }
    }
    HelloValues values =
        new HelloValues(
            hello.random(),
            hello.sessionId(),
            hello.extensions().serverName(),
            alpn,
            hello.extensions().keyShares(),
            null,
            ech,
            extra,
            null);
    return Hellos.draw(shape, HelloSamples.random(1)).write(values);
  }

  private static byte[] x25519(String file) throws Exception {
    return share(file, 0x001d);
  }

  private static byte[] x25519OfHybrid(String file) throws Exception {
    byte[] hybrid = share(file, 0x11ec);
    return Arrays.copyOfRange(hybrid, hybrid.length - 32, hybrid.length);
  }

  private static byte[] share(String file, int group) throws Exception {
    return HelloText.read(RecordedHellos.first(file)).extensions().keyShares().stream()
        .filter(share -> share.group() == group)
        .map(KeyShare::key)
        .findFirst()
        .orElseThrow();
  }

  private static DrawnHello drawn(String name) {
    return Hellos.draw(HelloShapes.of(name, HelloSamples.random(1)), HelloSamples.random(1));
  }
}
