package dev.motet.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/// A running instance: the public entry of the library. Several can run in one JVM and share
/// nothing. Thread-safe.
public final class Motet implements AutoCloseable {
  private Motet() {}

  /// Starts everything the configuration names; when anything fails, closes what had started.
  ///
  /// @throws IOException with the component's name in front: `start inbound/socks[in]: …`
  public static Motet start(Config config) throws IOException {
    throw new IOException("not built " + config);
  }

  /// The TCP (else UDP) address of each listening inbound by tag, with real ports, in file order.
  public Map<String, InetSocketAddress> listening() {
    return Map.of();
  }

  /// Replaces the configuration. On an exception the old one runs on unchanged.
  public void reload(Config config) throws IOException {
    throw new IOException("not built " + config);
  }

  /// Stops accepting, lets sessions end by themselves for at most `limit`, cancels the rest,
  /// closes. Blocks until done.
  public void drain(Duration limit) {
    close();
  }

  /// Ends all sessions and frees everything. Idempotent.
  @Override
  public void close() {}
}
