package dev.motet.tls.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.MemoryCarrier;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.handshake.Identity;
import dev.motet.tls.handshake.Negotiated;
import dev.motet.tls.handshake.TrafficKeys;
import dev.motet.tls.message.CertificateVerify;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.Message;
import dev.motet.tls.schedule.Prf;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole handshakes of TLS 1.2 as they should go.
class Tls12HandshakeTest {
  private final ClientSettings settings = new ClientSettings();

  @ParameterizedTest
  @CsvSource({
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, EC, 256, 1027, SHA256withECDSA",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, EC, 384, 1283, SHA384withECDSA",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, Ed25519, 0, 2055, Ed25519",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, RSA, 2048, 1025, SHA256withRSA",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, RSA, 2048, 1281, SHA384withRSA",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, RSA, 2048, 1025, SHA256withRSA"
  })
  void shakesHandsWithEverySuite(
      CipherSuite suite, String algorithm, int bits, int scheme, String signature)
      throws Exception {
    settings.serverKey = ClientSettings.pair(algorithm, bits);
    ScriptedTls12Server server = new ScriptedTls12Server(settings);
    server.suite = suite;
    server.scheme = scheme;
    server.signature = signature;
    server.sendFlight();
    assertThat(server.client.isDone()).isFalse();
    assertThat(server.readFlight()).isEmpty();
    server.finish();
    Negotiated negotiated = server.client.negotiated();
    assertThat(negotiated).isNotNull();
    assertThat(negotiated.version()).isEqualTo(0x0303);
    assertThat(negotiated.suite()).isEqualTo(suite);
    assertThat(negotiated.group()).isEqualTo(0x1d);
    assertThat(negotiated.peerCertificates()).containsExactly(ClientSettings.LEAF);
    assertKeys(server);
    assertThat(server.carrier.order())
        .as("ChangeCipherSpec stands between")
        .containsExactly("INITIAL 1", "INITIAL 16", MemoryCarrier.CHANGE, "APPLICATION 20");
  }

