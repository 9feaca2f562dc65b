package dev.motet.tls.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.crypto.Hkdf;
import dev.motet.crypto.KeyOffer;
import dev.motet.io.Buffer;
import dev.motet.io.ByteWriter;
import dev.motet.io.ProtocolException;
import dev.motet.testkit.HelloBytes;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.message.CertificateMessage;
import dev.motet.tls.message.CertificateRequest;
import dev.motet.tls.message.CertificateVerify;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.EncryptedExtensions;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.KeyShare;
import dev.motet.tls.message.Message;
import dev.motet.tls.message.NewSessionTicket;
import dev.motet.tls.message.PreSharedKeys;
import dev.motet.tls.message.ServerHello;
import dev.motet.tls.schedule.KeySchedule;
import dev.motet.tls.schedule.Transcript;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A client of TLS 1.3 that says what a test writes, message by message, and checks the answers.
/// Its own implementation of the client's side, so that the server is not tested against itself.
final class ScriptedClient {
  final ServerSettings settings;
  final RecordedCarrier carrier = new RecordedCarrier();
  final ServerHandshake server;
  private final Map<Integer, KeyOffer> offers = new HashMap<>();
  private final Transcript transcript = new Transcript();
  private byte @Nullable [] preSharedKey;

  // what the server's flight brought
  ServerHello hello = new ServerHello(0, new byte[32], new byte[0], 0, 0, List.of());
  EncryptedExtensions extensions = new EncryptedExtensions(List.of());
  @Nullable CertificateRequest request;
  @Nullable CertificateMessage certificate;
  private byte[] clientHandshake = {};
  byte[] clientApplication = {};
  byte[] serverApplication = {};
  byte[] exporter = {};
  private @Nullable KeySchedule schedule;

  ScriptedClient(ServerSettings settings) {
    this.settings = settings;
    this.server = new ServerHandshake(settings.config(), carrier);
  }

  /// A hello that every server takes, up to its shares.
  static HelloBytes start() {
    return new HelloBytes()
        .cipherSuites(0x1301, 0x1302, 0x1303)
        .serverName("server.example")
        .shortList(ExtensionType.SUPPORTED_VERSIONS, 0x0a0a, 0x0304)
        .list(ExtensionType.SIGNATURE_ALGORITHMS, 0x0403, 0x0804, 0x0807, 0x0503)
        .extension(ExtensionType.PSK_KEY_EXCHANGE_MODES, "01 01")
        .list(ExtensionType.SUPPORTED_GROUPS, 0x1a1a, 0x11ec, 0x1d, 0x17, 0x18);
  }

  /// A hello that every server takes, with shares of these groups.
  byte[] hello(Integer... groups) {
    return start().extension(ExtensionType.KEY_SHARE, shares(groups)).message();
  }

  /// The body of key_share.
  byte[] shares(Integer... groups) {
    Buffer list = Buffer.allocate(8192);
    ByteWriter out = new ByteWriter(list);
    for (int group : groups) {
      byte[] share = offers.computeIfAbsent(group, ServerSettings.KEYS::offer).share();
      out.u16(group).u16(share.length).bytes(share);
    }
    Buffer body = Buffer.allocate(8192);
    new ByteWriter(body).u16(list.length()).bytes(list.toBytes());
    return body.toBytes();
  }

  /// Sends a message that counts in the transcript.
  ScriptedClient send(byte[] message) throws AlertException {
    transcript.add(message);
    server.receive(message.clone());
    return this;
  }

  /// A hello with a ticket, whose binder is computed.
  byte[] resuming(
      HelloBytes hello, CipherSuite suite, byte[] secret, List<PreSharedKeys.Identity> tickets) {
    Hkdf hash = suite.hash();
    List<byte[]> binders = new ArrayList<>();
    tickets.forEach(ticket -> binders.add(new byte[hash.hashBytes()]));
    PreSharedKeys keys = new PreSharedKeys(tickets, binders);
    byte[] message = hello.extension(ExtensionType.PRE_SHARED_KEY, keys.toBody()).message();
    Transcript covered = new Transcript();
    covered.start(hash);
    byte[] hashed = covered.hashWith(message, 0, message.length - keys.binderBytes());
    byte[] key = new KeySchedule(hash, secret).binderKey();
    byte[] binder = KeySchedule.finished(hash, key, hashed);
    System.arraycopy(binder, 0, message, message.length - binder.length, binder.length);
    preSharedKey = secret;
    return message;
  }

