package dev.motet.tls.cert;

import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.PeerVerifier;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Believes certificates of known keys, whoever signed them, whatever name and time they are for
/// (`certificate_public_key_sha256`).
public final class PinVerifier implements PeerVerifier {
  private static final int SHA256_BYTES = 32;

  private final Set<String> pins;

  /// @param pins hashes as [#pin] writes them
  public PinVerifier(Set<String> pins) {
    this.pins = Set.copyOf(pins);
  }

  @Override
  public PublicKey verify(List<byte[]> chain, @Nullable String name) throws AlertException {
    PublicKey key = PeerKeys.unchecked(chain);
    String pin = pin(key);
    if (!pins.contains(pin)) {
      throw new AlertException(
          Alert.BAD_CERTIFICATE, "public key " + pin + " (expected: one of those pinned)");
    }
    return key;
  }

  /// SHA-256 of the SubjectPublicKeyInfo, in base64 (RFC 7469 2.4).
  public static String pin(PublicKey key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// Reads a pin of a configuration into the form of [#pin].
  ///
  /// @throws IllegalArgumentException when it is none
  public static String parse(String text) {
    byte[] hash = Base64.getDecoder().decode(text);
    if (hash.length != SHA256_BYTES) {
      throw new IllegalArgumentException(hash.length + " bytes");
    }
    return Base64.getEncoder().encodeToString(hash);
  }
}
