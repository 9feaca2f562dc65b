package dev.motet.crypto;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;

/// Key agreements and signatures, by the numbers that TLS gives to groups and schemes. The random
/// source is part of it, so that a recorded exchange can be replayed. Thread-safe.
public interface PublicKeys {
  /// Whether [#offer] and [#answer] know the group.
  boolean supports(int group);

  /// A new key pair of the group.
  KeyOffer offer(int group);

  /// New key pairs of the groups, in their order.
  ///
  /// @param oneX25519 whether the classical share has the X25519 key of the hybrid one, as in
  ///   Firefox
  default List<KeyOffer> offers(List<Integer> groups, boolean oneX25519) {
    List<KeyOffer> offers = new ArrayList<>(groups.size());
    KeyOffer hybrid =
        oneX25519 && groups.contains(HybridKeys.GROUP) ? offer(HybridKeys.GROUP) : null;
    for (int group : groups) {
      if (hybrid == null) {
        offers.add(offer(group));
      } else {
        offers.add(
            switch (group) {
              case HybridKeys.GROUP -> hybrid;
              case X25519Keys.GROUP -> hybrid.x25519();
              default -> offer(group);
            });
      }
    }
    return offers;
  }

  /// Answers the share of a peer that made an offer.
  ///
  /// @throws GeneralSecurityException when the share is none of the group: wrong length, a point
  ///   that is not on the curve, or one of small order, whose secret would be zero
  Answer answer(int group, byte[] share) throws GeneralSecurityException;

  /// @param scheme see `tls.message.SignatureScheme`
  /// @throws GeneralSecurityException when the key is not one of the scheme
  byte[] sign(int scheme, PrivateKey key, byte[] message) throws GeneralSecurityException;

  /// False when the signature is not one of the message, or the key is not one of the scheme. A
  /// scheme of ECDSA is for one curve (RFC 8446 4.2.3).
  boolean verify(int scheme, PublicKey key, byte[] message, byte[] signature);

  /// As [#verify], except that a scheme of ECDSA is for any curve: in TLS 1.2 the numbers are those
  /// of a hash and an algorithm, no more (RFC 5246 7.4.1.4.1).
  boolean verifyTls12(int scheme, PublicKey key, byte[] message, byte[] signature);

  /// A key share and the secret that both have.
  record Answer(byte[] share, byte[] secret) {}
}