  /// Reads the HelloRetryRequest.
  ScriptedClient readRetry() throws ProtocolException {
    byte[] message = carrier.take().getFirst().message();
    hello = ServerHello.read(Message.body(message));
    assertThat(hello.isRetryRequest()).isTrue();
    transcript.start(suite().hash());
    transcript.retried();
    transcript.add(message);
    return this;
  }

  /// Reads ServerHello to Finished and checks what they prove.
  ScriptedClient readFlight() throws Exception {
    List<RecordedCarrier.Sent> flight = new ArrayList<>(carrier.take());
    byte[] first = flight.removeFirst().message();
    hello = ServerHello.read(Message.body(first));
    assertThat(hello.isRetryRequest()).isFalse();
    Hkdf hash = suite().hash();
    transcript.start(hash);
    transcript.add(first);
    KeyShare share = hello.keyShare();
    assertThat(share).isNotNull();
    boolean resumed = hello.extension(ExtensionType.PRE_SHARED_KEY) != null;
    KeySchedule keys = new KeySchedule(hash, resumed ? preSharedKey : null);
    keys.handshake(offers.get(share.group()).agree(share.key()));
    clientHandshake = keys.clientHandshakeTraffic(transcript.hash());
    byte[] serverHandshake = keys.serverHandshakeTraffic(transcript.hash());
    for (RecordedCarrier.Sent sent : flight) {
      read(sent.message(), hash, serverHandshake);
      transcript.add(sent.message());
    }
    keys.main();
    clientApplication = keys.clientApplicationTraffic(transcript.hash());
    serverApplication = keys.serverApplicationTraffic(transcript.hash());
    exporter = keys.exporter(transcript.hash());
    schedule = keys;
    return this;
  }

  private void read(byte[] message, Hkdf hash, byte[] serverHandshake) throws Exception {
    switch (Message.type(message)) {
      case HandshakeType.ENCRYPTED_EXTENSIONS ->
          extensions = EncryptedExtensions.read(Message.body(message));
      case HandshakeType.CERTIFICATE_REQUEST ->
          request = CertificateRequest.read(Message.body(message));
      case HandshakeType.CERTIFICATE ->
          certificate = CertificateMessage.read(Message.body(message));
      case HandshakeType.CERTIFICATE_VERIFY -> {
        CertificateVerify proof = CertificateVerify.read(Message.body(message));
        byte[] content = CertificateVerify.content(true, transcript.hash());
        assertThat(
                ServerSettings.KEYS.verify(
                    proof.scheme(), settings.keyPair.getPublic(), content, proof.signature()))
            .isTrue();
      }
      default -> {
        assertThat(Message.type(message)).isEqualTo(HandshakeType.FINISHED);
        byte[] expected = KeySchedule.finished(hash, serverHandshake, transcript.hash());
        assertThat(message).endsWith(expected).hasSize(4 + expected.length);
      }
    }
  }

  CipherSuite suite() {
    CipherSuite suite = CipherSuite.of(hello.cipherSuite());
    assertThat(suite).isNotNull();
    return suite;
  }

  /// Shows a certificate, or none.
  ScriptedClient sendCertificate(List<byte[]> chain) throws AlertException {
    List<CertificateMessage.Entry> entries =
        chain.stream().map(one -> new CertificateMessage.Entry(one, List.of())).toList();
    return send(new CertificateMessage(new byte[0], entries).toBytes());
  }

  /// Proves that it has the key of its certificate.
  ScriptedClient sendProof(KeyPair pair, int scheme) throws Exception {
    byte[] content = CertificateVerify.content(false, transcript.hash());
    byte[] signature = ServerSettings.KEYS.sign(scheme, pair.getPrivate(), content);
    return send(new CertificateVerify(scheme, signature).toBytes());
  }

  ScriptedClient sendFinished() throws AlertException {
    return send(finished());
  }

  byte[] finished() {
    Hkdf hash = suite().hash();
    return Message.of(
        HandshakeType.FINISHED, KeySchedule.finished(hash, clientHandshake, transcript.hash()));
  }

  /// A whole handshake with shares of these groups.
  ScriptedClient connect(Integer... groups) throws Exception {
    return send(hello(groups)).readFlight().sendFinished();
  }

  /// The ticket that the server sent at the end.
  NewSessionTicket ticket() throws ProtocolException {
    return NewSessionTicket.read(Message.body(carrier.take().getFirst().message()));
  }

  /// The pre-shared key of a ticket.
  byte[] secret(NewSessionTicket ticket) {
    assertThat(schedule).isNotNull();
    byte[] resumption = schedule.resumption(transcript.hash());
    return KeySchedule.ticketKey(suite().hash(), resumption, ticket.nonce());
  }
}
