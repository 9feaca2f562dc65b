package dev.motet.tls.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.HelloBytes;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.handshake.Identity;
import dev.motet.tls.handshake.Level;
import dev.motet.tls.handshake.Negotiated;
import dev.motet.tls.handshake.TrafficKeys;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.KeyUpdate;
import dev.motet.tls.message.SignatureScheme;
import dev.motet.tls.schedule.KeySchedule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A client that keeps the rules gets what both can, in the order that the RFC wants.
class ServerHandshakeTest {
  private final ServerSettings settings = new ServerSettings();

  static Stream<Arguments> suitesAndGroups() {
    return Stream.of(0x1301, 0x1302, 0x1303)
        .flatMap(
            suite -> Stream.of(0x11ec, 0x1d, 0x17, 0x18).map(group -> Arguments.of(suite, group)));
  }

  @ParameterizedTest
  @MethodSource("suitesAndGroups")
  void completesWithEachSuiteAndGroup(int suite, int group) throws Exception {
    settings.suites = List.of(suite);
    settings.groups = List.of(group);
    ScriptedClient client = new ScriptedClient(settings).connect(group);
    Negotiated negotiated = client.server.negotiated();
    assertThat(negotiated).isNotNull();
    assertThat(negotiated.suite()).isEqualTo(CipherSuite.of(suite));
    assertThat(negotiated.group()).isEqualTo(group);
    assertThat(negotiated.version()).isEqualTo(0x0304);
    assertThat(negotiated.serverName()).isEqualTo("server.example");
    assertThat(negotiated.peerCertificates()).isEmpty();
    assertThat(negotiated.resumed()).isFalse();
    assertThat(secret(client.carrier.read)).isEqualTo(client.clientApplication);
    assertThat(secret(client.carrier.write)).isEqualTo(client.serverApplication);
  }

  static Stream<ServerSettings> keys() {
    return Stream.of(
        new ServerSettings(ServerSettings.pair("Ed25519", 0), SignatureScheme.ED25519),
        new ServerSettings(ServerSettings.pair("EC", 384), SignatureScheme.ECDSA_SECP384R1_SHA384),
        new ServerSettings(
            ServerSettings.pair("RSA", 2048),
            SignatureScheme.RSA_PKCS1_SHA256,
            SignatureScheme.RSA_PSS_RSAE_SHA256));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void signsWithEachKindOfKey(ServerSettings other) throws Exception {
    ScriptedClient client = new ScriptedClient(other).connect(0x1d);
    assertThat(client.certificate).isNotNull();
    assertThat(client.certificate.chain()).containsExactly(ServerSettings.LEAF);
    assertThat(client.server.isDone()).isTrue();
  }

  @Test
  void sendsMessagesInTheOrderAndUnderTheKeysOfTheRfc() throws Exception {
    ScriptedClient client = new ScriptedClient(settings).send(hello());
    assertThat(client.carrier.order())
        .containsExactly(
            "INITIAL 2", "ccs", "HANDSHAKE 8", "HANDSHAKE 11", "HANDSHAKE 15", "HANDSHAKE 20");
    assertThat(client.carrier.write).isNotNull();
    assertThat(client.carrier.write.level()).isEqualTo(Level.APPLICATION);
    assertThat(client.carrier.read).isNotNull();
    assertThat(client.carrier.read.level()).isEqualTo(Level.HANDSHAKE);
    assertThat(client.server.isDone()).isFalse();
    assertThat(client.server.negotiated()).isNull();
  }

  private byte[] hello() {
    return new ScriptedClient(settings).hello(0x1d);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 32})
  void echoesTheSessionIdAndFakesTls12OnlyForIt(int bytes) throws Exception {
    ScriptedClient client = new ScriptedClient(settings);
    byte[] shares = client.shares(0x1d);
    client
        .send(
            ScriptedClient.start()
                .sessionId(bytes)
                .extension(ExtensionType.KEY_SHARE, shares)
                .message())
        .readFlight()
        .sendFinished();
    assertThat(client.hello.sessionId()).isEqualTo(new byte[bytes]);
    assertThat(client.hello.version()).isEqualTo(0x0303);
    assertThat(client.carrier.order().contains("ccs")).isEqualTo(bytes > 0);
  }

