package dev.motet.crypto;

import java.security.InvalidKeyException;
import java.security.SecureRandom;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.agreement.ECDHBasicAgreement;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.util.BigIntegers;

/// A group of NIST (RFC 8446 4.2.8.2) with BouncyCastle.
record CurveKeys(Curve curve, SecureRandom random) implements GroupKeys {
  @Override
  public KeyOffer offer() {
    AsymmetricCipherKeyPair pair = newPair();
    return new Offer(curve, (ECPrivateKeyParameters) pair.getPrivate(), share(pair));
  }

  @Override
  public PublicKeys.Answer answer(byte[] share) throws InvalidKeyException {
    ECPublicKeyParameters peer = curve.decode(share);
    AsymmetricCipherKeyPair pair = newPair();
    return new PublicKeys.Answer(
        share(pair), agree(curve, (ECPrivateKeyParameters) pair.getPrivate(), peer));
  }

  private AsymmetricCipherKeyPair newPair() {
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(new ECKeyGenerationParameters(curve.domain(), random));
    return generator.generateKeyPair();
  }

  private byte[] share(AsymmetricCipherKeyPair pair) {
    return curve.encode(((ECPublicKeyParameters) pair.getPublic()).getQ());
  }

  /// RFC 8446 7.4.2: the x coordinate, zeros in front included.
  private static byte[] agree(Curve curve, ECPrivateKeyParameters key, ECPublicKeyParameters peer) {
    ECDHBasicAgreement agreement = new ECDHBasicAgreement();
    agreement.init(key);
    return BigIntegers.asUnsignedByteArray(curve.fieldBytes(), agreement.calculateAgreement(peer));
  }

  private record Offer(Curve curve, ECPrivateKeyParameters key, byte[] share) implements KeyOffer {
    @Override
    public int group() {
      return curve.group();
    }

    @Override
    public byte[] agree(byte[] answer) throws InvalidKeyException {
      return CurveKeys.agree(curve, key, curve.decode(answer));
    }

    /// Never shows the key.
    @Override
    public String toString() {
      return "Offer[" + curve + "]";
    }
  }
}
