package dev.motet.crypto;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;

/// Signatures of one scheme, its random source included. Thread-safe.
interface Signing {
  /// @throws GeneralSecurityException when the key is not one of the scheme
  byte[] sign(PrivateKey key, byte[] message) throws GeneralSecurityException;

  /// @return false for a wrong signature
  /// @throws GeneralSecurityException when the key is not one of the scheme or the signature has
  ///   not the form of one
  boolean verify(PublicKey key, byte[] message, byte[] signature) throws GeneralSecurityException;

  /// As [#verify], where the scheme does not say the curve.
  default boolean verifyAnyCurve(PublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    return verify(key, message, signature);
  }
}
