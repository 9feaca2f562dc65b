package dev.motet.tls.client;

import static dev.motet.tls.client.Refusals.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.MemoryCarrier;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.handshake.Level;
import dev.motet.tls.message.CertificateMessage;
import dev.motet.tls.message.CertificateRequest;
import dev.motet.tls.message.CertificateVerify;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.Message;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a server of TLS 1.3 may not say after its ServerHello (RFC 8446 4.3, 4.4).
class ServerFlightRulesTest {
  private final ClientSettings settings = new ClientSettings();

  private ScriptedServer greeted() throws Exception {
    return new ScriptedServer(settings).sendHello();
  }

  private ScriptedServer shown() throws Exception {
    return greeted().sendExtensions().sendCertificate();
  }

  @Test
  void applicationProtocolsThatWereNotOffered() throws Exception {
    refusesExtensions(Alert.ILLEGAL_PARAMETER, "\"h3\"", Extension.ofAlpn(List.of("h3")));
    refusesExtensions(
        Alert.ILLEGAL_PARAMETER, "2 application", Extension.ofAlpn(List.of("h2", "http/1.1")));
    refusesExtensions(
        Alert.DECODE_ERROR, "empty", new Extension(ExtensionType.ALPN, new byte[] {0, 0}));
    settings.without = Set.of(ExtensionType.ALPN);
    refusesExtensions(Alert.UNSUPPORTED_EXTENSION, "extension 16", Extension.ofAlpn(List.of("h2")));
  }

  @Test
  void applicationSettingsNeedTheirProtocol() throws Exception {
    Extension settingsOfServer = Extension.empty(ExtensionType.APPLICATION_SETTINGS);
    refusesExtensions(Alert.ILLEGAL_PARAMETER, "application_settings", settingsOfServer);
    refusesExtensions(
        Alert.ILLEGAL_PARAMETER,
        "application_settings for http/1.1",
        settingsOfServer,
        Extension.ofAlpn(List.of("http/1.1")));
    refusesExtensions(
        Alert.UNSUPPORTED_EXTENSION,
        "17513",
        Extension.empty(ExtensionType.APPLICATION_SETTINGS_OLD));
  }

  @Test
  void extensionsOfOtherMessages() throws Exception {
    refusesExtensions(
        Alert.ILLEGAL_PARAMETER, "51", Extension.ofNumber(ExtensionType.KEY_SHARE, 0x1d));
    refusesExtensions(
        Alert.ILLEGAL_PARAMETER, "43", Extension.ofNumber(ExtensionType.SUPPORTED_VERSIONS, 772));
    refusesExtensions(Alert.UNSUPPORTED_EXTENSION, "42", Extension.empty(ExtensionType.EARLY_DATA));
    refusesExtensions(Alert.UNSUPPORTED_EXTENSION, "1 ", Extension.empty(1));
    refusesExtensions(
        Alert.DECODE_ERROR, "left over", new Extension(ExtensionType.SERVER_NAME, new byte[] {0}));
    refusesExtensions(
        Alert.DECODE_ERROR,
        "twice",
        Extension.empty(ExtensionType.SERVER_NAME),
        Extension.empty(ExtensionType.SERVER_NAME));
    settings.sendServerName = false;
    refusesExtensions(
        Alert.UNSUPPORTED_EXTENSION, "extension 0", Extension.empty(ExtensionType.SERVER_NAME));
  }

  @Test
  void recordLimitBelow64() throws Exception {
    refusesExtensions(
        Alert.ILLEGAL_PARAMETER, "63", Extension.ofNumber(ExtensionType.RECORD_SIZE_LIMIT, 63));
  }

  private void refusesExtensions(Alert alert, String reason, Extension... extensions)
      throws Exception {
    ScriptedServer server = greeted();
    refuses(alert, reason, () -> server.sendExtensions(extensions));
  }

