package dev.motet.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import org.jspecify.annotations.Nullable;

/// A group of Diffie-Hellman over a curve from a provider with native code, which draws its random
/// bytes itself. A share is the end of the X.509 form of a key; what stands before it is the same
/// for all.
final class JcaKeys implements GroupKeys {
  private final Provider provider;
  private final int group;
  private final String keys;
  private final String agreement;
  private final @Nullable Curve curve;
  private final byte[] prefix;
  private final int shareBytes;

  private JcaKeys(
      Provider provider, int group, String keys, String agreement, @Nullable Curve curve)
      throws GeneralSecurityException {
    this.provider = provider;
    this.group = group;
    this.keys = keys;
    this.agreement = agreement;
    this.curve = curve;
    this.shareBytes = curve == null ? X25519.BYTES : curve.shareBytes();
    byte[] sample = newPair().getPublic().getEncoded();
    this.prefix = Arrays.copyOf(sample, sample.length - shareBytes);
  }

  /// @throws GeneralSecurityException when the provider has no X25519
  static JcaKeys x25519(Provider provider) throws GeneralSecurityException {
    return new JcaKeys(provider, X25519Keys.GROUP, "XDH", "XDH", null);
  }

  /// @throws GeneralSecurityException when the provider does not have the curve
  static JcaKeys curve(Provider provider, Curve curve) throws GeneralSecurityException {
    return new JcaKeys(provider, curve.group(), "EC", "ECDH", curve);
  }

  @Override
  public KeyOffer offer() {
    try {
      KeyPair pair = newPair();
      return new Offer(this, pair.getPrivate(), share(pair));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(provider + " makes no key", e);
    }
  }

  @Override
  public PublicKeys.Answer answer(byte[] share) throws GeneralSecurityException {
    PublicKey peer = decode(share);
    KeyPair pair = newPair();
    return new PublicKeys.Answer(share(pair), agree(pair.getPrivate(), peer));
  }

  private KeyPair newPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(keys, provider);
    if (curve != null) {
      generator.initialize(new ECGenParameterSpec(curve.jdkName()));
    }
    return generator.generateKeyPair();
  }

  private byte[] share(KeyPair pair) {
    byte[] encoded = pair.getPublic().getEncoded();
    return Arrays.copyOfRange(encoded, prefix.length, encoded.length);
  }

  private PublicKey decode(byte[] share) throws GeneralSecurityException {
    if (share.length != shareBytes) {
      throw new InvalidKeyException(
          "share of " + share.length + " bytes (expected: " + shareBytes + ")");
    }
    if (curve != null) {
      curve.requireUncompressed(share);
    }
    byte[] encoded = Arrays.copyOf(prefix, prefix.length + shareBytes);
    System.arraycopy(share, 0, encoded, prefix.length, shareBytes);
    return KeyFactory.getInstance(keys, provider).generatePublic(new X509EncodedKeySpec(encoded));
  }

  private byte[] agree(PrivateKey key, PublicKey peer) throws GeneralSecurityException {
    KeyAgreement diffieHellman = KeyAgreement.getInstance(agreement, provider);
    diffieHellman.init(key);
    diffieHellman.doPhase(peer, true);
    byte[] secret = diffieHellman.generateSecret();
    // RFC 7748 6.1, RFC 8446 7.4.2: a secret of zeros comes from a point of small order
    if (Arrays.equals(secret, new byte[secret.length])) {
      throw new InvalidKeyException("share of small order");
    }
    return secret;
  }

  private record Offer(JcaKeys of, PrivateKey key, byte[] share) implements KeyOffer {
    @Override
    public int group() {
      return of.group;
    }

    @Override
    public byte[] agree(byte[] answer) throws GeneralSecurityException {
      return of.agree(key, of.decode(answer));
    }

    @Override
    public KeyOffer x25519() {
      return of.group == X25519Keys.GROUP ? this : KeyOffer.super.x25519();
    }

    /// Never shows the key.
    @Override
    public String toString() {
      return "Offer[0x" + Integer.toHexString(of.group) + "]";
    }
  }
}
