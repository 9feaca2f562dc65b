package dev.motet.tls.ech;

import dev.motet.crypto.Hpke;
import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.fingerprint.DrawnHello;
import dev.motet.tls.fingerprint.HelloValues;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The client's side of one connection that hides its hello (RFC 9849 6.1): seals the first one,
/// and the second one after a HelloRetryRequest. For one thread.
public final class EchOffer {
  private static final int RANDOM_BYTES = 32;

  private final EchConfig config;
  private final EchConfig.Suite suite;
  private final Hpke hpke;
  private final byte[] outerRandom = new byte[RANDOM_BYTES];
  private byte @Nullable [] sent;

  /// What is sent, and what is meant: both with their header of 4 bytes.
  ///
  /// @param inner goes into the transcript if the server accepts
  public record Hellos(byte[] outer, byte[] inner) {}

  private EchOffer(EchConfig config, EchConfig.Suite suite, Hpke hpke, SecureRandom random) {
    this.config = config;
    this.suite = suite;
    this.hpke = hpke;
    random.nextBytes(outerRandom);
  }

  /// @param list `ECHConfigList`
  /// @return null when none of the configurations can be used
  /// @throws ProtocolException for what is no list
  public static @Nullable EchOffer of(byte[] list, SecureRandom random) throws ProtocolException {
    EchConfig config = EchConfig.select(EchConfig.readList(list));
    if (config == null) {
      return null;
    }
    EchConfig.Suite suite = Objects.requireNonNull(config.suite(), "a usable one has a suite");
    try {
      Hpke hpke = Hpke.sender(suite.aead(), config.publicKey(), config.info(), random);
      return new EchOffer(config, suite, hpke, random);
    } catch (InvalidKeyException e) {
      throw new ProtocolException("ECHConfig: " + e.getMessage());
    }
  }

  /// What the certificate of a server that rejects the offer must be for (RFC 9849 6.1.7).
  public String publicName() {
    return config.publicName();
  }

  /// Seals the hello of these values. Called once, and once more when the server accepted with a
  /// HelloRetryRequest.
  ///
  /// @param values of the inner hello, without a pre-shared key
  /// @throws AlertException for a hello that does not offer TLS 1.3
  public Hellos seal(DrawnHello drawn, HelloValues values) throws AlertException {
    // RFC 9849 6.1.6: the second hello has no enc, its server knows it
    byte[] enc = sent == null ? hpke.enc() : new byte[0];
    try {
      byte[] own =
          drawn.write(with(values, values.random(), values.serverName(), OuterExtension.INNER));
      byte[] draft = outer(drawn, values, OuterExtension.body(suite, config.configId(), enc, 1));
      InnerHello inner = InnerHello.of(own, draft);
      byte[] encoded = inner.encoded(config.maximumNameLength());
      byte[] body =
          OuterExtension.body(
              suite, config.configId(), enc, encoded.length + dev.motet.crypto.Aead.TAG_BYTES);
      byte[] outer = outer(drawn, values, body);
      OuterExtension extension = Objects.requireNonNull(OuterExtension.find(outer));
      byte[] payload = hpke.seal(extension.aad(outer), encoded);
      System.arraycopy(payload, 0, outer, extension.payloadAt(), payload.length);
      System.arraycopy(payload, 0, body, body.length - payload.length, payload.length);
      sent = body;
      return new Hellos(outer, inner.message());
    } catch (AlertException e) {
      throw e;
    } catch (ProtocolException e) {
      throw new AlertException(
          Alert.INTERNAL_ERROR, "hello that cannot be hidden: " + e.getMessage());
    }
  }

  /// The second outer hello for a server that rejected the offer with its HelloRetryRequest: the
  /// extension is that of the first.
  public byte[] repeat(DrawnHello drawn, HelloValues values) {
    return outer(drawn, values, Objects.requireNonNull(sent, "nothing was sealed"));
  }

  private byte[] outer(DrawnHello drawn, HelloValues values, byte[] body) {
    return drawn.write(with(values, outerRandom, config.publicName(), body));
  }

  private static HelloValues with(
      HelloValues values, byte[] random, @Nullable String serverName, byte[] ech) {
    return new HelloValues(
        random,
        values.sessionId(),
        serverName,
        values.alpn(),
        values.shares(),
        values.cookie(),
        ech,
        values.extra(),
        null);
  }
}