  @Test
  void requestsForCertificatesThatAreIncomplete() throws Exception {
    ScriptedServer context = greeted().sendExtensions();
    byte[] withContext =
        new CertificateRequest(new byte[] {1}, ClientHandshakeTest.request(0x0403).extensions())
            .toBytes();
    refuses(Alert.ILLEGAL_PARAMETER, "context", () -> context.send(withContext));
    ScriptedServer schemes = greeted().sendExtensions();
    byte[] without = new CertificateRequest(new byte[0], List.of()).toBytes();
    refuses(Alert.MISSING_EXTENSION, "signature_algorithms", () -> schemes.send(without));
    ScriptedServer twice = greeted().sendExtensions();
    byte[] request = ClientHandshakeTest.request(0x0403).toBytes();
    twice.send(request);
    refuses(Alert.UNEXPECTED_MESSAGE, "type 13", () -> twice.send(request));
  }

  @Test
  void serverShowsACertificate() throws Exception {
    refusesCertificate(
        Alert.DECODE_ERROR,
        "no certificate",
        new CertificateMessage(new byte[0], List.of()).toBytes());
    refusesCertificate(
        Alert.ILLEGAL_PARAMETER,
        "context",
        new CertificateMessage(new byte[] {1}, entries(1)).toBytes());
  }

  @Test
  void certificateChainsTooLong() throws Exception {
    byte[] chain =
        new CertificateMessage(new byte[0], entries(CertificateMessage.MAX_ENTRIES + 1)).toBytes();
    refusesCertificate(Alert.DECODE_ERROR, "more than 16 certificates", chain);
    byte[] longest =
        new CertificateMessage(new byte[0], entries(CertificateMessage.MAX_ENTRIES)).toBytes();
    greeted().sendExtensions().send(longest);
    assertThat(greeted().sendExtensions().client.maxMessageBytes()).isEqualTo(65_536);
  }

  @Test
  void extensionsOfCertificatesThatWereNotAskedFor() throws Exception {
    settings.without = Set.of(ExtensionType.STATUS_REQUEST);
    refusesCertificate(
        Alert.UNSUPPORTED_EXTENSION,
        "extension 5 ",
        ScriptedServer.certificate(Extension.empty(ExtensionType.STATUS_REQUEST)));
    refusesCertificate(
        Alert.ILLEGAL_PARAMETER,
        "extension 16",
        ScriptedServer.certificate(Extension.ofAlpn(List.of("h2"))));
  }

  private void refusesCertificate(Alert alert, String reason, byte[] message) throws Exception {
    ScriptedServer server = greeted().sendExtensions();
    refuses(alert, reason, () -> server.send(message));
  }

  @Test
  void signaturesThatWereNotOfferedOrAreForbidden() throws Exception {
    for (int scheme : List.of(0x0603, 0x0808, 0x0401, 0x0501, 0x0201, 0x0203, 0x0000)) {
      ScriptedServer server = shown();
      byte[] proof = new CertificateVerify(scheme, new byte[64]).toBytes();
      refuses(Alert.ILLEGAL_PARAMETER, "signature scheme", () -> server.send(proof));
    }
  }

  @Test
  void signaturesThatDoNotFit() throws Exception {
    ScriptedServer damaged = shown();
    byte[] proof = new CertificateVerify(0x0403, new byte[70]).toBytes();
    refuses(Alert.DECRYPT_ERROR, "signature", () -> damaged.send(proof));

    ScriptedServer other = shown();
    settings.serverKey = ClientSettings.pair("EC", 256);
    byte[] content = CertificateVerify.content(true, other.transcript.hash());
    byte[] otherKey =
        ClientSettings.KEYS.sign(0x0403, ClientSettings.pair("EC", 256).getPrivate(), content);
    refuses(
        Alert.DECRYPT_ERROR,
        "signature",
        () -> other.send(new CertificateVerify(0x0403, otherKey).toBytes()));

    ScriptedServer context = shown();
    byte[] asClient = CertificateVerify.content(false, context.transcript.hash());
    byte[] signed = ClientSettings.KEYS.sign(0x0403, settings.serverKey.getPrivate(), asClient);
    refuses(
        Alert.DECRYPT_ERROR,
        "signature",
        () -> context.send(new CertificateVerify(0x0403, signed).toBytes()));
  }

