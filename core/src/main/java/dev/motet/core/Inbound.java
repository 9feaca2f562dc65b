package dev.motet.core;

/// Accepts connections and hands them to the [Router]. Starting it opens its sockets.
public interface Inbound extends Lifecycle {
  /// Stops accepting; sessions under way go on. Idempotent. [#close()] also stops accepting.
  void stopAccepting();
}
