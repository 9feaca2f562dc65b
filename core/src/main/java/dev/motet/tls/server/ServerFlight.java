package dev.motet.tls.server;

import dev.motet.crypto.Hkdf;
import dev.motet.crypto.PublicKeys;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.ech.EchConfirmation;
import dev.motet.tls.handshake.Identity;
import dev.motet.tls.handshake.Level;
import dev.motet.tls.handshake.ServerConfig;
import dev.motet.tls.message.CertificateMessage;
import dev.motet.tls.message.CertificateRequest;
import dev.motet.tls.message.CertificateVerify;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.EncryptedExtensions;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.KeyShare;
import dev.motet.tls.message.Message;
import dev.motet.tls.message.ProtocolVersion;
import dev.motet.tls.message.ServerHello;
import dev.motet.tls.message.SignatureScheme;
import dev.motet.tls.schedule.KeySchedule;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that a server says after the ClientHello that counts: ServerHello to Finished. Everything
/// that can be refused is looked at before the first byte leaves. Used once.
final class ServerFlight {
  /// Signatures that clients may make, and those of certificates that they may show (RFC 8446
  /// 4.2.3).
  static final List<Integer> CLIENT_SCHEMES =
      List.of(
          SignatureScheme.ECDSA_SECP256R1_SHA256,
          SignatureScheme.ED25519,
          SignatureScheme.RSA_PSS_RSAE_SHA256,
          SignatureScheme.ECDSA_SECP384R1_SHA384,
          SignatureScheme.RSA_PSS_RSAE_SHA384,
          SignatureScheme.ECDSA_SECP521R1_SHA512,
          SignatureScheme.RSA_PSS_RSAE_SHA512,
          SignatureScheme.RSA_PKCS1_SHA256,
          SignatureScheme.RSA_PKCS1_SHA384,
          SignatureScheme.RSA_PKCS1_SHA512);

  /// RFC 8449 4: what a record of TLS 1.3 may have, the content type included.
  private static final int MAX_PLAINTEXT_BYTES = (1 << 14) + 1;

  private static final byte[] NO_CONTEXT = {};

  private final Link link;
  private final ServerConfig config;
  private final ReceivedHello received;
  private final ClientHello hello;
  private final CipherSuite suite;
  private final KeyShare share;
  private final List<byte[]> encrypted = new ArrayList<>(5);

  ServerFlight(Link link, ReceivedHello received, CipherSuite suite, KeyShare share) {
    this.link = link;
    this.config = link.config();
    this.received = received;
    this.hello = received.hello();
    this.suite = suite;
    this.share = share;
  }

  /// @param changeCipherSpec whether to send the message that makes it look like TLS 1.2
  ServerState send(boolean changeCipherSpec) throws AlertException {
    Resumption resumption = Resumption.find(link, received, suite);
    Proof proof = resumption == null ? proof() : null;
    List<String> offered = hello.extensions().alpn();
    String alpn = Choices.alpn(config.alpn(), offered, config.quic());
    PublicKeys.Answer answer = answer();
    Hkdf hash = suite.hash();
    KeySchedule schedule =
        new KeySchedule(hash, resumption == null ? null : resumption.state().secret());

    link.transcript().add(received.message());
    byte[] serverHello = serverHello(answer.share(), resumption);
    if (link.ech().isAccepted()) {
      EchConfirmation.write(serverHello, hello.random(), hash, link.transcript());
    }
    link.send(serverHello);
    if (changeCipherSpec) {
      link.carrier().sendChangeCipherSpec();
    }
    schedule.handshake(answer.secret());
    byte[] toHello = link.transcript().hash();
    byte[] client = schedule.clientHandshakeTraffic(toHello);
    byte[] server = schedule.serverHandshakeTraffic(toHello);
    log("CLIENT_HANDSHAKE_TRAFFIC_SECRET", client);
    log("SERVER_HANDSHAKE_TRAFFIC_SECRET", server);
    link.carrier().writeKeys(Link.keys(Level.HANDSHAKE, suite, server));
    link.carrier().readKeys(Link.keys(Level.HANDSHAKE, suite, client));

    boolean asks = proof != null && config.clientAuth() != ServerConfig.ClientAuth.NO;
    add(new EncryptedExtensions(encryptedExtensions(alpn)).toBytes());
    if (asks) {
      add(certificateRequest());
    }
    if (proof != null) {
      add(certificate(proof.identity()));
      add(certificateVerify(proof));
    }
    byte[] verifyData = KeySchedule.finished(hash, server, link.transcript().hash());
    add(Message.of(HandshakeType.FINISHED, verifyData));
    sendEncrypted();

    Agreed agreed = agreed(schedule, client, alpn, resumption != null);
    link.carrier().writeKeys(Link.keys(Level.APPLICATION, suite, agreed.serverApplication()));
    if (link.disguise() != null) {
      link.disguise().sendAfter(link.carrier());
    }
    return asks
        ? new AwaitCertificate(link, agreed)
        : new AwaitFinished(
            link, agreed, resumption == null ? List.of() : resumption.state().certificates());
  }

  private Agreed agreed(
      KeySchedule schedule, byte[] clientHandshake, @Nullable String alpn, boolean resumed) {
    schedule.main();
    byte[] toFinished = link.transcript().hash();
    byte[] client = schedule.clientApplicationTraffic(toFinished);
    byte[] server = schedule.serverApplicationTraffic(toFinished);
    byte[] exporter = schedule.exporter(toFinished);
    log("CLIENT_TRAFFIC_SECRET_0", client);
    log("SERVER_TRAFFIC_SECRET_0", server);
    log("EXPORTER_SECRET", exporter);
    return new Agreed(
        hello,
        suite,
        share.group(),
        alpn,
        link.ech().isAccepted(),
        resumed,
        schedule,
        clientHandshake,
        client,
        server,
        exporter);
  }

