package dev.motet.tls.server;

import static dev.motet.tls.server.Alerts.assertAlert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.HelloBytes;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.message.ExtensionType;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What the hello after a HelloRetryRequest may change (RFC 8446 4.1.2), and nothing else.
class ServerRetryTest {
  private final ServerSettings settings = new ServerSettings();
  private ScriptedClient client = new ScriptedClient(settings);

  /// Parts of a hello before and after the group changed.
  private static HelloBytes parts(String padding) {
    HelloBytes hello =
        new HelloBytes()
            .shortList(ExtensionType.SUPPORTED_VERSIONS, 0x0304)
            .list(ExtensionType.SIGNATURE_ALGORITHMS, 0x0403)
            .list(ExtensionType.SUPPORTED_GROUPS, 0x1d, 0x17)
            .extension(ExtensionType.PSK_KEY_EXCHANGE_MODES, "0101")
            .extension(4711, "01");
    return padding.isEmpty() ? hello : hello.extension(ExtensionType.PADDING, padding);
  }

  private void retried() throws Exception {
    settings.groups = List.of(0x17);
    client = new ScriptedClient(settings);
    client
        .send(parts("0000").extension(ExtensionType.KEY_SHARE, client.shares(0x1d)).message())
        .readRetry();
  }

  private static Arguments one(
      String name, Alert alert, BiFunction<HelloBytes, ScriptedClient, HelloBytes> hello) {
    return Arguments.of(name, alert, hello);
  }

  static Stream<Arguments> changes() {
    Alert illegal = Alert.ILLEGAL_PARAMETER;
    int keyShare = ExtensionType.KEY_SHARE;
    return Stream.of(
        one("the same share", illegal, (h, c) -> h.extension(keyShare, c.shares(0x1d))),
        one("no share", illegal, (h, c) -> h.extension(keyShare, "0000")),
        one("both shares", illegal, (h, c) -> h.extension(keyShare, c.shares(0x17, 0x1d))),
        one(
            "other suites",
            illegal,
            (h, c) -> h.cipherSuites(0x1301, 0x1302).extension(keyShare, c.shares(0x17))),
        one(
            "another session id",
            illegal,
            (h, c) -> h.sessionId(31).extension(keyShare, c.shares(0x17))),
        one(
            "another version",
            illegal,
            (h, c) -> h.version(0x0302).extension(keyShare, c.shares(0x17))),
        one(
            "one extension more",
            illegal,
            (h, c) -> h.extension(4712, "").extension(keyShare, c.shares(0x17))),
        one(
            "a cookie",
            illegal,
            (h, c) ->
                h.extension(ExtensionType.COOKIE, "000101").extension(keyShare, c.shares(0x17))),
        one(
            "early data",
            illegal,
            (h, c) ->
                h.extension(ExtensionType.EARLY_DATA, "")
                    .extension(keyShare, c.shares(0x17))
                    .extension(
                        ExtensionType.PRE_SHARED_KEY,
                        "0007 0001 aa 00000000 0021 20" + "00".repeat(32))),
        one(
            "without the version",
            Alert.PROTOCOL_VERSION,
            (h, c) ->
                new HelloBytes()
                    .list(ExtensionType.SIGNATURE_ALGORITHMS, 0x0403)
                    .list(ExtensionType.SUPPORTED_GROUPS, 0x1d, 0x17)
                    .extension(keyShare, c.shares(0x17))),
        one(
            "another value of an extension",
            illegal,
            (h, c) ->
                new HelloBytes()
                    .shortList(ExtensionType.SUPPORTED_VERSIONS, 0x0304)
                    .list(ExtensionType.SIGNATURE_ALGORITHMS, 0x0403)
                    .list(ExtensionType.SUPPORTED_GROUPS, 0x1d, 0x17)
                    .extension(ExtensionType.PSK_KEY_EXCHANGE_MODES, "0101")
                    .extension(4711, "02")
                    .extension(keyShare, c.shares(0x17))),
        one(
            "one extension less",
            illegal,
            (h, c) ->
                new HelloBytes()
                    .shortList(ExtensionType.SUPPORTED_VERSIONS, 0x0304)
                    .list(ExtensionType.SIGNATURE_ALGORITHMS, 0x0403)
                    .list(ExtensionType.SUPPORTED_GROUPS, 0x1d, 0x17)
                    .extension(ExtensionType.PSK_KEY_EXCHANGE_MODES, "0101")
                    .extension(keyShare, c.shares(0x17))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void refuses(String name, Alert alert, BiFunction<HelloBytes, ScriptedClient, HelloBytes> hello)
      throws Exception {
    retried();
    byte[] second = hello.apply(parts(""), client).message();
    assertAlert(alert, () -> client.server.receive(second));
    assertThat(client.carrier.take()).as(name).isEmpty();
  }

  @Test
  void takesAnotherShareAndAnotherPadding() throws Exception {
    retried();
    client
        .send(parts("00000000").extension(ExtensionType.KEY_SHARE, client.shares(0x17)).message())
        .readFlight()
        .sendFinished();
    assertThat(client.server.isDone()).isTrue();
  }

  @Test
  void takesAHelloWithoutPadding() throws Exception {
    retried();
    client
        .send(parts("").extension(ExtensionType.KEY_SHARE, client.shares(0x17)).message())
        .readFlight()
        .sendFinished();
    assertThat(client.server.isDone()).isTrue();
  }

  @Test
  void asksOnlyOnce() throws Exception {
    retried();
    byte[] again = parts("").extension(ExtensionType.KEY_SHARE, client.shares(0x1d)).message();
    assertAlert(Alert.ILLEGAL_PARAMETER, () -> client.server.receive(again));
  }
}
