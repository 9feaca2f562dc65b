package dev.motet.tls.ech;

import org.jspecify.annotations.Nullable;

/// Gives a client the configurations of a server (RFC 9849 4). Asked before the handshake begins,
/// on the thread that dials: may block. Thread-safe.
public interface EchConfigSource {
  /// An `ECHConfigList`, length included; null when there is none for the name.
  byte @Nullable [] configs(String serverName) throws java.io.IOException;

  /// A server that proved to be the one of the public name did not take a hidden hello; the
  /// handshake ends with `ech_required` after this. Who dials may try once more, on a new
  /// connection (RFC 9849 6.1.6).
  ///
  /// @param retryConfigs the `ECHConfigList` to use then; null for none. Not to be changed
  default void rejected(byte @Nullable [] retryConfigs) {}
}
