package dev.motet.core;

import dev.motet.io.Destination;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a [Dialer] is asked for.
///
/// @param to the destination; a name stays a name for proxies that resolve at the far end
/// @param resolved addresses a rule already resolved the name to, in the order to try; may be
///   empty. Outbounds that do not choose among them ([Outbound#choosesAddress]) never see any
/// @param socket what the rule changes about the sockets made for this request
/// @param session whose connection this is; null for groups, detours and DNS, which dial without a
///   client
/// @param reach which addresses the name may turn out to have
public record DialRequest(
    Destination to,
    List<InetAddress> resolved,
    SocketOverrides socket,
    @Nullable Session session,
    Reach reach) {

  public DialRequest(Destination to) {
    this(to, List.of(), SocketOverrides.NONE, null);
  }

  public DialRequest(
      Destination to,
      List<InetAddress> resolved,
      SocketOverrides socket,
      @Nullable Session session) {
    this(to, resolved, socket, session, Reach.ANYWHERE);
  }

  /// For a destination that the configuration chose, not the client: a server, an override.
  public DialRequest withDestination(Destination other) {
    return new DialRequest(other, List.of(), socket, session);
  }

  /// For another port of the same host.
  public DialRequest withPort(int port) {
    return new DialRequest(to.withPort(port), resolved, socket, session, reach);
  }

  /// For one of the addresses of the destination.
  public DialRequest withAddress(InetAddress address) {
    return new DialRequest(
        new Destination.Ip(address, to.port()), List.of(), socket, session, reach);
  }
}
