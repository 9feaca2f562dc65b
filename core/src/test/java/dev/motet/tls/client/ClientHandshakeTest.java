package dev.motet.tls.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.MemoryCarrier;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.handshake.Level;
import dev.motet.tls.handshake.Negotiated;
import dev.motet.tls.handshake.TrafficKeys;
import dev.motet.tls.message.CertificateRequest;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.EncryptedExtensions;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.Message;
import dev.motet.tls.schedule.KeySchedule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole handshakes of TLS 1.3 as they should go.
class ClientHandshakeTest {
  @ParameterizedTest
  @EnumSource(
      value = CipherSuite.class,
      names = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"})
  void shakesHandsWithEverySuite(CipherSuite suite) throws Exception {
    ScriptedServer server = ScriptedServer.start();
    server.suite = suite;
    assertThat(server.client.isDone()).isFalse();
    server.sendFlight();
    assertThat(server.readFlight()).isEmpty();
    assertThat(server.client.isDone()).isTrue();
    Negotiated negotiated = server.client.negotiated();
    assertThat(negotiated).isNotNull();
    assertThat(negotiated.version()).isEqualTo(0x0304);
    assertThat(negotiated.suite()).isEqualTo(suite);
    assertThat(negotiated.group()).isEqualTo(0x1d);
    assertThat(negotiated.alpn()).isNull();
    assertThat(negotiated.serverName()).isEqualTo("server.example");
    assertThat(negotiated.peerCertificates()).containsExactly(ClientSettings.LEAF);
    assertThat(negotiated.resumed()).isFalse();
    assertThat(keys(server.carrier.read())).isEqualTo(server.serverApplication);
    assertThat(keys(server.carrier.write())).isEqualTo(server.clientApplication);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x11ec, 0x1d, 0x17, 0x18})
  void agreesInEveryGroup(int group) throws Exception {
    ClientSettings settings = new ClientSettings();
    settings.shares = List.of(group);
    ScriptedServer server = new ScriptedServer(settings);
    server.group = group;
    server.sendFlight().readFlight();
    assertThat(server.client.negotiated().group()).isEqualTo(group);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x0403, 0x0804, 0x0805, 0x0806, 0x0807})
  void takesEverySignature(int scheme) throws Exception {
    ClientSettings settings = new ClientSettings();
    settings.serverKey =
        switch (scheme) {
          case 0x0403 -> ClientSettings.pair("EC", 256);
          case 0x0807 -> ClientSettings.pair("Ed25519", 0);
          default -> ClientSettings.pair("RSA", 2048);
        };
    ScriptedServer server = new ScriptedServer(settings);
    server.scheme = scheme;
    server.sendFlight().readFlight();
    assertThat(server.client.isDone()).isTrue();
  }

  @Test
  void sendsInTheOrderOfBrowsers() throws Exception {
    ScriptedServer server = ScriptedServer.start();
    server.sendHello();
    assertThat(server.carrier.order()).containsExactly("INITIAL 1");
    assertThat(server.carrier.read().level()).isEqualTo(Level.HANDSHAKE);
    server.sendExtensions().sendCertificate().sendProof().sendFinished();
    assertThat(server.carrier.order())
        .containsExactly("INITIAL 1", MemoryCarrier.CHANGE, "HANDSHAKE 20");
    assertThat(server.carrier.write().level()).isEqualTo(Level.APPLICATION);
  }

  @Test
  void quicHasNeitherSessionIdNorChangeCipherSpec() throws Exception {
    ClientSettings settings = new ClientSettings();
    settings.quic = true;
    byte[] parameters = {1, 2, 3};
    settings.extensions =
        List.of(new Extension(ExtensionType.QUIC_TRANSPORT_PARAMETERS, parameters));
    ScriptedServer server = new ScriptedServer(settings);
    assertThat(server.hello.sessionId()).isEmpty();
    assertThat(server.offered(ExtensionType.QUIC_TRANSPORT_PARAMETERS)).isEqualTo(parameters);
    server.sendHello();
    assertThat(server.carrier.write().level()).as("acknowledges").isEqualTo(Level.HANDSHAKE);
    Extension answer = new Extension(ExtensionType.QUIC_TRANSPORT_PARAMETERS, new byte[] {4});
    server.sendExtensions(Extension.ofAlpn(List.of("h2")), answer);
    server.sendCertificate().sendProof().sendFinished().readFlight();
    assertThat(server.carrier.order()).containsExactly("INITIAL 1", "HANDSHAKE 20");
    assertThat(server.client.answeredExtensions())
        .singleElement()
        .matches(found -> found.body()[0] == 4);
  }

  @Test
  void quicWithoutAnApplicationProtocolEnds() throws Exception {
    ClientSettings settings = new ClientSettings();
    settings.quic = true;
    ScriptedServer server = new ScriptedServer(settings).sendHello();
    Refusals.refuses(
        Alert.NO_APPLICATION_PROTOCOL, "no application protocol", server::sendExtensions);
  }

  @Test
  void choosesTheApplicationProtocolOfTheServer() throws Exception {
    ScriptedServer server = ScriptedServer.start().sendHello();
    server.sendExtensions(
        Extension.ofAlpn(List.of("http/1.1")), Extension.empty(ExtensionType.SERVER_NAME));
    server.sendCertificate().sendProof().sendFinished().readFlight();
    assertThat(server.client.negotiated().alpn()).isEqualTo("http/1.1");
  }

  @Test
  void namesOfAConfigurationReplaceThoseOfTheShape() throws Exception {
    ClientSettings settings = new ClientSettings();
    settings.alpn = List.of("h3");
    ScriptedServer server = new ScriptedServer(settings);
    assertThat(server.hello.extensions().alpn()).containsExactly("h3");
    settings.serverName = "192.0.2.1";
    assertThat(new ScriptedServer(settings).hello.extensions().serverName()).isNull();
    settings.serverName = "dot.example.";
    assertThat(new ScriptedServer(settings).hello.extensions().serverName())
        .isEqualTo("dot.example");
    settings.sendServerName = false;
    assertThat(new ScriptedServer(settings).hello.extensions().serverName()).isNull();
  }

  @Test
  void answersApplicationSettingsWithItsOwn() throws Exception {
    ScriptedServer server = ScriptedServer.start().sendHello();
    server.sendExtensions(
        Extension.ofAlpn(List.of("h2")),
        new Extension(ExtensionType.APPLICATION_SETTINGS, new byte[] {1, 2}));
    server.sendCertificate().sendProof().sendFinished();
    List<byte[]> flight = server.readFlight();
    assertThat(flight).hasSize(1);
    assertThat(Message.type(flight.getFirst())).isEqualTo(HandshakeType.ENCRYPTED_EXTENSIONS);
    EncryptedExtensions own = EncryptedExtensions.read(Message.body(flight.getFirst()));
    assertThat(own.extension(ExtensionType.APPLICATION_SETTINGS)).isEmpty();
  }

  @Test
  void limitsItsRecordsAsTheServerSays() throws Exception {
    ScriptedServer server = ScriptedServer.start().sendHello();
    server.sendExtensions(Extension.ofNumber(ExtensionType.RECORD_SIZE_LIMIT, 0x0401));
    assertThat(server.carrier.limit()).isEqualTo(0x0401);
  }

  @Test
  void toleratesProofsAboutCertificates() throws Exception {
    ScriptedServer server = ScriptedServer.start().sendHello().sendExtensions();
    server.send(
        ScriptedServer.certificate(
            new Extension(ExtensionType.STATUS_REQUEST, new byte[] {1, 0, 0, 1, 9}),
            new Extension(ExtensionType.SIGNED_CERTIFICATE_TIMESTAMP, new byte[] {0, 0})));
    server.sendProof().sendFinished().readFlight();
    assertThat(server.client.isDone()).isTrue();
  }

  @Test
  void writesTheKeyLog() throws Exception {
    List<String> lines = new ArrayList<>();
    ClientSettings settings = new ClientSettings();
    settings.keyLog =
        (label, random, secret) -> lines.add(label + " " + random.length + " " + secret.length);
    new ScriptedServer(settings).sendFlight();
    assertThat(lines)
        .containsExactly(
            "CLIENT_HANDSHAKE_TRAFFIC_SECRET 32 32",
            "SERVER_HANDSHAKE_TRAFFIC_SECRET 32 32",
            "CLIENT_TRAFFIC_SECRET_0 32 32",
            "SERVER_TRAFFIC_SECRET_0 32 32",
            "EXPORTER_SECRET 32 32");
  }

  @Test
  void exportsWithLabelsOfAnyBytes() throws Exception {
    ScriptedServer server = ScriptedServer.start();
    byte[] label = {(byte) 0xff, 0, 'x'};
    byte[] context = "context".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> server.client.export(label, context, 32))
        .isInstanceOf(IllegalStateException.class);
    server.sendFlight();
    assertThat(server.client.export(label, context, 40))
        .isEqualTo(KeySchedule.export(server.suite.hash(), server.exporter, label, context, 40));
  }

  @Test
  void hookChangesTheHelloThatCounts() throws Exception {
    ClientSettings settings = new ClientSettings();
    settings.hook =
        (message, offers) -> {
          assertThat(offers).singleElement().matches(offer -> offer.group() == 0x1d);
          message[dev.motet.tls.handshake.HelloHook.SESSION_ID_AT] = 0x55;
          message[dev.motet.tls.handshake.HelloHook.SESSION_ID_AT + 31] = 0x66;
        };
    ScriptedServer server = new ScriptedServer(settings);
    assertThat(server.hello.sessionId()).startsWith(0x55).endsWith(0x66);
    server.sendFlight().readFlight();
    assertThat(server.client.isDone()).isTrue();
  }

  @Test
  void allowedSuitesOnly() throws Exception {
    ClientSettings settings = new ClientSettings();
    settings.allowed = Set.of(0x1302);
    ScriptedServer server = new ScriptedServer(settings);
    Refusals.refuses(Alert.HANDSHAKE_FAILURE, "cipher_suites", server::sendHello);
    ScriptedServer other = new ScriptedServer(settings);
    other.suite = CipherSuite.TLS_AES_256_GCM_SHA384;
    other.sendFlight().readFlight();
  }

  @Test
  void asksForACertificateBeforeShowingOneIsNoSurprise() throws Exception {
    ScriptedServer server = ScriptedServer.start().sendHello().sendExtensions();
    server.send(request(0x0403).toBytes()).sendCertificate().sendProof().sendFinished();
    List<byte[]> flight = server.readFlight();
    assertThat(flight).as("an empty list, no signature").hasSize(1);
    assertThat(flight.getFirst()).isEqualTo(new byte[] {11, 0, 0, 4, 0, 0, 0, 0});
  }

  static CertificateRequest request(Integer... schemes) {
    return new CertificateRequest(
        new byte[0],
        List.of(
            new Extension(
                ExtensionType.SIGNATURE_ALGORITHMS, Extension.numberList(List.of(schemes)))));
  }

  private static byte[] keys(TrafficKeys keys) {
    return ((TrafficKeys.Tls13) keys).secret();
  }
}
