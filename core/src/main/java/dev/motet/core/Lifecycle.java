package dev.motet.core;

import java.io.IOException;

/// Something that starts once and closes once. The engine calls both, in the order written in
/// `Engine.start()` and its reverse.
public interface Lifecycle extends AutoCloseable {
  default void start() throws IOException {}

  /// The machine's addresses or its way out have changed: what was learnt of the network is void.
  /// Called from one thread at a time while started; never blocks.
  default void networkChanged() {}

  /// Idempotent; also called when start failed or never ran.
  @Override
  default void close() {}
}
