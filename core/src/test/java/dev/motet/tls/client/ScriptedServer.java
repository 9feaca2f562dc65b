package dev.motet.tls.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.crypto.PublicKeys;
import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.testkit.MemoryCarrier;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.message.CertificateMessage;
import dev.motet.tls.message.CertificateVerify;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.ClientHelloReader;
import dev.motet.tls.message.EncryptedExtensions;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.KeyShare;
import dev.motet.tls.message.Message;
import dev.motet.tls.message.ServerHello;
import dev.motet.tls.schedule.KeySchedule;
import dev.motet.tls.schedule.Transcript;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A server of TLS 1.3 that says what a test writes, message by message, and checks what the client
/// answers. Its own implementation of the server's side, so that the client is not tested against
/// itself.
final class ScriptedServer {
  final ClientSettings settings;
  final MemoryCarrier carrier = new MemoryCarrier();
  final ClientHandshake client;
  final Transcript transcript = new Transcript();

  // what the ServerHello says
  int version = 0x0303;
  byte[] random = new byte[32];
  byte @Nullable [] sessionId;
  CipherSuite suite = CipherSuite.TLS_AES_128_GCM_SHA256;
  int suiteOnWire;
  int compression;
  int group = 0x1d;
  byte @Nullable [] share;
  List<Extension> helloExtensions = List.of();
  boolean withVersion = true;
  boolean withShare = true;
  int scheme = 0x0403;
  byte @Nullable [] preSharedKey;

  ClientHello hello;
  byte[] helloMessage;
  byte[] clientHandshake = {};
  byte[] serverHandshake = {};
  byte[] clientApplication = {};
  byte[] serverApplication = {};
  byte[] exporter = {};
  @Nullable KeySchedule schedule;

  /// Starts the client and reads its hello.
  ScriptedServer(ClientSettings settings) throws ProtocolException {
    this.settings = settings;
    this.client = new ClientHandshake(settings.config(), carrier);
    client.start();
    Arrays.fill(random, (byte) 7);
    helloMessage = carrier.take().getFirst();
    hello = ClientHelloReader.readMessage(new ByteReader(helloMessage));
    transcript.add(helloMessage);
  }

  /// A server for a client with the usual settings.
  static ScriptedServer start() throws ProtocolException {
    return new ScriptedServer(new ClientSettings());
  }

  /// Sends a message that counts in the transcript.
  ScriptedServer send(byte[] message) throws AlertException {
    transcript.add(message);
    client.receive(message.clone());
    return this;
  }

  /// Asks for another hello and reads it.
  ScriptedServer retry(Extension... extensions) throws ProtocolException {
    List<Extension> all = new ArrayList<>(List.of(extensions));
    if (withVersion) {
      all.add(Extension.ofNumber(ExtensionType.SUPPORTED_VERSIONS, 0x0304));
    }
    random = ServerHello.retryRandom();
    byte[] message = hello(all).toBytes();
    Arrays.fill(random, (byte) 9);
    transcript.start(suite.hash());
    transcript.retried();
    send(message);
    helloMessage = carrier.take().getFirst();
    hello = ClientHelloReader.readMessage(new ByteReader(helloMessage));
    transcript.add(helloMessage);
    return this;
  }

  /// Sends a ServerHello as the fields say.
  ScriptedServer sendHello() throws Exception {
    List<Extension> all = new ArrayList<>();
    if (withVersion) {
      all.add(Extension.ofNumber(ExtensionType.SUPPORTED_VERSIONS, 0x0304));
    }
    PublicKeys.Answer answer = answer();
    if (withShare) {
      byte[] key = share == null ? answer.share() : share;
      all.add(Extension.ofKeyShare(new KeyShare(group, key)));
    }
    all.addAll(helloExtensions);
    send(hello(all).toBytes());
    transcript.start(suite.hash());
    KeySchedule keys = new KeySchedule(suite.hash(), preSharedKey);
    keys.handshake(answer.secret());
    clientHandshake = keys.clientHandshakeTraffic(transcript.hash());
    serverHandshake = keys.serverHandshakeTraffic(transcript.hash());
    schedule = keys;
    return this;
  }

  private PublicKeys.Answer answer() throws Exception {
    for (KeyShare offered : hello.extensions().keyShares()) {
      if (offered.group() == group && ClientSettings.KEYS.supports(group)) {
        return ClientSettings.KEYS.answer(group, offered.key());
      }
    }
    return new PublicKeys.Answer(new byte[32], new byte[32]);
  }

  private ServerHello hello(List<Extension> extensions) {
    return new ServerHello(
        version,
        random,
        sessionId == null ? hello.sessionId() : sessionId,
        suiteOnWire == 0 ? suite.code() : suiteOnWire,
        compression,
        extensions);
  }

  ScriptedServer sendExtensions(Extension... extensions) throws AlertException {
    return send(new EncryptedExtensions(List.of(extensions)).toBytes());
  }

  static byte[] certificate(Extension... extensions) {
    return new CertificateMessage(
            new byte[0],
            List.of(new CertificateMessage.Entry(ClientSettings.LEAF, List.of(extensions))))
        .toBytes();
  }

  ScriptedServer sendCertificate() throws AlertException {
    return send(certificate());
  }

  ScriptedServer sendProof() throws Exception {
    byte[] content = CertificateVerify.content(true, transcript.hash());
    byte[] signature = ClientSettings.KEYS.sign(scheme, settings.serverKey.getPrivate(), content);
    return send(new CertificateVerify(scheme, signature).toBytes());
  }

  byte[] finished() {
    return Message.of(
        HandshakeType.FINISHED,
        KeySchedule.finished(suite.hash(), serverHandshake, transcript.hash()));
  }

  /// Sends Finished; the client's flight is in its carrier then.
  ScriptedServer sendFinished() throws AlertException {
    send(finished());
    KeySchedule keys = schedule();
    keys.main();
    clientApplication = keys.clientApplicationTraffic(transcript.hash());
    serverApplication = keys.serverApplicationTraffic(transcript.hash());
    exporter = keys.exporter(transcript.hash());
    return this;
  }

  /// A flight from ServerHello to Finished.
  ScriptedServer sendFlight() throws Exception {
    return sendHello().sendExtensions().sendCertificate().sendProof().sendFinished();
  }

  /// Reads the client's flight, whose last message is a Finished that fits.
  ///
  /// @return the messages before it
  List<byte[]> readFlight() {
    List<byte[]> flight = new ArrayList<>(carrier.take());
    byte[] last = flight.removeLast();
    flight.forEach(transcript::add);
    byte[] expected = KeySchedule.finished(suite.hash(), clientHandshake, transcript.hash());
    assertThat(last).isEqualTo(Message.of(HandshakeType.FINISHED, expected));
    transcript.add(last);
    return flight;
  }

  KeySchedule schedule() {
    KeySchedule keys = schedule;
    assertThat(keys).isNotNull();
    return keys;
  }

  /// The body of an extension of the hello.
  byte @Nullable [] offered(int type) {
    return Extension.find(hello.extensions().all(), type);
  }
}
