package dev.motet.tls.client;

import dev.motet.crypto.KeyOffer;
import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.fingerprint.Grease;
import dev.motet.tls.handshake.Carrier;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.handshake.Level;
import dev.motet.tls.handshake.TrafficKeys;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.KeyShare;
import dev.motet.tls.message.ProtocolVersion;
import dev.motet.tls.message.ServerHello;
import dev.motet.tls.schedule.KeySchedule;
import dev.motet.tls.schedule.Transcript;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A hello was sent; the server chooses, or asks for another hello.
///
/// @param retried the suite of the HelloRetryRequest that was answered; null for none
record ExpectServerHello(
    ClientConfig config, Carrier carrier, Opening opening, @Nullable CipherSuite retried)
    implements State {
  private static final Set<Integer> IN_SERVER_HELLO =
      Set.of(
          ExtensionType.SUPPORTED_VERSIONS, ExtensionType.KEY_SHARE, ExtensionType.PRE_SHARED_KEY);

  private static final Set<Integer> IN_RETRY_REQUEST =
      Set.of(
          ExtensionType.SUPPORTED_VERSIONS,
          ExtensionType.KEY_SHARE,
          ExtensionType.COOKIE,
          ExtensionType.ENCRYPTED_CLIENT_HELLO);

  @Override
  public State receive(byte[] message) throws ProtocolException {
    ServerHello answer = ServerHello.read(State.body(message, HandshakeType.SERVER_HELLO));
    opening.decide(answer, message);
    SentHello hello = opening.hello();
    int version = Versions.chosen(config, hello, answer);
    // RFC 8446 4.1.4: the version of a HelloRetryRequest stays.
    if (retried != null && version != ProtocolVersion.TLS_1_3) {
      throw Answers.illegal("another version after a HelloRetryRequest");
    }
    if (answer.compressionMethod() != 0) {
      throw Answers.illegal("compression method " + answer.compressionMethod());
    }
    if (version != ProtocolVersion.TLS_1_3) {
      return Tls12Start.after(config, carrier, hello, answer, message);
    }
    // RFC 8446 4.1.3: a session id that is not the echo of the hello's aborts the handshake.
    if (!Arrays.equals(answer.sessionId(), hello.hello().sessionId())) {
      throw Answers.illegal("session id is not an echo");
    }
    CipherSuite suite = Answers.suite(config, hello, answer, true);
    // RFC 8446 4.1.4: the suite of a HelloRetryRequest stays.
    if (retried != null && suite != retried) {
      throw Answers.illegal(suite + " after a HelloRetryRequest with " + retried);
    }
    return answer.isRetryRequest() ? retry(answer, suite, message) : accept(answer, suite, message);
  }

  private State retry(ServerHello request, CipherSuite suite, byte[] message)
      throws ProtocolException {
    // RFC 8446 4.1.4: a second HelloRetryRequest aborts the handshake.
    if (retried != null) {
      throw new AlertException(Alert.UNEXPECTED_MESSAGE, "second HelloRetryRequest");
    }
    SentHello hello = opening.hello();
    Answers.check(hello, request.extensions(), IN_RETRY_REQUEST, "HelloRetryRequest");
    Integer group = request.retryGroup();
    byte[] cookie = request.cookie();
    // RFC 8446 4.1.4: a request that would change nothing aborts the handshake.
    if (group == null && cookie == null) {
      throw Answers.illegal("HelloRetryRequest that changes nothing");
    }
    if (group != null) {
      checkGroup(hello, group);
    }
    opening.retry(suite, message, group, cookie);
    if (!config.quic()) {
      carrier.sendChangeCipherSpec(); // RFC 8446 D.4: before the second flight
    }
    carrier.send(opening.message());
    return new ExpectServerHello(config, carrier, opening, suite);
  }

  private void checkGroup(SentHello hello, int group) throws AlertException {
    // RFC 8446 4.2.8: the group was offered, without a share.
    if (!hello.offersGroup(group) || Grease.is(group)) {
      throw Answers.illegal("HelloRetryRequest for group " + group + ", which was not offered");
    }
    if (hello.offer(group) != null) {
      throw Answers.illegal("HelloRetryRequest for group " + group + ", whose share was sent");
    }
    if (!config.keys().supports(group)) {
      throw new AlertException(
          Alert.HANDSHAKE_FAILURE,
          "group " + group + " is in the fingerprint, but cannot be spoken");
    }
  }

  private State accept(ServerHello answer, CipherSuite suite, byte[] message)
      throws ProtocolException {
    SentHello hello = opening.hello();
    Answers.check(hello, answer.extensions(), IN_SERVER_HELLO, "ServerHello");
    byte[] preSharedKey = preSharedKey(hello, answer, suite);
    KeyShare share = answer.keyShare();
    // RFC 8446 4.2.9: psk_dhe_ke, the only mode offered, needs a share too.
    if (share == null) {
      throw new AlertException(Alert.MISSING_EXTENSION, "ServerHello without key_share");
    }
    byte[] shared = agree(hello, share);
    KeySchedule schedule = new KeySchedule(suite.hash(), preSharedKey);
    schedule.handshake(shared);
    Arrays.fill(shared, (byte) 0);
    Transcript transcript = opening.answered(suite, message);
    byte[] hash = transcript.hash();
    byte[] client = schedule.clientHandshakeTraffic(hash);
    byte[] server = schedule.serverHandshakeTraffic(hash);
    Agreed agreed =
        new Agreed(
            config,
            carrier,
            hello,
            suite,
            share.group(),
            preSharedKey != null,
            opening.isHidden(),
            opening.publicName(),
            schedule,
            transcript,
            client,
            server,
            new WriteSwitch(
                carrier,
                new TrafficKeys.Tls13(Level.HANDSHAKE, suite, client),
                !config.quic() && retried == null));
    agreed.log("CLIENT_HANDSHAKE_TRAFFIC_SECRET", client);
    agreed.log("SERVER_HANDSHAKE_TRAFFIC_SECRET", server);
    carrier.readKeys(new TrafficKeys.Tls13(Level.HANDSHAKE, suite, server));
    if (config.quic()) {
      agreed.writing().go(); // its packets are acknowledged before the flight
    }
    return new ExpectEncryptedExtensions(agreed);
  }

  /// The key of the ticket that was taken; null for none.
  private static byte @Nullable [] preSharedKey(
      SentHello hello, ServerHello answer, CipherSuite suite) throws ProtocolException {
    byte[] body = answer.extension(ExtensionType.PRE_SHARED_KEY);
    Resumption resumption = hello.resumption();
    if (body == null) {
      return null;
    }
    if (resumption == null) {
      throw Answers.illegal("pre_shared_key without a ticket");
    }
    int chosen = Extension.number(body);
    // RFC 8446 4.2.11: an identity that was not offered, or another hash, aborts the handshake.
    if (chosen != 0) {
      throw Answers.illegal("identity " + chosen + " in pre_shared_key (expected: 0)");
    }
    if (resumption.ticket().suite().hash() != suite.hash()) {
      throw Answers.illegal(suite + " does not go with the ticket");
    }
    return resumption.ticket().secret();
  }

  private static byte[] agree(SentHello hello, KeyShare share) throws AlertException {
    KeyOffer offer = hello.offer(share.group());
    // RFC 8446 4.2.8: the share is of a group whose share was sent.
    if (offer == null) {
      throw Answers.illegal("share of group " + share.group() + ", which was not sent");
    }
    try {
      return offer.agree(share.key());
    } catch (GeneralSecurityException e) {
      // RFC 8446 7.4.2: a secret of zeros too
      throw Answers.illegal("share of group " + share.group() + ": " + e.getMessage());
    }
  }
}
