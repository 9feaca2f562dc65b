package dev.motet.tls.ech;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.ByteReader;
import dev.motet.testkit.SeededRandom;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.fingerprint.HelloShape;
import dev.motet.tls.fingerprint.HelloShapes;
import dev.motet.tls.fingerprint.PlainHello;
import dev.motet.tls.handshake.Negotiated;
import dev.motet.tls.handshake.ServerConfig;
import dev.motet.tls.message.CertificateMessage;
import dev.motet.tls.message.ClientHelloReader;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole handshakes of the client and the server with hidden hellos.
class EchHandshakeTest {
  private final EchKey key = EchKey.generate("public.example", new SeededRandom(1));
  private final EchKey newer = EchKey.generate("public.example", new SeededRandom(2));

  static Stream<HelloShape> shapes() {
    return Stream.of(
        PlainHello.withEch(),
        HelloShapes.of("chrome", new SeededRandom(1)),
        HelloShapes.of("firefox", new SeededRandom(1)));
  }

  @MethodSource("shapes")
  @ParameterizedTest
  void theServerTakesTheHiddenHello(HelloShape shape) throws Exception {
    EchEnds ends = new EchEnds(shape, List.of(key));
    ends.serverKeys = List.of(newer, key);
    ends.shake();
    assertTaken(ends);
    assertThat(ends.fromClient).hasSize(2);
    assertThat(ends.source.rejected).isEmpty();
  }

  /// RFC 9849 6.1.5 and 7.1.1
  @MethodSource("shapes")
  @ParameterizedTest
  void theServerTakesItAfterAHelloRetryRequest(HelloShape shape) throws Exception {
    EchEnds ends = new EchEnds(shape, List.of(key));
    ends.serverKeys = List.of(key);
    ends.groups = List.of(0x18);
    ends.shake();
    assertTaken(ends);
    assertThat(ends.fromClient).hasSize(3);
    assertThat(publicName(ends.fromClient.get(1))).isEqualTo("public.example");
  }

  /// RFC 9849 6.1.6: the certificate is checked for the public name, the handshake is ended.
  @MethodSource("shapes")
  @ParameterizedTest
  void theServerDoesNotTakeIt(HelloShape shape) throws Exception {
    EchEnds ends = new EchEnds(shape, List.of(key));
    ends.serverKeys = List.of(newer);
    assertNotTaken(ends, EchConfig.writeList(List.of(newer.config())));
    assertThat(Objects.requireNonNull(ends.client).isDone()).isFalse();

    // with what it was told it gets through
    EchEnds again = new EchEnds(shape, List.of(key));
    again.source.list = ends.source.rejected.getFirst();
    again.serverKeys = List.of(newer);
    again.shake();
    assertTaken(again);
  }

  @MethodSource("shapes")
  @ParameterizedTest
  void theServerDoesNotTakeItAfterAHelloRetryRequest(HelloShape shape) {
    EchEnds ends = new EchEnds(shape, List.of(key));
    ends.serverKeys = List.of(newer);
    ends.groups = List.of(0x18);
    assertNotTaken(ends, EchConfig.writeList(List.of(newer.config())));
  }

  @Test
  void aServerWithoutKeysTellsOfNone() {
    EchEnds ends = new EchEnds(PlainHello.withEch(), List.of(key));
    assertNotTaken(ends, new byte[0]);
  }

  /// RFC 9849 6.1.7: who only asks for other configurations shows no certificate.
  @Test
  void noCertificateForAServerThatDoesNotTakeIt() throws Exception {
    EchEnds ends = new EchEnds(PlainHello.withEch(), List.of(key));
    ends.serverKeys = List.of(newer);
    ends.clientAuth = ServerConfig.ClientAuth.REQUEST;
    EchPairTest.assertAlert(Alert.ECH_REQUIRED, ends::shake);
    List<byte[]> last = ends.clientSide.take();
    assertThat(last).extracting(Message::type).containsExactly(11, 20);
    CertificateMessage shown = CertificateMessage.read(Message.body(last.getFirst()));
    assertThat(shown.entries()).isEmpty();

    EchEnds taken = new EchEnds(PlainHello.withEch(), List.of(key));
    taken.serverKeys = List.of(key);
    taken.clientAuth = ServerConfig.ClientAuth.REQUIRE_ANY;
    taken.shake();
    assertTaken(taken);
    Negotiated server = Objects.requireNonNull(taken.server).negotiated();
    assertThat(Objects.requireNonNull(server).peerCertificates()).hasSize(1);
  }

