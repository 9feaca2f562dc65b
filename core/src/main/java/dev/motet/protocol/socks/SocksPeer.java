package dev.motet.protocol.socks;

import dev.motet.io.Destination;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// The other end of a UDP association.
sealed interface SocksPeer {
  /// Whether a packet is from it. Receiving thread only.
  boolean accepts(Destination from);

  /// Null while it is unknown.
  @Nullable Destination address();

  /// A client, known by the host of its TCP connection until its first packet tells the port too.
  final class Client implements SocksPeer {
    private final InetAddress host;
    private volatile Destination.@Nullable Ip address;

    Client(InetAddress host) {
      this.host = host;
    }

    @Override
    public boolean accepts(Destination from) {
      Destination.Ip known = address;
      if (known != null) {
        return known.equals(from);
      }
      if (from instanceof Destination.Ip first && first.address().equals(host)) {
        address = first;
        return true;
      }
      return false;
    }

    @Override
    public @Nullable Destination address() {
      return address;
    }
  }

  /// The relay address that a server named.
  record Relay(Destination address) implements SocksPeer {
    /// What a relay known by name resolves to is not known here.
    @Override
    public boolean accepts(Destination from) {
      return address instanceof Destination.Name || address.equals(from);
    }
  }
}
