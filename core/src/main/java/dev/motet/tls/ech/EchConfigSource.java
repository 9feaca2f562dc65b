package dev.motet.tls.ech;

import org.jspecify.annotations.Nullable;

/// Gives a client the configurations of a server (RFC 9849 4). Asked before the handshake begins,
/// on the thread that dials: may block. Thread-safe.
public interface EchConfigSource {
  /// An `ECHConfigList`, length included; null when there is none for the name.
  byte @Nullable [] configs(String serverName) throws java.io.IOException;
}