  private Proof proof() throws AlertException {
    Identity identity = config.identities().select(hello);
    if (link.disguise() != null) {
      return new Proof(identity, identity.schemes().getFirst()); // whatever the client lists
    }
    return new Proof(identity, Choices.scheme(identity.schemes(), hello.extensions()));
  }

  private PublicKeys.Answer answer() throws AlertException {
    try {
      return config.keys().answer(share.group(), share.key());
    } catch (GeneralSecurityException e) {
      // RFC 8446 4.2.8.2, 7.4.2: points off the curve and secrets of zeros end the handshake
      throw new AlertException(
          Alert.ILLEGAL_PARAMETER, "share of group " + share.group() + ": " + e.getMessage());
    }
  }

  private byte[] serverHello(byte[] ownShare, @Nullable Resumption resumption) {
    KeyShare own = new KeyShare(share.group(), ownShare);
    Disguise disguise = link.disguise();
    if (disguise != null) {
      return disguise.serverHello(own);
    }
    byte[] random = new byte[32];
    config.random().nextBytes(random);
    List<Extension> extensions = new ArrayList<>(3);
    extensions.add(Extension.ofNumber(ExtensionType.SUPPORTED_VERSIONS, ProtocolVersion.TLS_1_3));
    extensions.add(Extension.ofKeyShare(own));
    if (resumption != null) {
      extensions.add(Extension.ofNumber(ExtensionType.PRE_SHARED_KEY, resumption.index()));
    }
    return new ServerHello(
            ProtocolVersion.TLS_1_2, random, hello.sessionId(), suite.code(), 0, extensions)
        .toBytes();
  }

  private List<Extension> encryptedExtensions(@Nullable String alpn) throws AlertException {
    List<Extension> extensions = new ArrayList<>(3);
    if (link.disguise() != null) {
      return extensions;
    }
    // RFC 6066 3: a server that chose by the name says so
    if (hello.extensions().serverName() != null) {
      extensions.add(Extension.empty(ExtensionType.SERVER_NAME));
    }
    if (alpn != null) {
      extensions.add(Extension.ofAlpn(List.of(alpn)));
    }
    byte[] limit = Extension.find(hello.extensions().all(), ExtensionType.RECORD_SIZE_LIMIT);
    if (limit != null && !config.quic()) {
      // RFC 8449 4: more than the protocol allows means no limit
      int bytes = Math.min(HelloRules.recordSizeLimit(limit), MAX_PLAINTEXT_BYTES);
      link.carrier().limitRecords(bytes);
      extensions.add(Extension.ofNumber(ExtensionType.RECORD_SIZE_LIMIT, MAX_PLAINTEXT_BYTES));
    }
    byte[] retryConfigs = link.ech().retryConfigs();
    if (retryConfigs != null) {
      extensions.add(new Extension(ExtensionType.ENCRYPTED_CLIENT_HELLO, retryConfigs));
    }
    extensions.addAll(config.extensions());
    return extensions;
  }

  private static byte[] certificateRequest() {
    byte[] schemes = Extension.numberList(CLIENT_SCHEMES);
    return new CertificateRequest(
            NO_CONTEXT, List.of(new Extension(ExtensionType.SIGNATURE_ALGORITHMS, schemes)))
        .toBytes();
  }

  private byte[] certificate(Identity identity) {
    List<CertificateMessage.Entry> entries = new ArrayList<>(identity.chain().size());
    for (byte[] certificate : identity.chain()) {
      List<Extension> extensions = entries.isEmpty() ? stapled(identity.ocsp()) : List.of();
      entries.add(new CertificateMessage.Entry(certificate, extensions));
    }
    return new CertificateMessage(NO_CONTEXT, entries).toBytes();
  }

  // RFC 8446 4.4.2.1, RFC 6066 8: status type (u8: 1, ocsp), response (u24 length)
  private List<Extension> stapled(byte @Nullable [] ocsp) {
    if (ocsp == null || !hello.extensions().has(ExtensionType.STATUS_REQUEST)) {
      return List.of();
    }
    byte[] body = new byte[4 + ocsp.length];
    body[0] = 1;
    body[1] = (byte) (ocsp.length >>> 16);
    body[2] = (byte) (ocsp.length >>> 8);
    body[3] = (byte) ocsp.length;
    System.arraycopy(ocsp, 0, body, 4, ocsp.length);
    return List.of(new Extension(ExtensionType.STATUS_REQUEST, body));
  }

  private byte[] certificateVerify(Proof proof) throws AlertException {
    byte[] content = CertificateVerify.content(true, link.transcript().hash());
    try {
      byte[] signature = config.keys().sign(proof.scheme(), proof.identity().key(), content);
      return new CertificateVerify(proof.scheme(), signature).toBytes();
    } catch (GeneralSecurityException e) {
      throw new AlertException(
          Alert.INTERNAL_ERROR, "signature " + proof.scheme() + ": " + e.getMessage());
    }
  }

  private void add(byte[] message) {
    link.transcript().add(message);
    encrypted.add(message);
  }

  private void sendEncrypted() throws AlertException {
    Disguise disguise = link.disguise();
    if (disguise != null) {
      disguise.send(link.carrier(), encrypted);
    } else {
      encrypted.forEach(link.carrier()::send);
    }
  }

  private void log(String label, byte[] secret) {
    config.keyLog().write(label, hello.random(), secret);
  }

  /// How the server shows who it is.
  private record Proof(Identity identity, int scheme) {}
}
