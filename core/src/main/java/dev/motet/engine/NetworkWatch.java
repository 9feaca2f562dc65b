package dev.motet.engine;

import dev.motet.core.Outgoing;
import dev.motet.io.NetworkMonitor;
import dev.motet.io.Timeouts;
import dev.motet.option.RouteNetworkOptions;
import dev.motet.os.RouteMonitor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Keeps what sockets are bound to as the section `route` wants it; watches the network while
/// `auto_detect_interface` is on. Belongs to the engine's lock.
final class NetworkWatch implements AutoCloseable {
  private final Timeouts timeouts;
  private final Outgoing outgoing;
  private final Runnable changed;
  private @Nullable NetworkMonitor monitor;

  /// @param changed runs on the timer thread: it must not block
  NetworkWatch(Timeouts timeouts, Outgoing outgoing, Runnable changed) {
    this.timeouts = timeouts;
    this.outgoing = outgoing;
    this.changed = changed;
  }

  /// Makes ready what the configuration needs, and changes nothing that is in force.
  ///
  /// @throws IOException when the network cannot be watched
  Outgoing.Settings prepare(RouteNetworkOptions options) throws IOException {
    if (options.autoDetectInterface() && monitor == null) {
      if (!RouteMonitor.isSupported()) {
        throw new IOException("`auto_detect_interface` is only supported on Linux so far");
      }
      monitor = new RouteMonitor(timeouts, changed);
    }
    return new Outgoing.Settings(
        options.autoDetectInterface() ? monitor : null,
        options.defaultInterface(),
        options.defaultMark());
  }

  void putInForce(Outgoing.Settings settings) {
    outgoing.swap(settings);
    if (settings.monitor() == null) {
      close();
    }
  }

  /// Lets go of what [#prepare] made for a configuration that did not come into force.
  void undo() {
    if (outgoing.settings().monitor() == null) {
      close();
    }
  }

  @Override
  public void close() {
    NetworkMonitor watching = monitor;
    monitor = null;
    if (watching != null) {
      watching.close();
    }
  }
}
