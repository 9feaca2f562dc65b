package dev.motet.crypto;

import java.security.InvalidKeyException;
import java.security.SecureRandom;

/// The group x25519 (RFC 8446 4.2.8.2) with BouncyCastle.
record X25519Keys(SecureRandom random) implements GroupKeys {
  static final int GROUP = 0x001d;

  @Override
  public KeyOffer offer() {
    byte[] privateKey = X25519.newPrivateKey(random);
    return new Offer(privateKey, X25519.publicKey(privateKey));
  }

  @Override
  public PublicKeys.Answer answer(byte[] share) throws InvalidKeyException {
    byte[] privateKey = X25519.newPrivateKey(random);
    return new PublicKeys.Answer(X25519.publicKey(privateKey), X25519.agree(privateKey, share));
  }

  private record Offer(byte[] privateKey, byte[] share) implements KeyOffer {
    @Override
    public int group() {
      return GROUP;
    }

    @Override
    public byte[] agree(byte[] answer) throws InvalidKeyException {
      return X25519.agree(privateKey, answer);
    }

    @Override
    public KeyOffer x25519() {
      return this;
    }

    /// Never shows the key.
    @Override
    public String toString() {
      return "Offer[x25519]";
    }
  }
}
