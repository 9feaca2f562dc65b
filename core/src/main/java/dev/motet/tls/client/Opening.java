package dev.motet.tls.client;

import dev.motet.crypto.KeyOffer;
import dev.motet.io.IpLiteral;
import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.ech.EchConfirmation;
import dev.motet.tls.ech.EchOffer;
import dev.motet.tls.fingerprint.DrawnHello;
import dev.motet.tls.fingerprint.HelloValues;
import dev.motet.tls.fingerprint.Hellos;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.KeyShare;
import dev.motet.tls.message.ServerHello;
import dev.motet.tls.schedule.Transcript;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The one place where the hellos of a connection are made, and where it is known which of them
/// counts: the first, the one after a HelloRetryRequest, and the transcript that begins with them.
final class Opening {
  private static final int RANDOM_BYTES = 32;

  private final ClientConfig config;
  private final DrawnHello drawn;
  private final Transcript transcript = new Transcript();
  private @Nullable HiddenHello hidden;
  private SentHello hello;

  private Opening(ClientConfig config) throws AlertException {
    this.config = config;
    this.drawn = Hellos.draw(config.shape(), config.random());
    this.hello = first();
    transcript.add(hello.message());
  }

  /// Draws the first hello of a connection.
  static Opening draw(ClientConfig config) throws AlertException {
    return new Opening(config);
  }

  /// What was sent last.
  byte[] message() {
    return hello.message();
  }

  /// Learns from an answer which hello counts, before anything else is made of it.
  void decide(ServerHello answer, byte[] message) throws ProtocolException {
    if (hidden != null) {
      hidden.decide(answer, message);
    } else if (answer.isRetryRequest()) {
      EchConfirmation.inRetryRequest(message); // RFC 9849 6.2.1: the form is checked
    }
  }

  /// The hello that counts.
  SentHello hello() {
    return hidden != null && hidden.isAccepted() ? hidden.hello() : hello;
  }

  /// Whether the one that counts was hidden.
  boolean isHidden() {
    return hidden != null && hidden.isAccepted();
  }

  /// What the certificate must be for where a hidden hello was not taken; null for what is asked
  /// for.
  @Nullable String publicName() {
    return hidden == null ? null : hidden.publicName();
  }

  /// Takes note of the ServerHello; what follows is added by who receives and sends it.
  Transcript answered(CipherSuite suite, byte[] serverHello) {
    Transcript counts = hidden != null && hidden.isAccepted() ? hidden.transcript() : transcript;
    counts.start(suite.hash());
    counts.add(serverHello);
    return counts;
  }

  /// Makes the hello that a HelloRetryRequest asks for (RFC 8446 4.1.2).
  ///
  /// @param group that needs another share; null to repeat the shares
  /// @param cookie to be given back; null for none
  void retry(CipherSuite suite, byte[] request, @Nullable Integer group, byte @Nullable [] cookie)
      throws AlertException {
    SentHello before = hello();
    List<KeyOffer> offers = group == null ? before.offers() : List.of(config.keys().offer(group));
    // RFC 8446 4.1.4: a pre-shared key whose hash is not that of the suite is taken out.
    Resumption resumption = before.resumption();
    if (resumption != null && resumption.ticket().suite().hash() != suite.hash()) {
      resumption = null;
    }
    byte[] random = before.hello().random();
    byte[] sessionId = before.hello().sessionId(); // as the hook left it
    HelloValues values = values(random, sessionId, offers, cookie, resumption);
    if (hidden != null && hidden.isAccepted()) {
      hello = SentHello.of(hidden.retry(drawn, values, request, offers), offers, null);
      return;
    }
    transcript.start(suite.hash());
    transcript.retried();
    transcript.add(request);
    byte[] message = hidden == null ? drawn.write(values) : hidden.repeat(drawn, values);
    if (resumption != null) {
      resumption.bind(message, transcript.copy());
    }
    hello = SentHello.of(message, offers, resumption);
    transcript.add(message);
  }

  private SentHello first() throws AlertException {
    byte[] random = random();
    // RFC 8446 D.4: a session id for the middleboxes; RFC 9001 8.4: none in QUIC.
    byte[] sessionId = config.quic() ? new byte[0] : random();
    List<KeyOffer> offers = config.keys().offers(drawn.shareGroups(), drawn.oneX25519());
    EchOffer ech = HiddenHello.offer(config);
    if (ech != null) {
      // without a ticket: its binder would have to be sealed too
      EchOffer.Hellos hellos = ech.seal(drawn, values(random, sessionId, offers, null, null));
      hidden = new HiddenHello(ech, hellos.inner(), offers);
      return SentHello.of(hellos.outer(), offers, null);
    }
    Resumption resumption = Resumption.take(config);
    byte[] message = drawn.write(values(random, sessionId, offers, null, resumption));
    config.hook().seal(message, offers);
    if (resumption != null) {
      resumption.bind(message, new Transcript());
    }
    return SentHello.of(message, offers, resumption);
  }

  private byte[] random() {
    byte[] random = new byte[RANDOM_BYTES];
    config.random().nextBytes(random);
    return random;
  }

  private HelloValues values(
      byte[] random,
      byte[] sessionId,
      List<KeyOffer> offers,
      byte @Nullable [] cookie,
      @Nullable Resumption resumption) {
    return new HelloValues(
        random,
        sessionId,
        serverName(),
        config.alpn(),
        offers.stream().map(offer -> new KeyShare(offer.group(), offer.share())).toList(),
        cookie,
        null,
        extensions(),
        resumption == null ? null : resumption.body(config.time().millis()));
  }

  private List<Extension> extensions() {
    List<Extension> all = new ArrayList<>(config.extensions());
    all.addAll(Resumption.modes(config));
    return all;
  }

  private @Nullable String serverName() {
    String name = config.serverName();
    if (name == null || !config.sendServerName() || IpLiteral.parse(name) != null) {
      return null; // RFC 6066 3: literal addresses are not permitted
    }
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
