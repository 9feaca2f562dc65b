package dev.motet.tls.client;

import static dev.motet.tls.client.Refusals.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.tls.alert.Alert;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.Message;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a ServerHello of TLS 1.3 may not say (RFC 8446 4.1.3).
class ServerHelloRulesTest {
  private final ClientSettings settings = new ClientSettings();

  private ScriptedServer server() throws Exception {
    return new ScriptedServer(settings);
  }

  /// GHSA-pmc3-p9hx-jq96: a client that looked like a browser did not look for the sentinel.
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void downgradeSentinelAbortsTheHandshake(int last) throws Exception {
    ScriptedServer server = server();
    sentinel(server, last);
    server.withVersion = false;
    server.withShare = false;
    server.suiteOnWire = 0xc02b;
    server.sessionId = new byte[0];
    refuses(Alert.ILLEGAL_PARAMETER, "was changed on its way", server::sendHello);
    ScriptedServer older = server();
    sentinel(older, last);
    older.withVersion = false;
    older.withShare = false;
    older.version = 0x0301;
    refuses(Alert.ILLEGAL_PARAMETER, "was changed on its way", older::sendHello);
  }

  @Test
  void sentinelMeansNothingToAClientOfTls12() throws Exception {
    settings.versions = List.of(0x0303);
    ScriptedServer server = server();
    sentinel(server, 1);
    server.withVersion = false;
    server.withShare = false;
    server.suiteOnWire = 0xc02b;
    server.sessionId = new byte[0];
    server.sendHello();
    assertThat(server.client.isDone()).isFalse();
  }