  @Test
  void choosesTheFirstSuiteOfItsOwnThatTheClientHas() throws Exception {
    settings.suites = List.of(0x1302, 0x1301);
    assertThat(new ScriptedClient(settings).connect(0x1d).suite())
        .isEqualTo(CipherSuite.TLS_AES_256_GCM_SHA384);
  }

  @Test
  void givesChaChaToAClientThatPutsItFirst() throws Exception {
    ScriptedClient client = new ScriptedClient(settings);
    byte[] shares = client.shares(0x1d);
    client
        .send(
            ScriptedClient.start()
                .cipherSuites(0x2a2a, 0x1303, 0x1301)
                .extension(ExtensionType.KEY_SHARE, shares)
                .message())
        .readFlight();
    assertThat(client.suite()).isEqualTo(CipherSuite.TLS_CHACHA20_POLY1305_SHA256);
  }

  @Test
  void choosesTheFirstGroupOfItsOwnThatHasAShare() throws Exception {
    settings.groups = List.of(0x18, 0x17, 0x1d);
    ScriptedClient client = new ScriptedClient(settings).send(hello());
    assertThat(client.carrier.order().getFirst()).isEqualTo("INITIAL 2");
    ScriptedClient both = new ScriptedClient(settings).connect(0x1d, 0x17);
    assertThat(both.hello.keyShare()).isNotNull();
    assertThat(both.hello.keyShare().group()).isEqualTo(0x17);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x11ec, 0x1d, 0x17, 0x18})
  void asksForAShareOfTheFirstCommonGroup(int group) throws Exception {
    settings.groups = List.of(0x6399, group);
    ScriptedClient client = new ScriptedClient(settings);
    client.send(client.hello()).readRetry();
    assertThat(client.hello.retryGroup()).isEqualTo(group);
    assertThat(client.hello.selectedVersion()).isEqualTo(0x0304);
    assertThat(client.hello.cipherSuite()).isEqualTo(0x1301);
    assertThat(client.carrier.order()).containsExactly("INITIAL 2", "ccs");
    client.send(client.hello(group)).readFlight().sendFinished();
    assertThat(client.server.isDone()).isTrue();
    assertThat(client.carrier.order().stream().filter("ccs"::equals)).hasSize(1);
    assertThat(client.suite()).isEqualTo(CipherSuite.TLS_AES_128_GCM_SHA256);
  }

  @Test
  void leavesOutTheMessageOfTls12OverQuic() throws Exception {
    settings.quic = true;
    ScriptedClient client = new ScriptedClient(settings);
    byte[] shares = client.shares(0x1d);
    client
        .send(
            ScriptedClient.start()
                .sessionId(0)
                .extension(ExtensionType.KEY_SHARE, shares)
                .message())
        .readFlight()
        .sendFinished();
    assertThat(client.carrier.order()).doesNotContain("ccs");
    Alerts.assertAlert(
        Alert.UNEXPECTED_MESSAGE, () -> client.server.receive(new KeyUpdate(false).toBytes()));
  }

  @Test
  void answersTheNameAndTheProtocol() throws Exception {
    settings.alpn = List.of("h2", "http/1.1");
    ScriptedClient client = new ScriptedClient(settings);
    byte[] shares = client.shares(0x1d);
    HelloBytes hello =
        ScriptedClient.start().alpn("http/1.1", "h2").extension(ExtensionType.KEY_SHARE, shares);
    client.send(hello.message()).readFlight().sendFinished();
    assertThat(client.extensions.extension(ExtensionType.SERVER_NAME)).isEmpty();
    byte[] alpn = client.extensions.extension(ExtensionType.ALPN);
    assertThat(alpn).isNotNull();
    assertThat(Extension.names(alpn)).containsExactly("h2");
    assertThat(client.server.negotiated()).isNotNull();
    assertThat(client.server.negotiated().alpn()).isEqualTo("h2");
  }

  @Test
  void staplesOcspWhereItIsAskedFor() throws Exception {
    byte[] response = "good".getBytes(StandardCharsets.US_ASCII);
    settings.identity =
        new Identity(
            List.of(ServerSettings.LEAF, "issuer".getBytes(StandardCharsets.US_ASCII)),
            settings.keyPair.getPrivate(),
            settings.identity.schemes(),
            response);
    ScriptedClient silent = new ScriptedClient(settings).connect(0x1d);
    assertThat(silent.certificate).isNotNull();
    assertThat(silent.certificate.entries().getFirst().extensions()).isEmpty();
    ScriptedClient client = new ScriptedClient(settings);
    byte[] shares = client.shares(0x1d);
    HelloBytes hello =
        ScriptedClient.start()
            .extension(ExtensionType.STATUS_REQUEST, "01 00 00 00 00")
            .extension(ExtensionType.KEY_SHARE, shares);
    client.send(hello.message()).readFlight();
    assertThat(client.certificate).isNotNull();
    assertThat(client.certificate.entries().getLast().extensions()).isEmpty();
    List<Extension> stapled = client.certificate.entries().getFirst().extensions();
    assertThat(stapled).hasSize(1);
    assertThat(stapled.getFirst().type()).isEqualTo(ExtensionType.STATUS_REQUEST);
    assertThat(stapled.getFirst().body()).containsExactly(1, 0, 0, 4, 'g', 'o', 'o', 'd');
  }

  @Test
  void keepsRecordsAsShortAsTheClientWants() throws Exception {
    ScriptedClient client = new ScriptedClient(settings);
    byte[] shares = client.shares(0x1d);
    HelloBytes hello =
        ScriptedClient.start()
            .extension(ExtensionType.RECORD_SIZE_LIMIT, "0040")
            .extension(ExtensionType.KEY_SHARE, shares);
    client.send(hello.message()).readFlight();
    assertThat(client.carrier.limit).isEqualTo(64);
    assertThat(client.extensions.extension(ExtensionType.RECORD_SIZE_LIMIT))
        .containsExactly(0x40, 1);
  }

  @Test
  void exportsTheSameAsTheClient() throws Exception {
    ScriptedClient client = new ScriptedClient(settings).connect(0x1d);
    byte[] label = "EXPORTER-test".getBytes(StandardCharsets.US_ASCII);
    byte[] context = {1, 2, 3};
    assertThat(client.server.export(label, context, 40))
        .hasSize(40)
        .isEqualTo(KeySchedule.export(client.suite().hash(), client.exporter, label, context, 40));
    assertThatThrownBy(() -> new ScriptedClient(settings).server.export(label, context, 1))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void changesKeysWithTheClient() throws Exception {
    ScriptedClient client = new ScriptedClient(settings).connect(0x1d);
    client.server.receive(new KeyUpdate(false).toBytes());
    byte[] next = KeySchedule.next(client.suite().hash(), client.clientApplication);
    assertThat(secret(client.carrier.read)).isEqualTo(next);
    assertThat(client.server.owesKeyUpdate()).isFalse();
    client.server.receive(new KeyUpdate(true).toBytes());
    client.server.receive(new KeyUpdate(true).toBytes());
    assertThat(client.server.owesKeyUpdate()).isTrue();
    client.carrier.take();
    client.server.updateWriteKeys();
    assertThat(client.carrier.take().getFirst().message())
        .isEqualTo(new KeyUpdate(false).toBytes());
    assertThat(secret(client.carrier.write))
        .isEqualTo(KeySchedule.next(client.suite().hash(), client.serverApplication));
    assertThat(client.server.owesKeyUpdate()).isFalse();
  }

  @Test
  void writesEachSecretIntoTheKeyLog() throws Exception {
    List<String> labels = new ArrayList<>();
    List<byte[]> secrets = new ArrayList<>();
    byte[] random = new byte[32];
    for (int i = 0; i < random.length; i++) {
      random[i] = (byte) i;
    }
    settings.keyLog =
        (label, clientRandom, secret) -> {
          assertThat(clientRandom).isEqualTo(random);
          labels.add(label);
          secrets.add(secret);
        };
    ScriptedClient client = new ScriptedClient(settings).connect(0x1d);
    assertThat(labels)
        .containsExactly(
            "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
            "SERVER_HANDSHAKE_TRAFFIC_SECRET",
            "CLIENT_TRAFFIC_SECRET_0",
            "SERVER_TRAFFIC_SECRET_0",
            "EXPORTER_SECRET");
    assertThat(secrets.get(2)).isEqualTo(client.clientApplication);
    assertThat(secrets.get(3)).isEqualTo(client.serverApplication);
  }

  private static byte[] secret(TrafficKeys keys) {
    assertThat(keys).isInstanceOf(TrafficKeys.Tls13.class);
    assertThat(keys.level()).isEqualTo(Level.APPLICATION);
    return ((TrafficKeys.Tls13) keys).secret();
  }
}
