package dev.motet.tls.server;

import static dev.motet.tls.server.Alerts.assertAlert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.BitFlips;
import dev.motet.testkit.HelloBytes;
import dev.motet.testkit.Truncations;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.Message;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Hellos that break rules end with the alert of the RFC, before anything was answered.
class ServerRefusesHellosTest {
  private static final int[] SCHEMES = {0x0403};
  private static final int[] GROUPS = {0x1d, 0x17};

  private final ServerSettings settings = new ServerSettings();
  private final ScriptedClient client = new ScriptedClient(settings);

  private static HelloBytes base() {
    return new HelloBytes().shortList(ExtensionType.SUPPORTED_VERSIONS, 0x0304);
  }

  private static HelloBytes schemes(HelloBytes hello) {
    return hello.list(ExtensionType.SIGNATURE_ALGORITHMS, SCHEMES);
  }

  private static HelloBytes groups(HelloBytes hello) {
    return hello.list(ExtensionType.SUPPORTED_GROUPS, GROUPS);
  }

  private static HelloBytes shares(HelloBytes hello, ScriptedClient client) {
    return hello.extension(ExtensionType.KEY_SHARE, client.shares(0x1d));
  }

  private static Arguments one(
      String name, Alert alert, java.util.function.Function<ScriptedClient, HelloBytes> hello) {
    return Arguments.of(name, alert, hello);
  }

