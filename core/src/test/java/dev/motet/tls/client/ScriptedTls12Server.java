package dev.motet.tls.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.crypto.Aead;
import dev.motet.crypto.KeyOffer;
import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.testkit.MemoryCarrier;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.ClientHelloReader;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.Message;
import dev.motet.tls.message.ServerHello;
import dev.motet.tls.schedule.Prf;
import dev.motet.tls.schedule.Transcript;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A server of TLS 1.2 that says what a test writes, message by message, and checks what the client
/// answers.
final class ScriptedTls12Server {
  final ClientSettings settings;
  final MemoryCarrier carrier = new MemoryCarrier();
  final ClientHandshake client;
  final Transcript transcript = new Transcript();
  final ByteArrayOutputStream all = new ByteArrayOutputStream();
  final ClientHello hello;

  byte[] random = new byte[32];
  byte[] sessionId = {};
  CipherSuite suite = CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;
  int group = 0x1d;
  int scheme = 0x0403;
  String signature = "SHA256withECDSA";
  byte @Nullable [] point;
  List<Extension> extensions =
      List.of(
          Extension.empty(ExtensionType.EXTENDED_MASTER_SECRET),
          new Extension(ExtensionType.RENEGOTIATION_INFO, new byte[1]));

  @Nullable KeyOffer offer;
  byte[] master = {};

  ScriptedTls12Server(ClientSettings settings) throws ProtocolException {
    this.settings = settings;
    this.client = new ClientHandshake(settings.config(), carrier);
    client.start();
    Arrays.fill(random, (byte) 7);
    byte[] message = carrier.take().getFirst();
    this.hello = ClientHelloReader.readMessage(new ByteReader(message));
    add(message);
  }

  private void add(byte[] message) {
    transcript.add(message);
    all.write(message, 0, message.length);
  }

  ScriptedTls12Server send(byte[] message) throws AlertException {
    add(message);
    client.receive(message.clone());
    return this;
  }

  ScriptedTls12Server sendHello() throws AlertException {
    send(new ServerHello(0x0303, random, sessionId, suite.code(), 0, extensions).toBytes());
    transcript.start(suite.hash());
    return this;
  }

  ScriptedTls12Server sendCertificate() throws AlertException {
    return send(Tls12Messages.certificates(List.of(ClientSettings.LEAF)));
  }

  // curve type (u8: 3), group (u16), point (u8 length), scheme (u16), signature (u16 length)
  ScriptedTls12Server sendKeyExchange() throws Exception {
    return send(keyExchange(parameters()));
  }

  byte[] parameters() {
    KeyOffer made = ClientSettings.KEYS.offer(group);
    offer = made;
    byte[] share = point == null ? made.share() : point;
    byte[] head = {3, (byte) (group >>> 8), (byte) group, (byte) share.length};
    return Bytes.join(head, share);
  }

  byte[] keyExchange(byte[] parameters) throws GeneralSecurityException {
    Signature signing = Signature.getInstance(signature);
    signing.initSign(settings.serverKey.getPrivate());
    signing.update(hello.random());
    signing.update(random);
    signing.update(parameters);
    byte[] signed = signing.sign();
    return Message.of(
        HandshakeType.SERVER_KEY_EXCHANGE,
        parameters.length + 4 + signed.length,
        out -> out.bytes(parameters).u16(scheme).u16(signed.length).bytes(signed));
  }

  // types (u8 length), schemes (u16 length), names (u16 length)
  ScriptedTls12Server sendRequest(Integer... schemes) throws AlertException {
    byte[] list = Extension.numberList(List.of(schemes));
    return send(
        Message.of(
            HandshakeType.CERTIFICATE_REQUEST,
            3 + list.length + 2,
            out -> out.u8(2).u8(1).u8(64).bytes(list).u16(0)));
  }

  ScriptedTls12Server sendDone() throws AlertException {
    return send(Message.of(HandshakeType.SERVER_HELLO_DONE, new byte[0]));
  }

  /// Reads the client's flight, whose Finished fits.
  ///
  /// @return the messages before ClientKeyExchange, and those between it and Finished
  List<byte[]> readFlight() throws Exception {
    List<MemoryCarrier.Sent> sent = new ArrayList<>(carrier.takeAll());
    byte[] finished = sent.removeLast().message();
    assertThat(sent.removeLast().message()).as("ChangeCipherSpec").isNull();
    List<byte[]> others = new ArrayList<>();
    for (MemoryCarrier.Sent one : sent) {
      byte[] message = one.message();
      assertThat(message).isNotNull();
      if (Message.type(message) == HandshakeType.CLIENT_KEY_EXCHANGE) {
        add(message);
        derive(Message.body(message));
      } else {
        others.add(message);
        if (Message.type(message) != HandshakeType.CERTIFICATE_VERIFY) {
          add(message);
        }
      }
    }
    if (!others.isEmpty() && Message.type(others.getLast()) == HandshakeType.CERTIFICATE_VERIFY) {
      signedBytes = all.toByteArray();
      add(others.getLast());
    }
    assertThat(finished)
        .isEqualTo(Message.of(HandshakeType.FINISHED, verifyData("client finished")));
    add(finished);
    return others;
  }

  /// What a CertificateVerify signs.
  byte[] signedBytes = {};

  private void derive(ByteReader body) throws Exception {
    byte[] share = body.bytes(body.u8());
    body.end();
    KeyOffer made = offer;
    assertThat(made).isNotNull();
    byte[] premaster = made.agree(share);
    boolean extended = Extension.find(extensions, ExtensionType.EXTENDED_MASTER_SECRET) != null;
    master =
        extended
            ? Prf.expand(suite.hash(), premaster, "extended master secret", transcript.hash(), 48)
            : Prf.expand(
                suite.hash(), premaster, "master secret", Bytes.join(hello.random(), random), 48);
  }

  byte[] verifyData(String label) {
    return Prf.expand(suite.hash(), master, label, transcript.hash(), 12);
  }

  /// The key block: keys of client and server, IVs of client and server.
  byte[] keyBlock() {
    int iv = suite.aead() == Aead.Algorithm.CHACHA20_POLY1305 ? 12 : 4;
    return Prf.expand(
        suite.hash(),
        master,
        "key expansion",
        Bytes.join(random, hello.random()),
        2 * (suite.aead().keyBytes() + iv));
  }

  /// A flight up to ServerHelloDone.
  ScriptedTls12Server sendFlight() throws Exception {
    return sendHello().sendCertificate().sendKeyExchange().sendDone();
  }

  /// The end of the server's side.
  ScriptedTls12Server finish() throws AlertException {
    client.receiveChangeCipherSpec();
    return send(Message.of(HandshakeType.FINISHED, verifyData("server finished")));
  }
}
