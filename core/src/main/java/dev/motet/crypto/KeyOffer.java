package dev.motet.crypto;

import java.security.GeneralSecurityException;

/// An ephemeral key pair that waits for the peer's answer. For one thread.
public interface KeyOffer {
  int group();

  /// What the peer gets; not to be changed.
  byte[] share();

  /// The secret shared with the peer that sent `answer`.
  ///
  /// @throws GeneralSecurityException as [PublicKeys#answer]
  byte[] agree(byte[] answer) throws GeneralSecurityException;

  /// The X25519 pair in this offer: itself, or the classical half of a hybrid one.
  ///
  /// @throws IllegalStateException when it has none
  default KeyOffer x25519() {
    throw new IllegalStateException("group " + group() + " has no X25519 key");
  }
}