  private static void assertKeys(ScriptedTls12Server server) {
    byte[] block = server.keyBlock();
    int key = server.suite.aead().keyBytes();
    int iv = block.length / 2 - key;
    TrafficKeys.Tls12 write = (TrafficKeys.Tls12) server.carrier.write();
    TrafficKeys.Tls12 read = (TrafficKeys.Tls12) server.carrier.read();
    assertThat(write).isNotNull();
    assertThat(read).isNotNull();
    assertThat(write.key()).isEqualTo(Arrays.copyOfRange(block, 0, key));
    assertThat(read.key()).isEqualTo(Arrays.copyOfRange(block, key, 2 * key));
    assertThat(write.iv()).isEqualTo(Arrays.copyOfRange(block, 2 * key, 2 * key + iv));
    assertThat(read.iv()).isEqualTo(Arrays.copyOfRange(block, 2 * key + iv, block.length));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x1d, 0x17, 0x18})
  void agreesInEveryGroup(int group) throws Exception {
    ScriptedTls12Server server = new ScriptedTls12Server(settings);
    server.group = group;
    server.sendFlight().readFlight();
    server.finish();
    assertThat(server.client.negotiated().group()).isEqualTo(group);
  }

  /// In TLS 1.2 a scheme names a hash, no curve.
  @Test
  void signatureWithAnotherCurve() throws Exception {
    settings.serverKey = ClientSettings.pair("EC", 384);
    ScriptedTls12Server server = new ScriptedTls12Server(settings);
    server.sendFlight().readFlight();
    server.finish();
    assertThat(server.client.isDone()).isTrue();
  }

  @Test
  void serverWithoutExtensions() throws Exception {
    ScriptedTls12Server server = new ScriptedTls12Server(settings);
    server.extensions = List.of();
    server.sendFlight().readFlight();
    server.finish();
    assertThat(server.client.isDone()).isTrue();
    assertThatThrownBy(() -> server.client.export(new byte[] {1}, new byte[0], 16))
        .as("RFC 7627 7: not without extended_master_secret")
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void throwsTicketsAndStatusAway() throws Exception {
    ScriptedTls12Server server = new ScriptedTls12Server(settings);
    List<Extension> more = new ArrayList<>(server.extensions);
    more.add(Extension.empty(ExtensionType.SESSION_TICKET));
    more.add(Extension.empty(ExtensionType.STATUS_REQUEST));
    more.add(Extension.empty(ExtensionType.SERVER_NAME));
    more.add(new Extension(ExtensionType.EC_POINT_FORMATS, new byte[] {1, 0}));
    more.add(Extension.ofAlpn(List.of("http/1.1")));
    more.add(Extension.ofNumber(ExtensionType.RECORD_SIZE_LIMIT, 0x1000));
    server.extensions = more;
    server.sendHello().sendCertificate();
    server.send(Message.of(22, new byte[] {1, 0, 0, 1, 9}));
    server.sendKeyExchange().sendDone().readFlight();
    server.send(Message.of(4, new byte[] {0, 0, 0, 9, 0, 1, 5}));
    server.finish();
    assertThat(server.client.negotiated().alpn()).isEqualTo("http/1.1");
    assertThat(server.carrier.limit()).isEqualTo(0x1000);
  }

  @ParameterizedTest
  @CsvSource({"EC, 256, 1027", "RSA, 2048, 1025", "RSA, 2048, 2052"})
  void showsItsCertificate(String algorithm, int bits, int scheme) throws Exception {
    KeyPair pair = ClientSettings.pair(algorithm, bits);
    byte[] own = {1, 2, 3};
    settings.identity = new Identity(List.of(own), pair.getPrivate(), List.of(scheme), null);
    ScriptedTls12Server server = new ScriptedTls12Server(settings);
    server.sendHello().sendCertificate().sendKeyExchange().sendRequest(scheme).sendDone();
    List<byte[]> flight = server.readFlight();
    assertThat(flight).extracting(Message::type).containsExactly(11, 15);
    assertThat(flight.getFirst()).isEqualTo(Tls12Messages.certificates(List.of(own)));
    CertificateVerify proof = CertificateVerify.read(Message.body(flight.getLast()));
    assertThat(proof.scheme()).isEqualTo(scheme);
    assertThat(
            ClientSettings.KEYS.verifyTls12(
                scheme, pair.getPublic(), server.signedBytes, proof.signature()))
        .isTrue();
    server.finish();
    assertThat(server.client.isDone()).isTrue();
  }

  @Test
  void showsNothingWhereItHasNothing() throws Exception {
    ScriptedTls12Server server = new ScriptedTls12Server(settings);
    server.sendHello().sendCertificate().sendKeyExchange().sendRequest(0x0403).sendDone();
    assertThat(server.readFlight())
        .singleElement()
        .isEqualTo(Tls12Messages.certificates(List.of()));
    server.finish();
  }

  @Test
  void exportsAndLogs() throws Exception {
    List<String> lines = new ArrayList<>();
    settings.keyLog = (label, random, secret) -> lines.add(label + " " + secret.length);
    ScriptedTls12Server server = new ScriptedTls12Server(settings);
    server.sendFlight().readFlight();
    server.finish();
    assertThat(lines).containsExactly("CLIENT_RANDOM 48");
    byte[] label = "EXPORTER-test".getBytes(StandardCharsets.US_ASCII);
    byte[] randoms = Bytes.join(server.hello.random(), server.random);
    assertThat(server.client.export(label, new byte[0], 20))
        .isEqualTo(Prf.expand(server.suite.hash(), server.master, label, randoms, 20));
    byte[] seed = Bytes.join(randoms, new byte[] {0, 2, 8, 9});
    assertThat(server.client.export(label, new byte[] {8, 9}, 20))
        .isEqualTo(Prf.expand(server.suite.hash(), server.master, label, seed, 20));
  }

  @Test
  void ignoresRequestsToRenegotiate() throws Exception {
    ScriptedTls12Server server = new ScriptedTls12Server(settings);
    server.sendFlight().readFlight();
    server.finish();
    server.carrier.take();
    byte[] request = Message.of(0, new byte[0]);
    server.client.receive(request.clone());
    assertThat(server.carrier.take()).isEmpty();
    for (int i = 1; i < FloodLimit.MESSAGES_A_SECOND; i++) {
      server.client.receive(request.clone());
    }
    Refusals.refuses(
        Alert.UNEXPECTED_MESSAGE, "within a second", () -> server.client.receive(request));
  }
}
