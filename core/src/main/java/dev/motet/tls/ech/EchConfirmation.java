package dev.motet.tls.ech;

import dev.motet.crypto.Hkdf;
import dev.motet.tls.message.ServerHello;
import dev.motet.tls.schedule.Transcript;
import java.util.Arrays;

/// How a server tells who sealed an inner hello, and nobody else, that it goes on with that one
/// (RFC 9849 7.2).
public final class EchConfirmation {
  public static final int BYTES = 8;

  /// The last bytes of the random.
  private static final int AT = ServerHello.RANDOM_AT + 32 - BYTES;

  private static final String LABEL = "ech accept confirmation";
  private static final String RETRY_LABEL = "hrr ech accept confirmation";

  private EchConfirmation() {}

  /// Writes the confirmation into a ServerHello.
  ///
  /// @param innerRandom of the first inner hello
  /// @param inner the transcript with the inner hello, without this message
  public static void write(byte[] serverHello, byte[] innerRandom, Hkdf hash, Transcript inner) {
    System.arraycopy(
        of(LABEL, serverHello, AT, innerRandom, hash, inner), 0, serverHello, AT, BYTES);
  }

  /// Whether a ServerHello has the confirmation.
  ///
  /// @param inner the transcript with the inner hello, without this message
  public static boolean isIn(byte[] serverHello, byte[] innerRandom, Hkdf hash, Transcript inner) {
    return matches(serverHello, AT, of(LABEL, serverHello, AT, innerRandom, hash, inner));
  }

  /// Writes the confirmation into a HelloRetryRequest.
  ///
  /// @param at where the body of `encrypted_client_hello` stands, 8 bytes
  /// @param inner the transcript with the hash of the inner hello, without this message
  public static void writeRetry(
      byte[] request, int at, byte[] innerRandom, Hkdf hash, Transcript inner) {
    System.arraycopy(of(RETRY_LABEL, request, at, innerRandom, hash, inner), 0, request, at, BYTES);
  }

  /// Whether a HelloRetryRequest has the confirmation.
  ///
  /// @param at where the body of `encrypted_client_hello` stands, 8 bytes
  /// @param inner the transcript with the hash of the inner hello, without this message
  public static boolean isInRetry(
      byte[] request, int at, byte[] innerRandom, Hkdf hash, Transcript inner) {
    return matches(request, at, of(RETRY_LABEL, request, at, innerRandom, hash, inner));
  }

  private static byte[] of(
      String label, byte[] message, int at, byte[] innerRandom, Hkdf hash, Transcript inner) {
    byte[] zeroed = message.clone();
    Arrays.fill(zeroed, at, at + BYTES, (byte) 0);
    byte[] secret = hash.extract(new byte[hash.hashBytes()], innerRandom);
    byte[] transcript = inner.hashWith(zeroed, 0, zeroed.length);
    return hash.expandLabel(secret, label, transcript, BYTES);
  }

  private static boolean matches(byte[] message, int at, byte[] expected) {
    return Arrays.equals(message, at, at + BYTES, expected, 0, BYTES);
  }
}
