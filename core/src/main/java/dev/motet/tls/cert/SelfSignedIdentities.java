package dev.motet.tls.cert;

import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.Identity;
import dev.motet.tls.handshake.ServerConfig;
import dev.motet.tls.message.ClientHello;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes a certificate for whatever name a client asks for (`insecure` of an inbound), all with one
/// key. Remembers the latest names. Thread-safe.
public final class SelfSignedIdentities implements ServerConfig.Identities {
  static final int MAX_NAMES = 256;

  /// Clients whose clocks are wrong take it as well.
  private static final Duration BACKDATED = Duration.ofHours(1);

  private static final Duration LIFETIME = Duration.ofDays(30);

  /// A new one is made so long before the old one ends.
  private static final Duration MARGIN = Duration.ofDays(1);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,253}");

  private final InstantSource time;
  private final SecureRandom random;

  /// These are guarded by `this`.
  private @Nullable KeyPair pair;

  private final Map<String, Made> made = new LinkedHashMap<>(16, 0.75f, true);

  public SelfSignedIdentities(InstantSource time, SecureRandom random) {
    this.time = time;
    this.random = random;
  }

  /// One certificate, and when it ends.
  private record Made(Identity identity, Instant until) {}

  @Override
  public Identity select(ClientHello hello) throws AlertException {
    String asked = hello.extensions().serverName();
    return forName(asked != null && NAME.matcher(asked).matches() ? asked : "");
  }

  synchronized Identity forName(String name) throws AlertException {
    Instant now = time.instant();
    Made known = made.get(name);
    if (known != null && now.isBefore(known.until.minus(MARGIN))) {
      return known.identity;
    }
    try {
      Instant until = now.plus(LIFETIME);
      Identity identity = SelfSigned.identity(pair(), name, now.minus(BACKDATED), until, random);
      made.put(name, new Made(identity, until));
      if (made.size() > MAX_NAMES) {
        made.remove(made.keySet().iterator().next());
      }
      return identity;
    } catch (GeneralSecurityException e) {
      throw new AlertException(Alert.INTERNAL_ERROR, "self-signed certificate: " + e.getMessage());
    }
  }

  private KeyPair pair() throws GeneralSecurityException {
    KeyPair known = pair;
    if (known == null) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      known = generator.generateKeyPair();
      pair = known;
    }
    return known;
  }
}
