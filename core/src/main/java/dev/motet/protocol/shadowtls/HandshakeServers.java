package dev.motet.protocol.shadowtls;

import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.core.Env;
import dev.motet.core.Reach;
import dev.motet.core.SocketOverrides;
import dev.motet.dial.Dialers;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.option.DialOptions;
import dev.motet.option.ServerOptions;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The TLS servers that shake hands in place of an inbound, and which of them does so for whom.
/// Immutable.
final class HandshakeServers {
  private static final int HTTPS = 443;

  private final Map<String, Server> byName = new HashMap<>();
  private final @Nullable Server other;
  private final WildcardSni wildcard;
  private final Dialer wildcardDialer;
  private final Reach wildcardReach;

  HandshakeServers(Env env, ShadowTlsInboundOptions options) {
    HandshakeOptions handshake = options.handshake();
    options
        .handshakeForServerName()
        .forEach((name, chosen) -> byName.put(lower(name), Server.of(env, chosen)));
    other = handshake == null ? null : Server.of(env, handshake);
    wildcard = options.wildcardSni();
    wildcardDialer = other == null ? Dialers.of(env, DialOptions.DEFAULT) : other.dialer;
    // As with `route.guard`: clients from outside do not choose servers of this machine's networks.
    wildcardReach =
        options.listen().listen().isLoopbackAddress()
            ? Reach.ANYWHERE
            : address -> !isPrivate(address);
  }

  /// Where the configuration says so, for clients who name nothing.
  Conn dial() throws IOException {
    if (other == null) {
      throw new DialException(Reason.REJECTED, "no handshake server for clients who name none");
    }
    return other.dial();
  }

  /// By the rules of versions 2 and 3.
  ///
  /// @param proven whether the client knows a password
  Conn dial(@Nullable String serverName, boolean proven) throws IOException {
    Server named = serverName == null ? null : byName.get(lower(serverName));
    if (named != null) {
      return named.dial();
    }
    boolean followed = wildcard == WildcardSni.ALL || (wildcard == WildcardSni.AUTHED && proven);
    if (serverName == null || !followed) {
      return dial();
    }
    try {
      return wildcardDialer.dial(wildcardRequest(serverName));
    } catch (DialException e) {
      if (other == null) {
        throw e;
      }
      return other.dial(); // names that lead nowhere are no reason to behave in another way
    }
  }

  private DialRequest wildcardRequest(String serverName) throws DialException {
    // RFC 6066 3: it is a name, never an address
    if (serverName.isEmpty()
        || !(Destination.of(serverName, HTTPS) instanceof Destination.Name name)) {
      throw new DialException(Reason.REJECTED, "server name that is none");
    }
    return new DialRequest(name, List.of(), SocketOverrides.NONE, null, wildcardReach);
  }

  private static boolean isPrivate(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || (address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /// One of them.
  private record Server(Dialer dialer, ServerOptions server) {
    static Server of(Env env, HandshakeOptions options) {
      return new Server(Dialers.of(env, options.dial()), options.server());
    }

    Conn dial() throws IOException {
      if (server.server().isEmpty()) {
        throw new DialException(Reason.UNREACHABLE, "handshake server without a name");
      }
      return dialer.dial(new DialRequest(server.destination()));
    }
  }
}
