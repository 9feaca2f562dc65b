package dev.motet.tls.fingerprint;

import java.util.List;

/// A [HelloShape] whose GREASE, order and lengths are drawn: the hello of one connection, the
/// second one after a HelloRetryRequest included, which repeats all that it may not change.
/// Immutable.
public interface DrawnHello {
  /// Groups that need a key pair each, in the order of the shares, without GREASE.
  List<Integer> shareGroups();

  /// Whether the hybrid and the classical share have the same X25519 key.
  boolean oneX25519();

  /// The message, with its header of 4 bytes.
  byte[] write(HelloValues values);
}
