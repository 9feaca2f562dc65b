package dev.motet.crypto;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;

/// Key agreements and signatures, by the numbers that TLS gives to groups and schemes. The random
/// source is part of it, so that a recorded exchange can be replayed. Thread-safe.
public interface PublicKeys {
  /// Whether [#offer] and [#answer] know the group.
  boolean supports(int group);

  /// A new key pair of the group.
  KeyOffer offer(int group);

  /// Answers the share of a peer that made an offer.
  ///
  /// @throws GeneralSecurityException when the share is none of the group: wrong length, a point
  ///   that is not on the curve, or one of small order, whose secret would be zero
  Answer answer(int group, byte[] share) throws GeneralSecurityException;

  /// @param scheme see `tls.message.SignatureScheme`
  byte[] sign(int scheme, PrivateKey key, byte[] message) throws GeneralSecurityException;

  /// False when the signature is not one of the message, or the key is not one of the scheme.
  boolean verify(int scheme, PublicKey key, byte[] message, byte[] signature);

  /// A key share and the secret that both have.
  record Answer(byte[] share, byte[] secret) {}
}
