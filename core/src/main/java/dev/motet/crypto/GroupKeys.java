package dev.motet.crypto;

import java.security.GeneralSecurityException;

/// Key agreement in one group, its random source included. Thread-safe.
interface GroupKeys {
  /// As [PublicKeys#offer].
  KeyOffer offer();

  /// As [PublicKeys#answer].
  PublicKeys.Answer answer(byte[] share) throws GeneralSecurityException;
}
