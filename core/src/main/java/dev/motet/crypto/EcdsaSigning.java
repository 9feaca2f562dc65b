package dev.motet.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.ECDSASigner;

/// ECDSA on one curve with the hash that TLS pairs it with, by BouncyCastle.
record EcdsaSigning(Curve curve, SecureRandom random) implements Signing {
  @Override
  public byte[] sign(PrivateKey key, byte[] message) throws GeneralSecurityException {
    if (!(key instanceof ECPrivateKey ec)) {
      throw new InvalidKeyException(key.getAlgorithm() + " key (expected: EC)");
    }
    curve.require(ec);
    ECDSASigner signer = new ECDSASigner();
    ECPrivateKeyParameters parameters = new ECPrivateKeyParameters(ec.getS(), curve.domain());
    signer.init(true, new ParametersWithRandom(parameters, random));
    BigInteger[] signature = signer.generateSignature(hash(message));
    return new EcdsaValue(signature[0], signature[1]).write();
  }

  @Override
  public boolean verify(PublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    return verify(curve, ecKey(key), message, signature);
  }

  @Override
  public boolean verifyAnyCurve(PublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    return verify(Curve.of(ecKey(key)), ecKey(key), message, signature);
  }

  private boolean verify(Curve of, ECPublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    ECDSASigner signer = new ECDSASigner();
    signer.init(false, of.parameters(key));
    EcdsaValue value = EcdsaValue.read(signature);
    return signer.verifySignature(hash(message), value.r(), value.s()); // false out of range
  }

  private static ECPublicKey ecKey(PublicKey key) throws InvalidKeyException {
    if (key instanceof ECPublicKey ec) {
      return ec;
    }
    throw new InvalidKeyException(key.getAlgorithm() + " key (expected: EC)");
  }

  private byte[] hash(byte[] message) {
    try {
      return MessageDigest.getInstance(curve.hash()).digest(message);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + curve.hash(), e);
    }
  }
}
