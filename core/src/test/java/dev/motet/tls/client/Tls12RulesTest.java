package dev.motet.tls.client;

import static dev.motet.tls.client.Refusals.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.ByteReader;
import dev.motet.testkit.BitFlips;
import dev.motet.testkit.Truncations;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.Message;
import dev.motet.tls.message.ServerHello;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a server of TLS 1.2 may not say (RFC 5246 7.4, RFC 8422, RFC 7627, RFC 5746).
class Tls12RulesTest {
  private final ClientSettings settings = new ClientSettings();

  private ScriptedTls12Server server() throws Exception {
    return new ScriptedTls12Server(settings);
  }

  private ScriptedTls12Server keyed() throws Exception {
    return server().sendHello().sendCertificate().sendKeyExchange();
  }

  private ScriptedTls12Server answered() throws Exception {
    ScriptedTls12Server server = keyed().sendDone();
    server.readFlight();
    return server;
  }

  /// FREAK, Logjam and their kin: suites that were listed for looks are never spoken.
  @Test
  void suitesThatCannotBeSpoken() throws Exception {
    refusesSuite(Alert.HANDSHAKE_FAILURE, "cannot be spoken", ClientSettings.CBC_SUITE);
    refusesSuite(Alert.ILLEGAL_PARAMETER, "was not offered", 0x002f);
    refusesSuite(Alert.ILLEGAL_PARAMETER, "not of TLS 1.2", 0x1301);
    refusesSuite(Alert.ILLEGAL_PARAMETER, "was not offered", 0xcca7);
    settings.allowed = Set.of(0xc030);
    refusesSuite(Alert.HANDSHAKE_FAILURE, "cipher_suites", 0xc02f);
  }

  private void refusesSuite(Alert alert, String reason, int suite) throws Exception {
    ScriptedTls12Server server = server();
    byte[] hello =
        new ServerHello(0x0303, server.random, new byte[0], suite, 0, List.of()).toBytes();
    refuses(alert, reason, () -> server.send(hello));
  }

  @Test
  void sessionsThatNeverWere() throws Exception {
    ScriptedTls12Server echo = server();
    echo.sessionId = echo.hello.sessionId();
    refuses(Alert.ILLEGAL_PARAMETER, "never was", echo::sendHello);
    ScriptedTls12Server own = server();
    own.sessionId = new byte[] {1, 2, 3};
    own.sendFlight().readFlight();
  }

  @Test
  void extensionsThatWereNotOfferedOrMeanNothingHere() throws Exception {
    refusesExtension(Alert.UNSUPPORTED_EXTENSION, "4660", Extension.empty(0x1234));
    refusesExtension(
        Alert.ILLEGAL_PARAMETER, "extension 51", Extension.ofNumber(ExtensionType.KEY_SHARE, 0x1d));
    refusesExtension(
        Alert.ILLEGAL_PARAMETER,
        "extension 17613",
        Extension.empty(ExtensionType.APPLICATION_SETTINGS));
    refusesExtension(Alert.ILLEGAL_PARAMETER, "\"h3\"", Extension.ofAlpn(List.of("h3")));
    refusesExtension(
        Alert.DECODE_ERROR,
        "with a body",
        Extension.ofNumber(ExtensionType.EXTENDED_MASTER_SECRET, 1));
    settings.without = Set.of(ExtensionType.EXTENDED_MASTER_SECRET);
    refusesExtension(
        Alert.UNSUPPORTED_EXTENSION,
        "extension 23",
        Extension.empty(ExtensionType.EXTENDED_MASTER_SECRET));
  }

  /// CVE-2009-3555: a handshake that belongs to another connection.
  @Test
  void renegotiationOfAnotherConnection() throws Exception {
    refusesExtension(
        Alert.HANDSHAKE_FAILURE,
        "another connection",
        new Extension(ExtensionType.RENEGOTIATION_INFO, new byte[] {1, 9}));
    settings.without = Set.of(ExtensionType.RENEGOTIATION_INFO);
    Extension info = new Extension(ExtensionType.RENEGOTIATION_INFO, new byte[1]);
    refusesExtension(Alert.UNSUPPORTED_EXTENSION, "65281", info);
    settings.suites = List.of(0xc02b, 0x00ff);
    ScriptedTls12Server signalled = server();
    signalled.extensions = List.of(info);
    signalled.sendFlight().readFlight();
  }

