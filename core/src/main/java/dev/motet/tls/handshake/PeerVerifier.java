package dev.motet.tls.handshake;

import dev.motet.tls.alert.AlertException;
import java.security.PublicKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides whether to believe the certificates of a peer. Does not block for long: no network.
/// Thread-safe unless made for one connection.
public interface PeerVerifier {
  /// Called before the peer's signature is checked with the key that is returned.
  ///
  /// @param chain DER, leaf first, at least one
  /// @param name that the leaf must be for; null where none is asked for (clients, `insecure`)
  /// @return the key of the leaf
  /// @throws AlertException with the alert that fits (`unknown_ca`, `bad_certificate`, …)
  PublicKey verify(List<byte[]> chain, @Nullable String name) throws AlertException;

  /// Whether this peer may sign with a scheme that the hello did not offer: servers of REALITY sign
  /// with Ed25519, whatever a browser lists.
  default boolean allowsScheme(int scheme) {
    return false;
  }
}
