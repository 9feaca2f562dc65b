package dev.motet.core;

import dev.motet.io.Destination;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a [Dialer] is asked for.
///
/// @param to the destination; a name stays a name for proxies that resolve at the far end
/// @param resolved addresses a rule already resolved the name to, in the order to try; may be empty
/// @param socket what the rule changes about the sockets made for this request
/// @param session whose connection this is; null for groups, detours and DNS, which dial without a
///   client
public record DialRequest(
    Destination to, List<InetAddress> resolved, SocketOverrides socket, @Nullable Session session) {

  public DialRequest(Destination to) {
    this(to, List.of(), SocketOverrides.NONE, null);
  }

  public DialRequest withDestination(Destination other) {
    return new DialRequest(other, List.of(), socket, session);
  }
}