  private void refusesExtension(Alert alert, String reason, Extension extension) throws Exception {
    ScriptedTls12Server server = server();
    server.extensions = List.of(extension);
    refuses(alert, reason, server::sendHello);
  }

  @Test
  void certificateChainsThatAreEmptyOrTooLong() throws Exception {
    ScriptedTls12Server empty = server().sendHello();
    byte[] none = Tls12Messages.certificates(List.of());
    refuses(Alert.DECODE_ERROR, "no certificate", () -> empty.send(none));
    ScriptedTls12Server many = server().sendHello();
    byte[] chain = Tls12Messages.certificates(Collections.nCopies(17, ClientSettings.LEAF));
    refuses(Alert.DECODE_ERROR, "more than 16", () -> many.send(chain));
  }

  @Test
  void groupsThatWereNotOfferedOrAreOfTls13() throws Exception {
    ScriptedTls12Server hybrid = server().sendHello().sendCertificate();
    hybrid.group = 0x11ec;
    hybrid.point = new byte[32];
    refuses(Alert.ILLEGAL_PARAMETER, "group 4588", hybrid::sendKeyExchange);
    settings.groups = List.of(0x1d);
    ScriptedTls12Server other = server().sendHello().sendCertificate();
    other.group = 0x17;
    refuses(Alert.ILLEGAL_PARAMETER, "group 23", other::sendKeyExchange);
    ScriptedTls12Server explicit = server().sendHello().sendCertificate();
    byte[] parameters = explicit.parameters();
    parameters[0] = 1;
    byte[] message = explicit.keyExchange(parameters);
    refuses(Alert.DECODE_ERROR, "curve of type 1", () -> explicit.send(message));
  }

  @Test
  void groupThatCannotBeSpoken() throws Exception {
    ScriptedTls12Server server = server().sendHello().sendCertificate();
    byte[] share = {3, 1, 0, 1, 9};
    byte[] message = server.keyExchange(share);
    refuses(Alert.HANDSHAKE_FAILURE, "cannot be spoken", () -> server.send(message));
  }

  @Test
  void sharesWhoseSecretEverybodyKnows() throws Exception {
    ScriptedTls12Server zeros = server().sendHello().sendCertificate();
    zeros.point = new byte[32];
    refuses(Alert.ILLEGAL_PARAMETER, "share of group 29", zeros::sendKeyExchange);
    ScriptedTls12Server offCurve = server().sendHello().sendCertificate();
    offCurve.group = 0x17;
    offCurve.point = new byte[65];
    offCurve.point[0] = 4;
    refuses(Alert.ILLEGAL_PARAMETER, "share of group 23", offCurve::sendKeyExchange);
  }

  @Test
  void signaturesThatDoNotFit() throws Exception {
    ScriptedTls12Server unknown = server().sendHello().sendCertificate();
    unknown.scheme = 0x0603;
    refuses(Alert.ILLEGAL_PARAMETER, "signature scheme 0x0603", unknown::sendKeyExchange);
    ScriptedTls12Server sha1 = server().sendHello().sendCertificate();
    sha1.scheme = 0x0203;
    sha1.signature = "SHA1withECDSA";
    refuses(Alert.ILLEGAL_PARAMETER, "signature scheme 0x0203", sha1::sendKeyExchange);
    ScriptedTls12Server hash = server().sendHello().sendCertificate();
    hash.signature = "SHA384withECDSA";
    refuses(Alert.DECRYPT_ERROR, "signature", hash::sendKeyExchange);
    ScriptedTls12Server replayed = server().sendHello().sendCertificate();
    byte[] of = server().keyExchange(replayed.parameters());
    refuses(Alert.DECRYPT_ERROR, "signature", () -> replayed.send(of));
  }

  @Test
  void suiteNamesTheKindOfKey() throws Exception {
    ScriptedTls12Server rsa = server();
    rsa.suite = CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256;
    rsa.sendHello().sendCertificate();
    refuses(Alert.ILLEGAL_PARAMETER, "with a key of EC", rsa::sendKeyExchange);
    settings.serverKey = ClientSettings.pair("RSA", 2048);
    ScriptedTls12Server curves = server().sendHello().sendCertificate();
    curves.scheme = 0x0401;
    curves.signature = "SHA256withRSA";
    refuses(Alert.ILLEGAL_PARAMETER, "with a key of RSA", curves::sendKeyExchange);
  }

  @Test
  void certificatesThatAreNotBelieved() throws Exception {
    settings.distrust();
    ScriptedTls12Server server = server().sendHello().sendCertificate();
    refuses(Alert.UNKNOWN_CA, "nobody", server::sendKeyExchange);
  }

