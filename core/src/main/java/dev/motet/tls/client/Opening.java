package dev.motet.tls.client;

import dev.motet.crypto.KeyOffer;
import dev.motet.io.IpLiteral;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.fingerprint.DrawnHello;
import dev.motet.tls.fingerprint.HelloValues;
import dev.motet.tls.fingerprint.Hellos;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.KeyShare;
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

  /// The hello that was sent last.
  SentHello hello() {
    return hello;
  }

  /// Takes note of the ServerHello; what follows is added by who receives and sends it.
  Transcript answered(CipherSuite suite, byte[] serverHello) {
    transcript.start(suite.hash());
    transcript.add(serverHello);
    return transcript;
  }

  /// Makes the hello that a HelloRetryRequest asks for (RFC 8446 4.1.2).
  ///
  /// @param group that needs another share; null to repeat the shares
  /// @param cookie to be given back; null for none
  void retry(CipherSuite suite, byte[] request, @Nullable Integer group, byte @Nullable [] cookie) {
    transcript.start(suite.hash());
    transcript.retried();
    transcript.add(request);
    SentHello before = hello;
    List<KeyOffer> offers = group == null ? before.offers() : List.of(config.keys().offer(group));
    // RFC 8446 4.1.4: a pre-shared key whose hash is not that of the suite is taken out.
    Resumption resumption = before.resumption();
    if (resumption != null && resumption.ticket().suite().hash() != suite.hash()) {
      resumption = null;
    }
    byte[] random = before.hello().random();
    byte[] sessionId = before.hello().sessionId(); // as the hook left it
    byte[] message = write(random, sessionId, offers, cookie, resumption);
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
    Resumption resumption = Resumption.take(config);
    byte[] message = write(random, sessionId, offers, null, resumption);
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

  private byte[] write(
      byte[] random,
      byte[] sessionId,
      List<KeyOffer> offers,
      byte @Nullable [] cookie,
      @Nullable Resumption resumption) {
    return drawn.write(
        new HelloValues(
            random,
            sessionId,
            serverName(),
            config.alpn(),
            offers.stream().map(offer -> new KeyShare(offer.group(), offer.share())).toList(),
            cookie,
            null,
            extensions(),
            resumption == null ? null : resumption.body(config.time().millis())));
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
