package dev.motet.protocol.socks;

import dev.motet.io.Destination;
import org.jspecify.annotations.Nullable;

/// What a client of a SOCKS server may have: the end of a handshake that succeeded.
sealed interface SocksRequest {
  /// Null where nobody had to log in.
  @Nullable String user();

  /// A stream to a destination.
  ///
  /// @param version 4 or 5: how it is answered
  record Connect(int version, Destination destination, @Nullable String user)
      implements SocksRequest {}

  /// An association for packets.
  record Associate(@Nullable String user) implements SocksRequest {}
}
