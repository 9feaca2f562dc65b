package dev.motet.core;

import dev.motet.io.Network;
import java.net.InetSocketAddress;
import java.util.Map;

/// Accepts connections and hands them to the [Router]. Starting it opens its sockets.
public interface Inbound extends Lifecycle {
  /// Stops accepting; sessions under way go on. Idempotent. [#close()] also stops accepting.
  void stopAccepting();

  /// Whether a session of this inbound that is sent to `to` by the machine itself would arrive here
  /// again, for the same place, without end. True only where no client says where to go.
  default boolean wouldLoop(Network network, InetSocketAddress to) {
    return false;
  }

  /// Who may log in, with what; empty where nobody has to. A reload compares them and ends the
  /// sessions of users who are gone or have other credentials. Values are only ever compared.
  default Map<String, ?> credentials() {
    return Map.of();
  }
}
