package dev.motet.secure;

import dev.motet.tls.ech.EchConfigSource;
import org.jspecify.annotations.Nullable;

/// The configurations that one connection tries, and what its server said instead of taking them.
/// For one connection.
final class EchAttempt implements EchConfigSource {
  private final byte[] configs;
  private byte @Nullable [] retry;

  EchAttempt(byte[] configs) {
    this.configs = configs;
  }

  @Override
  public byte[] configs(String serverName) {
    return configs;
  }

  @Override
  public void rejected(byte @Nullable [] retryConfigs) {
    retry = retryConfigs;
  }

  /// Another attempt with what the server, which proved who it is, said; null when it said nothing
  /// (RFC 9849 6.1.6).
  @Nullable EchAttempt again() {
    byte[] better = retry;
    return better == null ? null : new EchAttempt(better);
  }
}
