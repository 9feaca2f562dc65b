package dev.motet.tls.client;

import static dev.motet.tls.client.Refusals.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.MemoryCarrier;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that want another hello (RFC 8446 4.1.4).
class HelloRetryTest {
  private static final Extension COOKIE =
      new Extension(ExtensionType.COOKIE, new byte[] {0, 2, 8, 9});

  private final ClientSettings settings = new ClientSettings();

  private ScriptedServer server() throws Exception {
    return new ScriptedServer(settings);
  }

  private static Extension group(int group) {
    return Extension.ofNumber(ExtensionType.KEY_SHARE, group);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x17, 0x18, 0x11ec})
  void sendsTheShareThatIsWanted(int group) throws Exception {
    ScriptedServer server = server();
    ClientHello first = server.hello;
    server.suite = CipherSuite.TLS_AES_256_GCM_SHA384;
    server.retry(group(group));
    ClientHello second = server.hello;
    assertThat(second.extensions().keyShares())
        .singleElement()
        .matches(share -> share.group() == group);
    assertThat(second.random()).isEqualTo(first.random());
    assertThat(second.sessionId()).isEqualTo(first.sessionId());
    assertThat(second.cipherSuites()).isEqualTo(first.cipherSuites());
    assertThat(types(second)).isEqualTo(types(first));
    server.group = group;
    server.sendFlight();
    server.readFlight();
    assertThat(server.client.negotiated().group()).isEqualTo(group);
    assertThat(server.carrier.order())
        .as("one ChangeCipherSpec, before the second flight")
        .containsExactly("INITIAL 1", MemoryCarrier.CHANGE, "INITIAL 1", "HANDSHAKE 20");
  }

  @Test
  void givesTheCookieBackAndKeepsItsShares() throws Exception {
    ScriptedServer server = server();
    ClientHello first = server.hello;
    server.retry(COOKIE);
    assertThat(server.offered(ExtensionType.COOKIE)).isEqualTo(COOKIE.body());
    assertThat(server.hello.extensions().keyShares())
        .usingRecursiveComparison()
        .isEqualTo(first.extensions().keyShares());
    server.sendFlight().readFlight();
    assertThat(server.client.isDone()).isTrue();
  }

  @Test
  void hookSealsOnlyTheFirstHello() throws Exception {
    int[] calls = new int[1];
    settings.hook =
        (message, offers) -> {
          calls[0]++;
          message[dev.motet.tls.handshake.HelloHook.SESSION_ID_AT] ^= 1;
        };
    ScriptedServer server = server();
    byte[] sessionId = server.hello.sessionId();
    server.retry(group(0x17));
    assertThat(server.hello.sessionId()).isEqualTo(sessionId);
    assertThat(calls[0]).isEqualTo(1);
  }

  @Test
  void requestsThatChangeNothing() throws Exception {
    refuses(Alert.ILLEGAL_PARAMETER, "changes nothing", () -> server().retry());
    refuses(Alert.ILLEGAL_PARAMETER, "whose share was sent", () -> server().retry(group(0x1d)));
  }

  @Test
  void groupsThatWereNotOfferedOrCannotBeSpoken() throws Exception {
    refuses(Alert.ILLEGAL_PARAMETER, "not offered", () -> server().retry(group(0x19)));
    ScriptedServer grease = server();
    int value = grease.hello.extensions().groups().getFirst();
    assertThat(value & 0x0f0f).isEqualTo(0x0a0a);
    refuses(Alert.ILLEGAL_PARAMETER, "not offered", () -> grease.retry(group(value)));
    refuses(
        Alert.HANDSHAKE_FAILURE,
        "cannot be spoken",
        () -> server().retry(group(ClientSettings.FFDHE2048)));
  }

  @Test
  void secondRequest() throws Exception {
    ScriptedServer server = server().retry(group(0x17));
    refuses(Alert.UNEXPECTED_MESSAGE, "second", () -> server.retry(group(0x18)));
    ScriptedServer cookies = server().retry(COOKIE);
    refuses(Alert.UNEXPECTED_MESSAGE, "second", () -> cookies.retry(group(0x17)));
  }

  @Test
  void serverHelloKeepsToTheRequest() throws Exception {
    ScriptedServer suite = server().retry(group(0x17));
    suite.group = 0x17;
    suite.suite = CipherSuite.TLS_CHACHA20_POLY1305_SHA256;
    refuses(Alert.ILLEGAL_PARAMETER, "after a HelloRetryRequest", suite::sendHello);
    ScriptedServer group = server().retry(group(0x17));
    refuses(Alert.ILLEGAL_PARAMETER, "group 29, which was not sent", group::sendHello);
    ScriptedServer version = server().retry(group(0x17));
    version.withVersion = false;
    version.suiteOnWire = 0xc02b;
    version.sessionId = new byte[0];
    refuses(Alert.ILLEGAL_PARAMETER, "another version", version::sendHello);
  }

  @Test
  void requestsWithExtensionsOfOthers() throws Exception {
    refuses(
        Alert.ILLEGAL_PARAMETER,
        "extension 16",
        () -> server().retry(group(0x17), Extension.ofAlpn(List.of("h2"))));
    refuses(
        Alert.UNSUPPORTED_EXTENSION,
        "4660",
        () -> server().retry(group(0x17), Extension.empty(0x1234)));
    refuses(
        Alert.DECODE_ERROR,
        "empty cookie",
        () -> server().retry(new Extension(ExtensionType.COOKIE, new byte[2])));
    ScriptedServer old = server();
    old.withVersion = false;
    refuses(Alert.MISSING_EXTENSION, "supported_versions", () -> old.retry(group(0x17)));
  }

  private static List<Integer> types(ClientHello hello) {
    return hello.extensions().all().stream().map(Extension::type).toList();
  }
}
