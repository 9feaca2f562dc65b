package dev.motet.core;

import java.net.InetAddress;

/// The addresses that a session may be connected to: names are turned into addresses only when they
/// are dialled, long after rules decided. Thread-safe.
public interface Reach {
  /// All of them.
  Reach ANYWHERE = _ -> true;

  // hot: asked for every packet
  boolean allows(InetAddress address);
}
