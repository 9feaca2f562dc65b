package dev.motet.tls.ech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.crypto.Hkdf;
import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.testkit.SeededRandom;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.fingerprint.HelloValues;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.ClientHelloReader;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.KeyShare;
import dev.motet.tls.message.ServerHello;
import dev.motet.tls.schedule.Transcript;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client seals a server opens, or it goes on without.
class EchPairTest {
  private final EchKey key = EchKey.generate("public.example", new SeededRandom(1));
  private final ScriptedHello drawn = new ScriptedHello();
  private final EchOffer offer = offer(key);
  private final EchServer server = new EchServer(List.of(key));

  @Test
  void theServerOpensWhatTheClientMeans() throws Exception {
    EchOffer.Hellos hellos = offer.seal(drawn, values("secret.example.org", null));
    byte[] inner = server.open(hellos.outer());
    assertThat(inner).isEqualTo(hellos.inner());
    assertThat(server.isAccepted()).isTrue();
    assertThat(server.retryConfigs()).isNull();

    ClientHello outer = read(hellos.outer());
    ClientHello meant = read(hellos.inner());
    assertThat(outer.extensions().serverName()).isEqualTo("public.example");
    assertThat(meant.extensions().serverName()).isEqualTo("secret.example.org");
    assertThat(meant.sessionId()).isEqualTo(outer.sessionId());
    assertThat(meant.random()).isNotEqualTo(outer.random()).isEqualTo(new byte[32]);
    assertThat(meant.extensions().versions()).containsExactly(0x4a4a, 0x0304);
    assertThat(meant.cipherSuites()).containsExactly(ScriptedHello.GREASE, 0x1301);
    assertThat(meant.extensions().all())
        .extracting(Extension::type)
        .containsExactly(
            ExtensionType.SERVER_NAME,
            ExtensionType.SUPPORTED_VERSIONS,
            ExtensionType.ENCRYPTED_CLIENT_HELLO,
            ScriptedHello.GREASE,
            ExtensionType.KEY_SHARE,
            ExtensionType.SUPPORTED_GROUPS,
            ExtensionType.SIGNATURE_ALGORITHMS,
            ExtensionType.ALPN);
    // the outer hello is that of the browser, nothing added
    assertThat(outer.extensions().all()).hasSize(12);
    assertThat(new String(hellos.outer(), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("secret");
  }

  /// RFC 9849 6.1.3: names of different lengths cannot be told apart.
  @Test
  void lengthsAreRoundedUp() throws Exception {
    EchOffer.Hellos shorter = offer.seal(drawn, values("a.b", null));
    EchOffer.Hellos longer = offer(key).seal(drawn, values("ab.example", null));
    assertThat(shorter.outer()).hasSameSizeAs(longer.outer());
    OuterExtension extension = Objects.requireNonNull(OuterExtension.find(shorter.outer()));
    assertThat((extension.payload().length - 16) % 32).isZero();
    EchOffer.Hellos nameless = offer(key).seal(drawn, values(null, null));
    assertThat(new EchServer(List.of(key)).open(nameless.outer())).isEqualTo(nameless.inner());
    assertThat(read(nameless.inner()).extensions().serverName()).isNull();
  }

  /// RFC 9849 6.1.6 and 7.1.1: the context goes on, without a new key.
  @Test
  void aRetriedHelloIsOpenedToo() throws Exception {
    EchOffer.Hellos first = offer.seal(drawn, values("secret.example.org", null));
    assertThat(server.open(first.outer())).isEqualTo(first.inner());
    EchOffer.Hellos second = offer.seal(drawn, values("secret.example.org", new byte[] {7, 7}));
    OuterExtension extension = Objects.requireNonNull(OuterExtension.find(second.outer()));
    assertThat(extension.enc()).isEmpty();
    assertThat(server.openSecond(second.outer())).isEqualTo(second.inner());
    assertThat(read(second.inner()).extensions().has(ExtensionType.COOKIE)).isTrue();
    assertThat(read(second.outer()).random()).isEqualTo(read(first.outer()).random());
  }

  @Test
  void refusesAnotherSecondHello() throws Exception {
    EchOffer.Hellos first = offer.seal(drawn, values("secret.example.org", null));
    server.open(first.outer());
    assertAlert(Alert.ILLEGAL_PARAMETER, () -> server.openSecond(first.outer()));
    byte[] second = offer.seal(drawn, values("secret.example.org", null)).outer();
    byte[] damaged = second.clone();
    damaged[Objects.requireNonNull(OuterExtension.find(second)).payloadAt()] ^= 1;
    assertAlert(Alert.DECRYPT_ERROR, () -> server.openSecond(damaged));
    byte[] otherId = second.clone();
    otherId[Objects.requireNonNull(OuterExtension.find(second)).payloadAt() - 5] ^= 1;
    assertAlert(Alert.ILLEGAL_PARAMETER, () -> server.openSecond(otherId));
    byte[] without = new dev.motet.testkit.HelloBytes().serverName("public.example").message();
    assertAlert(Alert.MISSING_EXTENSION, () -> server.openSecond(without));
  }

  /// Keys that were changed: the outer hello counts, and the client is told of the right ones.
  @Test
  void anotherKeyDoesNotOpen() throws Exception {
    EchKey newer = EchKey.generate("public.example", new SeededRandom(9));
    EchKey old =
        new EchKey(EchKey.generate("x.y", new SeededRandom(8)).config(), new byte[32], false);
    EchServer other = new EchServer(List.of(newer, old));
    byte[] outer = offer.seal(drawn, values("secret.example.org", null)).outer();
    assertThat(other.open(outer)).isNull();
    assertThat(other.isAccepted()).isFalse();
    assertThat(other.retryConfigs()).isEqualTo(EchConfig.writeList(List.of(newer.config())));
    byte[] again = offer.repeat(drawn, values("secret.example.org", new byte[] {1}));
    assertThat(Extension.find(read(again).extensions().all(), ExtensionType.ENCRYPTED_CLIENT_HELLO))
        .isEqualTo(
            Extension.find(read(outer).extensions().all(), ExtensionType.ENCRYPTED_CLIENT_HELLO));
    assertThat(read(again).extensions().serverName()).isEqualTo("public.example");
    assertThat(read(again).extensions().has(ExtensionType.COOKIE)).isTrue();
    assertThat(other.openSecond(again)).isNull();
  }

  @Test
  void serversTryEachKeyOfTheId() throws Exception {
    EchKey newer = EchKey.generate("public.example", new SeededRandom(9));
    EchServer both = new EchServer(List.of(newer, key));
    EchOffer.Hellos hellos = offer.seal(drawn, values("secret.example.org", null));
    assertThat(both.open(hellos.outer())).isEqualTo(hellos.inner());
  }

  /// RFC 9849 5.2: nobody can change the outer hello around a sealed one.
  @Test
  void everyByteOfTheOuterHelloIsBound() throws Exception {
    byte[] outer = offer.seal(drawn, values("secret.example.org", null)).outer();
    int opened = 0;
    for (int at = 6; at < 38; at++) {
      byte[] damaged = outer.clone();
      damaged[at] ^= 1;
      opened += new EchServer(List.of(key)).open(damaged) == null ? 0 : 1;
    }
    assertThat(opened).isZero();
  }

  @Test
  void withoutKeysNothingIsLookedAt() throws Exception {
    EchServer none = new EchServer(List.of());
    assertThat(none.open(offer.seal(drawn, values("a.b", null)).outer())).isNull();
    assertThat(none.retryConfigs()).isNull();
    byte[] plain = new dev.motet.testkit.HelloBytes().serverName("public.example").message();
    assertThat(server.open(plain)).isNull();
    assertThat(server.retryConfigs()).isNull();
  }

  /// RFC 9849 6.2: what looks like ECH and is none.
  @Test
  void greaseIsPassedOver() throws Exception {
    EchConfig.Suite suite = new EchConfig.Suite(1, 1);
    for (int id = 0; id < 256; id += 51) {
      byte[] body = OuterExtension.body(suite, id, new byte[32], 144);
      byte[] outer = drawn.write(withEch(values("a.b", null), body));
      EchServer greased = new EchServer(List.of(key));
      assertThat(greased.open(outer)).isNull();
      assertThat(greased.retryConfigs()).isNotNull();
    }
  }

  /// RFC 9849 7: an inner hello does not come from a network, an unknown type from nowhere.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 255})
  void refusesOtherTypes(int type) {
    byte[] outer = drawn.write(withEch(values("a.b", null), new byte[] {(byte) type}));
    assertAlert(Alert.ILLEGAL_PARAMETER, () -> server.open(outer));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 9, 41, 60})
  void refusesExtensionsThatAreCut(int length) {
    byte[] body = OuterExtension.body(new EchConfig.Suite(1, 1), 0, new byte[32], 20);
    byte[] outer = drawn.write(withEch(values("a.b", null), Arrays.copyOf(body, length)));
    assertAlert(Alert.DECODE_ERROR, () -> server.open(outer));
  }

  @Test
  void hidesNothingWithoutTls13() {
    ScriptedHello old = new ScriptedHello("020303");
    assertAlert(Alert.INTERNAL_ERROR, () -> offer.seal(old, values("a.b", null)));
  }

  @Test
  void theConfirmationIsForThoseWhoKnowTheInnerHello() throws Exception {
    EchOffer.Hellos hellos = offer.seal(drawn, values("secret.example.org", null));
    byte[] random = read(hellos.inner()).random();
    Transcript inner = transcript(hellos.inner());
    byte[] answer =
        new ServerHello(0x0303, new byte[32], new byte[32], 0x1301, 0, List.of()).toBytes();
    assertThat(EchConfirmation.isIn(answer, random, Hkdf.SHA256, inner)).isFalse();
    EchConfirmation.write(answer, random, Hkdf.SHA256, inner);
    assertThat(EchConfirmation.isIn(answer, random, Hkdf.SHA256, inner)).isTrue();
    assertThat(EchConfirmation.isIn(answer, random, Hkdf.SHA256, transcript(hellos.outer())))
        .isFalse();
    byte[] other = random.clone();
    other[0] ^= 1;
    assertThat(EchConfirmation.isIn(answer, other, Hkdf.SHA256, inner)).isFalse();
    answer[5] ^= 1;
    assertThat(EchConfirmation.isIn(answer, random, Hkdf.SHA256, inner)).isFalse();
  }

  private static Transcript transcript(byte[] hello) {
    Transcript transcript = new Transcript();
    transcript.add(hello);
    transcript.start(Hkdf.SHA256);
    return transcript;
  }

  private static EchOffer offer(EchKey key) {
    try {
      byte[] list = EchConfig.writeList(List.of(key.config()));
      return Objects.requireNonNull(EchOffer.of(list, new SeededRandom(3)));
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
  }

  static HelloValues values(String name, byte[] cookie) {
    byte[] sessionId = new byte[32];
    Arrays.fill(sessionId, (byte) 5);
    return new HelloValues(
        new byte[32],
        sessionId,
        name,
        List.of("h2", "http/1.1"),
        List.of(new KeyShare(0x001d, new byte[32])),
        cookie,
        null,
        List.of(),
        null);
  }

  static HelloValues withEch(HelloValues values, byte[] ech) {
    return new HelloValues(
        values.random(),
        values.sessionId(),
        values.serverName(),
        values.alpn(),
        values.shares(),
        values.cookie(),
        ech,
        values.extra(),
        null);
  }

  private static ClientHello read(byte[] message) throws ProtocolException {
    return ClientHelloReader.readMessage(new ByteReader(message));
  }

  static void assertAlert(Alert alert, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AlertException.class, e -> assertThat(e.alert()).as(e.getMessage()).isEqualTo(alert));
  }
}
