package dev.motet.tls.handshake;

import java.security.PrivateKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A certificate chain and the key that proves it. Immutable; arrays are not to be changed.
///
/// @param chain DER, leaf first
/// @param schemes signature schemes that the key can sign with, preferred first
/// @param ocsp a response to staple; null for none
public record Identity(
    List<byte[]> chain, PrivateKey key, List<Integer> schemes, byte @Nullable [] ocsp) {
  /// Never shows the key.
  @Override
  public String toString() {
    return "Identity[" + chain.size() + " certificates]";
  }
}
