package dev.motet.tls.ech;

import dev.motet.crypto.Hkdf;
import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.Message;
import dev.motet.tls.message.ServerHello;
import dev.motet.tls.schedule.Transcript;
import java.util.Arrays;

/// How a server tells who sealed an inner hello, and nobody else, that it goes on with that one
/// (RFC 9849 7.2).
public final class EchConfirmation {
  public static final int BYTES = 8;

  private static final int RANDOM_BYTES = 32;

  /// The last bytes of the random.
  private static final int AT = ServerHello.RANDOM_AT + RANDOM_BYTES - BYTES;

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

  /// Where the confirmation stands in a HelloRetryRequest; negative where it has none.
  ///
  /// @throws AlertException `decode_error` for one of another length (RFC 9849 6.1.4)
  public static int inRetryRequest(byte[] request) throws ProtocolException {
    ByteReader in = Message.body(request);
    in.skip(2 + RANDOM_BYTES);
    in.skip(in.u8()); // session id
    in.skip(2 + 1); // cipher suite, compression method
    ByteReader extensions = in.remaining() == 0 ? in : in.sub(in.u16());
    while (extensions.remaining() > 0) {
      int type = extensions.u16();
      ByteReader body = extensions.sub(extensions.u16());
      if (type == ExtensionType.ENCRYPTED_CLIENT_HELLO) {
        if (body.remaining() != BYTES) {
          throw new AlertException(
              Alert.DECODE_ERROR,
              "confirmation of " + body.remaining() + " bytes (expected: " + BYTES + ")");
        }
        return body.position();
      }
    }
    return -1;
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
