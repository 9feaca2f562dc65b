package dev.motet.tls.client;

import dev.motet.crypto.KeyOffer;
import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.ech.EchConfigSource;
import dev.motet.tls.ech.EchConfirmation;
import dev.motet.tls.ech.EchOffer;
import dev.motet.tls.fingerprint.DrawnHello;
import dev.motet.tls.fingerprint.HelloValues;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.handshake.HelloHook;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.ProtocolVersion;
import dev.motet.tls.message.ServerHello;
import dev.motet.tls.schedule.Transcript;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The hello that is meant, where the one that is sent only carries it (RFC 9849 6.1), and whether
/// the server took it. For one thread.
final class HiddenHello {
  /// What is known of the server.
  private enum Fate {
    OPEN,
    ACCEPTED,
    REJECTED
  }

  private final EchOffer offer;
  private final Transcript transcript = new Transcript();
  private SentHello hello;
  private Fate fate = Fate.OPEN;

  /// @param inner the message that is meant
  HiddenHello(EchOffer offer, byte[] inner, List<KeyOffer> offers) {
    this.offer = offer;
    this.hello = SentHello.of(inner, offers, null);
    transcript.add(inner);
  }

  /// What hides the hellos of a connection; null where nothing is to be hidden.
  ///
  /// @throws AlertException when something is, and cannot be: a name is not sent in the clear then
  static @Nullable EchOffer offer(ClientConfig config) throws AlertException {
    EchConfigSource source = config.ech();
    if (source == null) {
      return null;
    }
    String name = config.serverName();
    if (name == null) {
      throw unusable("a connection without a server name has no ECH");
    }
    // both put something into the hello that covers the rest of it
    if (!HelloHook.NONE.equals(config.hook())) {
      throw unusable("a hello with a proof of its own cannot be hidden");
    }
    try {
      byte[] configs = source.configs(name);
      if (configs == null) {
        throw unusable("no ECH configuration for " + name);
      }
      EchOffer offer = EchOffer.of(configs, config.random());
      if (offer == null) {
        throw unusable("no ECH configuration for " + name + " can be used");
      }
      return offer;
    } catch (AlertException e) {
      throw e;
    } catch (IOException e) {
      throw unusable("ECH configuration for " + name + ": " + e.getMessage());
    }
  }

  /// Learns from the first answer whether the server took the hidden hello (RFC 9849 6.1.4).
  void decide(ServerHello answer, byte[] message) throws ProtocolException {
    // RFC 9849 6.1.4: an older version rejects ECH, and this client offers none without it
    if (answer.selectedVersion() < ProtocolVersion.TLS_1_3) {
      throw new AlertException(Alert.PROTOCOL_VERSION, "server chose a version that has no ECH");
    }
    CipherSuite suite = CipherSuite.of(answer.cipherSuite());
    boolean confirmed = suite != null && isConfirmed(answer, message, suite);
    // RFC 9849 6.1.5: accepted by a HelloRetryRequest, rejected by the ServerHello
    if (fate == Fate.ACCEPTED && !confirmed) {
      throw Answers.illegal("server accepted ECH only before the HelloRetryRequest");
    }
    if (fate == Fate.OPEN) {
      fate = confirmed ? Fate.ACCEPTED : Fate.REJECTED;
    }
  }

  private boolean isConfirmed(ServerHello answer, byte[] message, CipherSuite suite)
      throws ProtocolException {
    byte[] random = hello.hello().random();
    if (!answer.isRetryRequest()) {
      transcript.start(suite.hash());
      return EchConfirmation.isIn(message, random, suite.hash(), transcript);
    }
    int at = EchConfirmation.inRetryRequest(message);
    if (at < 0 || fate != Fate.OPEN) {
      return at >= 0; // a second request is refused by who reads it
    }
    transcript.start(suite.hash());
    transcript.retried();
    return EchConfirmation.isInRetry(message, at, random, suite.hash(), transcript);
  }

  boolean isAccepted() {
    return fate == Fate.ACCEPTED;
  }

  /// What the certificate must be for where the hidden hello was not taken; null where it was.
  @Nullable String publicName() {
    return fate == Fate.REJECTED ? offer.publicName() : null;
  }

  SentHello hello() {
    return hello;
  }

  Transcript transcript() {
    return transcript;
  }

  /// Hides the second hello of a server that took the first (RFC 9849 6.1.5).
  ///
  /// @return what is to be sent
  byte[] retry(DrawnHello drawn, HelloValues values, byte[] request, List<KeyOffer> offers)
      throws AlertException {
    EchOffer.Hellos hellos = offer.seal(drawn, values);
    transcript.add(request);
    transcript.add(hellos.inner());
    hello = SentHello.of(hellos.inner(), offers, null);
    return hellos.outer();
  }

  /// The second hello for a server that did not.
  byte[] repeat(DrawnHello drawn, HelloValues values) {
    return offer.repeat(drawn, values);
  }

  private static AlertException unusable(String message) {
    return new AlertException(Alert.INTERNAL_ERROR, message);
  }
}