  @Test
  void finishedIsRight() throws Exception {
    ScriptedTls12Server wrong = answered();
    wrong.client.receiveChangeCipherSpec();
    byte[] verifyData = wrong.verifyData("server finished");
    verifyData[11] ^= 1;
    refuses(Alert.DECRYPT_ERROR, "Finished", () -> wrong.send(Message.of(20, verifyData)));
    ScriptedTls12Server own = answered();
    own.client.receiveChangeCipherSpec();
    byte[] reflected = own.verifyData("client finished");
    refuses(Alert.DECRYPT_ERROR, "Finished", () -> own.send(Message.of(20, reflected)));
    ScriptedTls12Server cut = answered();
    cut.client.receiveChangeCipherSpec();
    refuses(Alert.DECODE_ERROR, "11 bytes", () -> cut.send(Message.of(20, new byte[11])));
  }

  /// CVE-2014-0224: ChangeCipherSpec before there are keys.
  @Test
  void changeCipherSpecTooEarly() throws Exception {
    for (Step step :
        List.<Step>of(
            this::server,
            () -> server().sendHello(),
            () -> server().sendHello().sendCertificate(),
            this::keyed)) {
      ScriptedTls12Server server = step.reach();
      refuses(Alert.UNEXPECTED_MESSAGE, "ChangeCipherSpec", server.client::receiveChangeCipherSpec);
    }
    ScriptedTls12Server twice = answered();
    twice.client.receiveChangeCipherSpec();
    refuses(Alert.UNEXPECTED_MESSAGE, "", twice.client::receiveChangeCipherSpec);
    ScriptedTls12Server ticket = server();
    ticket.extensions = List.of(Extension.empty(ExtensionType.SESSION_TICKET));
    ticket.sendFlight().readFlight();
    refuses(Alert.UNEXPECTED_MESSAGE, "", ticket.client::receiveChangeCipherSpec);
  }

  /// SMACK: steps that were left out, or come twice.
  @Test
  void messagesOutOfOrder() throws Exception {
    refusesOthers(Set.of(11), () -> server().sendHello());
    refusesOthers(Set.of(12), () -> server().sendHello().sendCertificate());
    refusesOthers(Set.of(13, 14), this::keyed);
    refusesOthers(Set.of(14), () -> keyed().sendRequest(0x0403));
    refusesOthers(Set.of(), this::answered);
    refusesOthers(
        Set.of(20),
        () -> {
          ScriptedTls12Server server = answered();
          server.client.receiveChangeCipherSpec();
          return server;
        });
    refusesOthers(Set.of(0), () -> answered().finish());
  }

  private static void refusesOthers(Set<Integer> allowed, Step step) throws Exception {
    for (int type : Refusals.TYPES) {
      if (!allowed.contains(type)) {
        ScriptedTls12Server server = step.reach();
        byte[] message = Message.of(type, new byte[40]);
        refuses(Alert.UNEXPECTED_MESSAGE, "type " + type + " ", () -> server.send(message));
      }
    }
  }

  @Test
  void messagesThatAreCutOrDamaged() throws Exception {
    byte[] exchange = bytes("03001d02aabb" + "0403" + "0003010203");
    Truncations.rejectsEvery(
        exchange, bytes -> Tls12Messages.KeyExchange.read(new ByteReader(bytes)));
    BitFlips.survivesEvery(
        exchange, 2000, bytes -> Tls12Messages.KeyExchange.read(new ByteReader(bytes)));
    byte[] request = bytes("020140" + "000404030804" + "0005" + "0003010203");
    Truncations.rejectsEvery(request, bytes -> Tls12Messages.Request.read(new ByteReader(bytes)));
    assertThat(Tls12Messages.Request.read(new ByteReader(request)).schemes())
        .containsExactly(0x0403, 0x0804);
    byte[] chain = bytes("000009" + "000002aabb" + "000001cc");
    Truncations.rejectsEvery(chain, bytes -> Tls12Messages.certificates(new ByteReader(bytes)));
    Truncations.rejectsEvery(
        bytes("01000002aabb"), bytes -> Tls12Messages.checkStatus(new ByteReader(bytes)));
    Truncations.rejectsEvery(
        bytes("000000090001aa"), bytes -> Tls12Messages.checkTicket(new ByteReader(bytes)));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private interface Step {
    ScriptedTls12Server reach() throws Exception;
  }
}
