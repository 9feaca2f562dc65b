package dev.motet.protocol.socks;

import dev.motet.io.Destination;
import org.jspecify.annotations.Nullable;

/// What a client of a SOCKS server gets: the end of a handshake. A user is null where nobody had to
/// log in.
sealed interface SocksRequest {
  /// A stream to a destination.
  ///
  /// @param version 4 or 5: how it is answered
  record Connect(int version, Destination destination, @Nullable String user)
      implements SocksRequest {}

  /// An association for packets.
  record Associate(@Nullable String user) implements SocksRequest {}

  /// Nothing, which it was told.
  record Refused(String why) implements SocksRequest {}
}
