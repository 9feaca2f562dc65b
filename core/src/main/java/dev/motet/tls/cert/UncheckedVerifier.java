package dev.motet.tls.cert;

import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.PeerVerifier;
import java.security.PublicKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Believes every certificate (`insecure`); the peer proves only that it has the key.
public final class UncheckedVerifier implements PeerVerifier {
  @Override
  public PublicKey verify(List<byte[]> chain, @Nullable String name) throws AlertException {
    return PeerKeys.unchecked(chain);
  }
}
