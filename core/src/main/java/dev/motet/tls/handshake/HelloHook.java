package dev.motet.tls.handshake;

import dev.motet.crypto.KeyOffer;
import dev.motet.tls.alert.AlertException;
import java.util.List;

/// Changes a ClientHello at the last moment before it counts: REALITY and ShadowTLS hide a proof in
/// its session id. For one connection.
public interface HelloHook {
  /// Changes nothing.
  HelloHook NONE = (message, offers) -> {};

  /// Where the session id stands in a message that has one of 32 bytes: after header (4), version
  /// (2), random (32) and its length (1).
  int SESSION_ID_AT = 39;

  /// May overwrite bytes of `message`, header of 4 bytes included, but not move any.
  ///
  /// @param offers key pairs of the shares in the hello, in their order
  void seal(byte[] message, List<KeyOffer> offers) throws AlertException;
}