  /// A key of P-384 does not sign by a scheme of P-256 in TLS 1.3.
  @Test
  void schemeNamesTheCurve() throws Exception {
    settings.serverKey = ClientSettings.pair("EC", 384);
    ScriptedServer server = shown();
    byte[] content = CertificateVerify.content(true, server.transcript.hash());
    java.security.Signature signing = java.security.Signature.getInstance("SHA256withECDSA");
    signing.initSign(settings.serverKey.getPrivate());
    signing.update(content);
    byte[] signature = signing.sign();
    refuses(
        Alert.DECRYPT_ERROR,
        "signature",
        () -> server.send(new CertificateVerify(0x0403, signature).toBytes()));
  }

  @Test
  void certificatesThatAreNotBelieved() throws Exception {
    settings.distrust();
    ScriptedServer server = shown();
    refuses(Alert.UNKNOWN_CA, "nobody", server::sendProof);
    assertThat(server.carrier.write().level())
        .as("the alert is protected")
        .isEqualTo(Level.HANDSHAKE);
    assertThat(server.carrier.order()).containsExactly("INITIAL 1", MemoryCarrier.CHANGE);
  }

  @Test
  void verifierIsAskedForTheName() throws Exception {
    settings.verifier =
        (chain, name) -> {
          assertThat(name).isEqualTo("server.example");
          assertThat(chain).containsExactly(ClientSettings.LEAF);
          return settings.serverKey.getPublic();
        };
    settings.sendServerName = false;
    new ScriptedServer(settings).sendFlight().readFlight();
  }

  @Test
  void finishedIsRight() throws Exception {
    ScriptedServer wrong = shown().sendProof();
    byte[] finished = wrong.finished();
    finished[finished.length - 1] ^= 1;
    refuses(Alert.DECRYPT_ERROR, "Finished", () -> wrong.send(finished));
    ScriptedServer cut = shown().sendProof();
    byte[] shorter = Message.of(HandshakeType.FINISHED, new byte[31]);
    refuses(Alert.DECODE_ERROR, "Finished of 31 bytes", () -> cut.send(shorter));
    ScriptedServer empty = shown().sendProof();
    refuses(
        Alert.DECODE_ERROR,
        "Finished of 0 bytes",
        () -> empty.send(Message.of(HandshakeType.FINISHED, new byte[0])));
  }

  /// Each step, and all messages that are not its own (SMACK, FREAK: steps that were left out).
  @Test
  void messagesOutOfOrder() throws Exception {
    refusesOthers(Set.of(8), this::greeted);
    refusesOthers(Set.of(11, 13, 25), () -> greeted().sendExtensions());
    refusesOthers(Set.of(15), this::shown);
    refusesOthers(Set.of(20), () -> shown().sendProof());
  }

  private static void refusesOthers(Set<Integer> allowed, Step step) throws Exception {
    for (int type : Refusals.TYPES) {
      if (!allowed.contains(type)) {
        ScriptedServer server = step.reach();
        byte[] message = Message.of(type, new byte[40]);
        refuses(Alert.UNEXPECTED_MESSAGE, "type " + type + " ", () -> server.send(message));
      }
    }
    ScriptedServer server = step.reach();
    refuses(Alert.UNEXPECTED_MESSAGE, "", server.client::receiveChangeCipherSpec);
  }

  private static List<CertificateMessage.Entry> entries(int count) {
    return Collections.nCopies(count, new CertificateMessage.Entry(ClientSettings.LEAF, List.of()));
  }

  private interface Step {
    ScriptedServer reach() throws Exception;
  }
}