  /// RFC 9849 6.2: browsers send what looks like a hidden hello to everybody.
  @Test
  void greaseChangesNothing() throws Exception {
    for (List<EchKey> keys : List.of(List.of(key), List.<EchKey>of())) {
      EchEnds ends = new EchEnds(HelloShapes.of("chrome", new SeededRandom(1)), List.of(key));
      ends.hides = false;
      ends.serverKeys = keys;
      ends.shake();
      Negotiated client = Objects.requireNonNull(ends.client).negotiated();
      assertThat(Objects.requireNonNull(client).ech()).isFalse();
      assertThat(client.serverName()).isEqualTo("secret.example.org");
      assertThat(ends.verified).containsExactly("secret.example.org");
    }
  }

  /// The name is not sent in the clear because something is missing.
  @Test
  void withoutAConfigurationNothingIsSent() {
    EchEnds none = new EchEnds(PlainHello.withEch(), List.of(key));
    none.source.list = null;
    assertNothingIsSent(none);
    EchEnds unusable = new EchEnds(PlainHello.withEch(), List.of(key));
    unusable.source.list = new byte[] {0, 4, 0x12, 0x34, 0, 0};
    assertNothingIsSent(unusable);
    EchEnds broken = new EchEnds(PlainHello.withEch(), List.of(key));
    broken.source.list = new byte[] {1};
    assertNothingIsSent(broken);
    EchEnds nameless = new EchEnds(PlainHello.withEch(), List.of(key));
    nameless.serverName = null;
    assertNothingIsSent(nameless);
    EchEnds hooked = new EchEnds(PlainHello.withEch(), List.of(key));
    hooked.hook = (message, offers) -> message[39] = 1;
    assertNothingIsSent(hooked);
    EchEnds old = new EchEnds(HelloShapes.of("android", new SeededRandom(1)), List.of(key));
    assertNothingIsSent(old);
  }

  private static void assertNothingIsSent(EchEnds ends) {
    EchPairTest.assertAlert(Alert.INTERNAL_ERROR, ends::shake);
    assertThat(ends.clientSide.take()).isEmpty();
  }

  private static void assertTaken(EchEnds ends) throws Exception {
    Negotiated client = Objects.requireNonNull(ends.client).negotiated();
    Negotiated server = Objects.requireNonNull(ends.server).negotiated();
    assertThat(Objects.requireNonNull(client).ech()).isTrue();
    assertThat(Objects.requireNonNull(server).ech()).isTrue();
    assertThat(client.serverName()).isEqualTo("secret.example.org");
    assertThat(server.serverName()).isEqualTo("secret.example.org");
    assertThat(ends.verified).containsExactly("secret.example.org");
    assertThat(publicName(ends.fromClient.getFirst())).isEqualTo("public.example");
    for (byte[] message : ends.fromClient) {
      assertThat(new String(message, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
    }
    byte[] label = "test".getBytes(StandardCharsets.US_ASCII);
    assertThat(ends.client.export(label, label, 16))
        .isEqualTo(ends.server.export(label, label, 16));
  }

  private static void assertNotTaken(EchEnds ends, byte[] retryConfigs) {
    EchPairTest.assertAlert(Alert.ECH_REQUIRED, ends::shake);
    assertThat(ends.verified).containsExactly("public.example");
    assertThat(ends.source.rejected).containsExactly(retryConfigs);
    // RFC 9849 6.1.6: its Finished, so that the alert is one of a complete handshake
    assertThat(ends.clientSide.take())
        .extracting(Message::type)
        .containsExactly(HandshakeType.FINISHED);
  }

  private static String publicName(byte[] message) throws Exception {
    return Objects.requireNonNull(
        ClientHelloReader.readMessage(new ByteReader(message)).extensions().serverName());
  }
}
