package dev.motet.app.command;

import dev.motet.crypto.X25519;
import dev.motet.tls.cert.CertificateText;
import dev.motet.tls.cert.Pem;
import dev.motet.tls.cert.SelfSigned;
import dev.motet.tls.ech.EchKey;
import dev.motet.tls.ech.EchPem;
import dev.motet.tls.handshake.Identity;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;

/// Keys of TLS servers in the form that users paste.
final class TlsKeyText {
  private static final int RSA_BITS = 2048;
  private static final Duration BACKDATED = Duration.ofHours(1);
  private static final int X25519_BYTES = 32;

  private TlsKeyText() {}

  /// A private key, and a certificate of it for a server.
  static String pair(String name, int months, SecureRandom random) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(RSA_BITS, random);
    Instant now = Instant.now();
    Instant until = now.atOffset(ZoneOffset.UTC).plusMonths(months).toInstant();
    Identity made =
        SelfSigned.identity(generator.generateKeyPair(), name, now.minus(BACKDATED), until, random);
    return Pem.write("PRIVATE KEY", made.key().getEncoded())
        + "\n"
        + CertificateText.write(made.chain().getFirst())
        + "\n";
  }

  /// X25519 as REALITY takes it, both in URL-safe base64.
  static KeyPairText reality(SecureRandom random) throws GeneralSecurityException {
    byte[] secret = secret(random);
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return new KeyPairText(
        base64.encodeToString(secret), base64.encodeToString(X25519.publicKey(secret)));
  }

  /// A configuration for clients, and the key that belongs to it.
  static String ech(String publicName, SecureRandom random) throws CommandException {
    try {
      List<EchKey> keys = List.of(EchKey.generate(publicName, random));
      return EchPem.writeConfigs(keys) + EchPem.writeKeys(keys);
    } catch (IllegalArgumentException e) {
      throw new CommandException(e.getMessage() + " (expected: two labels at least)");
    }
  }

  /// Clamped as RFC 7748 5 has it.
  private static byte[] secret(SecureRandom random) {
    byte[] secret = new byte[X25519_BYTES];
    random.nextBytes(secret);
    secret[0] &= (byte) 0xf8;
    secret[31] = (byte) ((secret[31] & 0x7f) | 0x40);
    return secret;
  }
}
