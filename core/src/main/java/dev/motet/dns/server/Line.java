package dev.motet.dns.server;

/// A socket or a stream to a server that its queries share. Thread-safe.
interface Line extends AutoCloseable {
  /// Whether further queries may use it.
  boolean isUsable();

  /// Whether a query waits for its answer there.
  boolean isBusy();

  /// Queries that wait fail; idempotent.
  @Override
  void close();
}
