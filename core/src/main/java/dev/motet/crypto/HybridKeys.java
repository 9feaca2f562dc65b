package dev.motet.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.KEM;

// client share: ML-KEM-768 key (1184), X25519 key (32)
// server share: ML-KEM-768 ciphertext (1088), X25519 key (32)
// secret: ML-KEM-768 secret (32), X25519 secret (32)
/// The hybrid group X25519MLKEM768 (draft-ietf-tls-ecdhe-mlkem 4): who breaks one half alone gains
/// nothing.
record HybridKeys(GroupKeys x25519, SecureRandom random) implements GroupKeys {
  static final int GROUP = 0x11ec;

  @Override
  public KeyOffer offer() {
    KeyPair pair = MlKem768.newPair(random);
    KeyOffer classical = x25519.offer();
    return new Offer(pair, classical, join(MlKem768.raw(pair.getPublic()), classical.share()));
  }

  @Override
  public PublicKeys.Answer answer(byte[] share) throws GeneralSecurityException {
    Halves halves = Halves.of(share, MlKem768.PUBLIC_KEY_BYTES);
    KEM.Encapsulated encapsulated = MlKem768.encapsulate(halves.mlKem, random);
    PublicKeys.Answer classical = x25519.answer(halves.x25519);
    return new PublicKeys.Answer(
        join(encapsulated.encapsulation(), classical.share()),
        join(encapsulated.key().getEncoded(), classical.secret()));
  }

  private static byte[] join(byte[] mlKem, byte[] x25519) {
    byte[] both = Arrays.copyOf(mlKem, mlKem.length + x25519.length);
    System.arraycopy(x25519, 0, both, mlKem.length, x25519.length);
    return both;
  }

  private record Halves(byte[] mlKem, byte[] x25519) {
    static Halves of(byte[] share, int mlKemBytes) throws InvalidKeyException {
      if (share.length != mlKemBytes + X25519.BYTES) {
        throw new InvalidKeyException(
            "X25519MLKEM768 share of "
                + share.length
                + " bytes (expected: "
                + (mlKemBytes + X25519.BYTES)
                + ")");
      }
      return new Halves(
          Arrays.copyOf(share, mlKemBytes), Arrays.copyOfRange(share, mlKemBytes, share.length));
    }
  }

  private record Offer(KeyPair pair, KeyOffer x25519, byte[] share) implements KeyOffer {
    @Override
    public int group() {
      return GROUP;
    }

    @Override
    public byte[] agree(byte[] answer) throws GeneralSecurityException {
      Halves halves = Halves.of(answer, MlKem768.CIPHERTEXT_BYTES);
      byte[] secret = MlKem768.decapsulate(pair.getPrivate(), halves.mlKem);
      return join(secret, x25519.agree(halves.x25519));
    }

    /// Never shows the key.
    @Override
    public String toString() {
      return "Offer[x25519mlkem768]";
    }
  }
}