  /// The good hello with one change in front of its extensions.
  private static Arguments changed(String name, Alert alert, UnaryOperator<HelloBytes> change) {
    return one(name, alert, client -> shares(groups(schemes(change.apply(base()))), client));
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        one("no extensions", Alert.PROTOCOL_VERSION, client -> new HelloBytes()),
        one(
            "TLS 1.2",
            Alert.PROTOCOL_VERSION,
            client ->
                shares(
                    groups(
                        schemes(
                            new HelloBytes()
                                .shortList(ExtensionType.SUPPORTED_VERSIONS, 0x0303, 0x7f1c))),
                    client)),
        one(
            "no signature_algorithms",
            Alert.MISSING_EXTENSION,
            client -> shares(groups(base()), client)),
        one(
            "no supported_groups",
            Alert.MISSING_EXTENSION,
            client -> shares(schemes(base()), client)),
        one("no key_share", Alert.MISSING_EXTENSION, client -> groups(schemes(base()))),
        one(
            "ticket without modes",
            Alert.MISSING_EXTENSION,
            client ->
                shares(groups(schemes(base())), client)
                    .extension(
                        ExtensionType.PRE_SHARED_KEY,
                        "0007 0001 aa 00000000 0021 20" + "00".repeat(32))),
        changed("compression", Alert.ILLEGAL_PARAMETER, hello -> hello.compressionMethods(0, 1)),
        changed("no null compression", Alert.ILLEGAL_PARAMETER, h -> h.compressionMethods(1)),
        changed("suites of TLS 1.2", Alert.HANDSHAKE_FAILURE, h -> h.cipherSuites(0xc02f, 0x0a0a)),
        changed(
            "early data alone",
            Alert.ILLEGAL_PARAMETER,
            h -> h.extension(ExtensionType.EARLY_DATA, "")),
        changed(
            "records of 63",
            Alert.ILLEGAL_PARAMETER,
            h -> h.extension(ExtensionType.RECORD_SIZE_LIMIT, "003f")),
        changed(
            "record limit cut",
            Alert.DECODE_ERROR,
            h -> h.extension(ExtensionType.RECORD_SIZE_LIMIT, "40")),
        changed(
            "an extension twice",
            Alert.DECODE_ERROR,
            h -> h.extension(4711, "00").extension(4711, "00")),
        one(
            "pre_shared_key not last",
            Alert.DECODE_ERROR,
            client ->
                shares(
                    groups(schemes(base().extension(ExtensionType.PRE_SHARED_KEY, "00"))), client)),
        one(
            "unreadable pre_shared_key",
            Alert.DECODE_ERROR,
            client ->
                shares(groups(schemes(base())), client)
                    .extension(ExtensionType.PSK_KEY_EXCHANGE_MODES, "0101")
                    .extension(ExtensionType.PRE_SHARED_KEY, "0007 0001 aa 00000000 0000")),
        one(
            "groups that nobody has",
            Alert.HANDSHAKE_FAILURE,
            client ->
                schemes(base())
                    .list(ExtensionType.SUPPORTED_GROUPS, 0x0100, 0x0a0a)
                    .extension(ExtensionType.KEY_SHARE, "0000")),
        one(
            "schemes that the key has not",
            Alert.HANDSHAKE_FAILURE,
            client ->
                shares(
                    groups(base().list(ExtensionType.SIGNATURE_ALGORITHMS, 0x0807, 0x0401)),
                    client)),
        one(
            "share of a group that is not listed",
            Alert.ILLEGAL_PARAMETER,
            client ->
                schemes(base())
                    .list(ExtensionType.SUPPORTED_GROUPS, 0x17)
                    .extension(ExtensionType.KEY_SHARE, client.shares(0x1d))),
        one(
            "two shares of a group",
            Alert.ILLEGAL_PARAMETER,
            client ->
                schemes(groups(base()))
                    .extension(ExtensionType.KEY_SHARE, client.shares(0x1d, 0x1d))),
        share("share of zeros", 0x1d, "00".repeat(32)),
        share("share of small order", 0x1d, "01" + "00".repeat(31)),
        share("short share", 0x1d, "09".repeat(31)),
        share("point off the curve", 0x17, "04" + "01".repeat(64)),
        share("point at infinity", 0x17, "00"),
        share("hybrid share of another length", 0x11ec, "09".repeat(1215)),
        share("hybrid share of no key", 0x11ec, "ff".repeat(1184) + "09".repeat(32)),
        share("hybrid share of small order", 0x11ec, "00".repeat(1184) + "00".repeat(32)));
  }

  private static Arguments share(String name, int group, String key) {
    byte[] bytes = HexFormat.of().parseHex(key);
    byte[] body =
        ByteBuffer.allocate(6 + bytes.length)
            .putShort((short) (4 + bytes.length))
            .putShort((short) group)
            .putShort((short) bytes.length)
            .put(bytes)
            .array();
    return one(
        name,
        Alert.ILLEGAL_PARAMETER,
        client ->
            schemes(base())
                .list(ExtensionType.SUPPORTED_GROUPS, group)
                .extension(ExtensionType.KEY_SHARE, body));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bad")
  void refuses(
      String name, Alert alert, java.util.function.Function<ScriptedClient, HelloBytes> hello) {
    byte[] message = hello.apply(client).message();
    assertAlert(alert, () -> client.server.receive(message));
    assertThat(client.carrier.take()).as(name).isEmpty();
    // what failed stays failed
    assertAlert(Alert.UNEXPECTED_MESSAGE, () -> client.server.receive(client.hello(0x1d)));
  }

  @Test
  void takesTheHelloThatTheBadOnesAreMadeOf() throws AlertException {
    client.server.receive(shares(groups(schemes(base())), client).message());
    assertThat(client.carrier.take()).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        HandshakeType.SERVER_HELLO,
        HandshakeType.FINISHED,
        HandshakeType.KEY_UPDATE,
        HandshakeType.CERTIFICATE
      })
  void refusesAnotherFirstMessage(int type) {
    assertAlert(
        Alert.UNEXPECTED_MESSAGE, () -> client.server.receive(Message.of(type, new byte[32])));
  }

  @Test
  void refusesASessionIdOverQuic() {
    settings.quic = true;
    ScriptedClient quic = new ScriptedClient(settings);
    assertAlert(Alert.ILLEGAL_PARAMETER, () -> quic.server.receive(quic.hello(0x1d)));
  }

  @Test
  void refusesAClientWithoutItsProtocol() {
    settings.alpn = List.of("h2");
    ScriptedClient other = new ScriptedClient(settings);
    byte[] hello = shares(groups(schemes(base().alpn("spdy/3"))), other).message();
    assertAlert(Alert.NO_APPLICATION_PROTOCOL, () -> other.server.receive(hello));
    assertThat(other.carrier.take()).isEmpty();
  }

  @Test
  void refusesEveryHelloThatIsCut() throws Exception {
    Truncations.rejectsEvery(
        client.hello(0x1d),
        bytes -> {
          if (bytes.length == 0) {
            throw new java.io.IOException("no message"); // the record layer needs a header
          }
          receive(bytes);
        });
  }

  @Test
  void survivesHellosThatAreDamaged() {
    BitFlips.survivesEvery(client.hello(0x1d), 2000, this::receive);
  }

  private void receive(byte[] message) throws AlertException {
    new ScriptedClient(settings).server.receive(message);
  }

  @Test
  void refusesBytesBehindTheHello() {
    byte[] hello = client.hello(0x1d);
    byte[] longer = Arrays.copyOf(hello, hello.length + 1);
    assertAlert(Alert.DECODE_ERROR, () -> client.server.receive(longer));
  }
}
