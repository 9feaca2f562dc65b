package dev.motet.protocol.direct;

import dev.motet.io.Destination;
import dev.motet.io.Network;
import dev.motet.json.Fields;
import dev.motet.option.ListenOptions;
import dev.motet.option.Listening;
import dev.motet.option.Networks;
import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Options of [DirectInbound].
///
/// @param overrideAddress the host connections are for; null for the address they arrived at
/// @param overridePort the port they are for; 0 for the one they arrived at
record DirectInboundOptions(
    ListenOptions listen, Set<Network> network, @Nullable String overrideAddress, int overridePort)
    implements Listening {
  static DirectInboundOptions decode(Fields f) {
    return new DirectInboundOptions(
        ListenOptions.decodeWith(f, true),
        Networks.decode(f),
        f.optionalString("override_address"),
        f.port("override_port"));
  }

  @Override
  public boolean isDestinationChosenByClient() {
    return false;
  }

  /// What a connection that arrived at `local` is for.
  Destination destination(InetSocketAddress local) {
    int port = overridePort == 0 ? local.getPort() : overridePort;
    return overrideAddress == null
        ? new Destination.Ip(local.getAddress(), port)
        : Destination.of(overrideAddress, port);
  }
}
