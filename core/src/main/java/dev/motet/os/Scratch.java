package dev.motet.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Native memory to pass bytes through within one step. Of one thread at a time.
final class Scratch implements AutoCloseable {
  static final int BYTES = 64 * 1024;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory = arena.allocate(BYTES, 4096);

  MemorySegment memory() {
    return memory;
  }

  long address() {
    return memory.address();
  }

  @Override
  public void close() {
    arena.close();
  }
}