  private static void sentinel(ScriptedServer server, int last) {
    byte[] text = "DOWNGRD".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, server.random, 24, text.length);
    server.random[31] = (byte) last;
  }

  @Test
  void versionsThatWereNotOfferedOrAllowed() throws Exception {
    ScriptedServer old = server();
    old.withVersion = false;
    old.version = 0x0302;
    refuses(Alert.PROTOCOL_VERSION, "0x0302", old::sendHello);
    ScriptedServer future = server();
    future.withVersion = false;
    future.version = 0x0304;
    refuses(Alert.ILLEGAL_PARAMETER, "0x0304", future::sendHello);
    ScriptedServer legacy = server();
    legacy.version = 0x0302;
    refuses(Alert.ILLEGAL_PARAMETER, "legacy_version", legacy::sendHello);
    for (int selected : List.of(0x0303, 0x0305, 0x7f1c)) {
      ScriptedServer server = server();
      server.withVersion = false;
      server.helloExtensions =
          List.of(Extension.ofNumber(ExtensionType.SUPPORTED_VERSIONS, selected));
      refuses(Alert.ILLEGAL_PARAMETER, "supported_versions chose", server::sendHello);
    }
    settings.maxVersion = 0x0303;
    refuses(Alert.PROTOCOL_VERSION, "0x0304", server()::sendHello);
    settings.versions = List.of(0x0303);
    settings.without = Set.of(ExtensionType.SUPPORTED_VERSIONS);
    refuses(Alert.UNSUPPORTED_EXTENSION, "supported_versions", server()::sendHello);
  }

  @Test
  void minimumVersionHoldsAgainstTls12() throws Exception {
    settings.minVersion = 0x0304;
    ScriptedServer server = server();
    server.withVersion = false;
    server.suiteOnWire = 0xc02b;
    refuses(Alert.PROTOCOL_VERSION, "0x0303", server::sendHello);
  }

  @Test
  void sessionIdIsAnEcho() throws Exception {
    ScriptedServer server = server();
    server.sessionId = new byte[32];
    refuses(Alert.ILLEGAL_PARAMETER, "echo", server::sendHello);
    ScriptedServer shorter = server();
    shorter.sessionId = Arrays.copyOf(shorter.hello.sessionId(), 31);
    refuses(Alert.ILLEGAL_PARAMETER, "echo", shorter::sendHello);
    settings.quic = true;
    ScriptedServer quic = server();
    quic.sessionId = new byte[1];
    refuses(Alert.ILLEGAL_PARAMETER, "echo", quic::sendHello);
  }

  @Test
  void compressionDoesNotExist() throws Exception {
    ScriptedServer server = server();
    server.compression = 1;
    refuses(Alert.ILLEGAL_PARAMETER, "compression", server::sendHello);
  }

  @Test
  void suitesThatWereNotOfferedOrAreOfTls12() throws Exception {
    ScriptedServer unknown = server();
    unknown.suiteOnWire = 0x1304;
    refuses(Alert.ILLEGAL_PARAMETER, "0x1304 was not offered", unknown::sendHello);
    ScriptedServer old = server();
    old.suiteOnWire = 0xc02b;
    refuses(Alert.ILLEGAL_PARAMETER, "not of TLS 1.3", old::sendHello);
    settings.suites = List.of(0x1301);
    ScriptedServer other = server();
    other.suite = CipherSuite.TLS_AES_256_GCM_SHA384;
    refuses(Alert.ILLEGAL_PARAMETER, "was not offered", other::sendHello);
  }

  /// RFC 8701: GREASE is offered so that servers that choose it are found.
  @Test
  void greaseMayNotBeChosen() throws Exception {
    ScriptedServer server = server();
    server.suiteOnWire = server.hello.cipherSuites().getFirst();
    assertThat(server.suiteOnWire & 0x0f0f).isEqualTo(0x0a0a);
    refuses(Alert.ILLEGAL_PARAMETER, "was not offered", server::sendHello);
    ScriptedServer share = server();
    share.group = share.hello.extensions().keyShares().getFirst().group();
    share.share = new byte[1];
    refuses(Alert.ILLEGAL_PARAMETER, "which was not sent", share::sendHello);
    ScriptedServer extension = server();
    int type = extension.hello.extensions().all().getFirst().type();
    extension.helloExtensions = List.of(Extension.empty(type));
    refuses(Alert.UNSUPPORTED_EXTENSION, "was not offered", extension::sendHello);
    ScriptedServer versions = server();
    versions.withVersion = false;
    versions.helloExtensions =
        List.of(
            Extension.ofNumber(
                ExtensionType.SUPPORTED_VERSIONS,
                versions.hello.extensions().versions().getFirst()));
    refuses(Alert.ILLEGAL_PARAMETER, "supported_versions chose", versions::sendHello);
  }

  @Test
  void sharesOfGroupsThatWereNotSent() throws Exception {
    ScriptedServer server = server();
    server.group = 0x17;
    refuses(Alert.ILLEGAL_PARAMETER, "group 23", server::sendHello);
    ScriptedServer none = server();
    none.withShare = false;
    refuses(Alert.MISSING_EXTENSION, "key_share", none::sendHello);
  }

  /// RFC 8446 7.4.2: a point of small order would make the secret known to all.
  @Test
  void secretsOfZerosAndSharesOfAnotherLength() throws Exception {
    ScriptedServer zeros = server();
    zeros.share = new byte[32];
    refuses(Alert.ILLEGAL_PARAMETER, "share of group 29", zeros::sendHello);
    ScriptedServer one = server();
    one.share = new byte[32];
    one.share[0] = 1;
    refuses(Alert.ILLEGAL_PARAMETER, "share of group 29", one::sendHello);
    ScriptedServer shorter = server();
    shorter.share = new byte[31];
    refuses(Alert.ILLEGAL_PARAMETER, "share of group 29", shorter::sendHello);
    settings.shares = List.of(0x17);
    ScriptedServer point = server();
    point.group = 0x17;
    point.share = new byte[65];
    point.share[0] = 4;
    refuses(Alert.ILLEGAL_PARAMETER, "share of group 23", point::sendHello);
    settings.shares = List.of(0x11ec);
    ScriptedServer hybrid = server();
    hybrid.group = 0x11ec;
    hybrid.share = new byte[1088 + 32];
    refuses(Alert.ILLEGAL_PARAMETER, "share of group 4588", hybrid::sendHello);
  }

  @Test
  void extensionsThatWereNotOfferedOrBelongElsewhere() throws Exception {
    ScriptedServer unknown = server();
    unknown.helloExtensions = List.of(Extension.empty(0x1234));
    refuses(Alert.UNSUPPORTED_EXTENSION, "4660", unknown::sendHello);
    ScriptedServer elsewhere = server();
    elsewhere.helloExtensions = List.of(Extension.ofAlpn(List.of("h2")));
    refuses(Alert.ILLEGAL_PARAMETER, "extension 16", elsewhere::sendHello);
    ScriptedServer cookie = server();
    cookie.helloExtensions = List.of(new Extension(ExtensionType.COOKIE, new byte[] {0, 1, 2}));
    refuses(Alert.ILLEGAL_PARAMETER, "extension 44", cookie::sendHello);
    ScriptedServer twice = server();
    twice.helloExtensions = List.of(Extension.ofNumber(ExtensionType.SUPPORTED_VERSIONS, 0x0304));
    refuses(Alert.DECODE_ERROR, "twice", twice::sendHello);
    ScriptedServer key = server();
    key.helloExtensions = List.of(Extension.ofNumber(ExtensionType.PRE_SHARED_KEY, 0));
    refuses(Alert.UNSUPPORTED_EXTENSION, "extension 41", key::sendHello);
  }

  @Test
  void otherMessagesInItsPlace() throws Exception {
    for (int type : List.of(0, 1, 4, 8, 11, 13, 15, 20, 24, 25, 255)) {
      ScriptedServer server = server();
      refuses(
          Alert.UNEXPECTED_MESSAGE,
          "type " + type,
          () -> server.send(Message.of(type, new byte[40])));
    }
    refuses(Alert.UNEXPECTED_MESSAGE, "", server().client::receiveChangeCipherSpec);
  }

  @Test
  void nothingIsTakenAfterAFailure() throws Exception {
    ScriptedServer server = server();
    server.compression = 1;
    refuses(Alert.ILLEGAL_PARAMETER, "compression", server::sendHello);
    server.compression = 0;
    refuses(Alert.UNEXPECTED_MESSAGE, "failed", server::sendHello);
    refuses(Alert.UNEXPECTED_MESSAGE, "", server.client::receiveChangeCipherSpec);
    ClientHandshake idle = new ClientHandshake(settings.config(), server.carrier);
    refuses(
        Alert.UNEXPECTED_MESSAGE,
        "before the ClientHello",
        () -> idle.receive(Message.of(2, new byte[0])));
  }
}
