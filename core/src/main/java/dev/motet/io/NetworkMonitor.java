package dev.motet.io;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// Watches the interfaces and routes of the machine. Thread-safe; no call blocks.
public interface NetworkMonitor extends AutoCloseable {
  /// Name of the interface that traffic to everywhere leaves by; null while there is none.
  @Nullable String defaultInterface();

  /// Name of the interface whose own subnet holds the address; null when that is none.
  @Nullable String interfaceOf(InetAddress destination);

  /// Idempotent.
  @Override
  void close();
}
