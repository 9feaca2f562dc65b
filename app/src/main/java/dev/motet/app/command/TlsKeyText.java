package dev.motet.app.command;

import dev.motet.io.Buffer;
import dev.motet.io.ByteWriter;
import dev.motet.tls.cert.CertificateText;
import dev.motet.tls.cert.Pem;
import dev.motet.tls.cert.SelfSigned;
import dev.motet.tls.handshake.Identity;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;

/// Keys of TLS servers in the form that users paste.
final class TlsKeyText {
  private static final int RSA_BITS = 2048;
  private static final Duration BACKDATED = Duration.ofHours(1);
  private static final int X25519_BYTES = 32;

  /// RFC 9849 4
  private static final int ECH_VERSION = 0xfe0d;

  /// RFC 9180 7: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, and AES-128-GCM (1) to ChaCha20-Poly1305
  /// (3).
  private static final int KEM = 0x0020;

  private static final int KDF = 1;
  private static final int AEADS = 3;
  private static final int MAX_NAME_BYTES = 255;

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
        base64.encodeToString(secret), base64.encodeToString(KeyPairText.publicOf(secret)));
  }

  // configs: ECHConfigList (u16 length); keys: private key (u16 length), ECHConfig (u16 length)
  /// A configuration for clients, and the key that belongs to it.
  static String ech(String publicName, SecureRandom random)
      throws GeneralSecurityException, CommandException {
    byte[] name = publicName.getBytes(StandardCharsets.ISO_8859_1);
    if (name.length == 0 || name.length > MAX_NAME_BYTES) {
      throw new CommandException("a name of " + name.length + " bytes (expected: 1 to 255)");
    }
    byte[] secret = secret(random);
    byte[] config = config(name, KeyPairText.publicOf(secret));
    Buffer list = Buffer.allocate(config.length + 2);
    new ByteWriter(list).u16(config.length).bytes(config);
    Buffer key = Buffer.allocate(config.length + secret.length + 4);
    new ByteWriter(key).u16(secret.length).bytes(secret).u16(config.length).bytes(config);
    return Pem.write("ECH CONFIGS", list.toBytes()) + Pem.write("ECH KEYS", key.toBytes());
  }

  // version (u16), length (u16); id (u8), KEM (u16), key (u16 length), suites (u16 length) of KDF
  // and
  // AEAD (u16 each), maximum_name_length (u8), public name (u8 length), extensions (u16 length)
  private static byte[] config(byte[] name, byte[] key) {
    Buffer body = Buffer.allocate(key.length + name.length + 64);
    ByteWriter out = new ByteWriter(body).u8(0).u16(KEM).u16(key.length).bytes(key);
    out.u16(4 * AEADS);
    for (int aead = 1; aead <= AEADS; aead++) {
      out.u16(KDF).u16(aead);
    }
    out.u8(0).u8(name.length).bytes(name).u16(0);
    Buffer config = Buffer.allocate(body.length() + 4);
    new ByteWriter(config).u16(ECH_VERSION).u16(body.length()).bytes(body.toBytes());
    return config.toBytes();
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
