package dev.motet.core;

import java.io.IOException;

/// Something that starts once and closes once. The engine calls both, in the order written in
/// `Engine.start()` and its reverse.
public interface Lifecycle extends AutoCloseable {
  default void start() throws IOException {}

  /// Idempotent; also called when start failed or never ran.
  @Override
  default void close() {}
}
