package dev.motet.core;

import java.util.Map;

/// Accepts connections and hands them to the [Router]. Starting it opens its sockets.
public interface Inbound extends Lifecycle {
  /// Stops accepting; sessions under way go on. Idempotent. [#close()] also stops accepting.
  void stopAccepting();

  /// Who may log in, with what; empty where nobody has to. A reload compares them and ends the
  /// sessions of users who are gone or have other credentials. Values are only ever compared.
  default Map<String, ?> credentials() {
    return Map.of();
  }
}
