package dev.motet.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// Pipes that relays lease only while bytes are in flight, so that an idle relay costs two
/// descriptors. Thread-safe.
final class Pipes implements AutoCloseable {
  /// What a pipe should hold; the kernel may allow less.
  static final int BYTES = 1 << 20;

  private static final int F_SETPIPE_SZ = 1031;
  private static final int NONBLOCK_CLOEXEC = 0x8_0800;
  private static final int MAX_IDLE = 16;

  private final IdlePool<Pipe> idle = new IdlePool<>(MAX_IDLE, Pipe::close);

  /// An empty pipe.
  ///
  /// @param in the end to splice into
  /// @param out the end to splice from
  record Pipe(int in, int out) {
    void close() {
      SocketCalls.close(in);
      SocketCalls.close(out);
    }
  }

  /// @return null when the system has none left: copy instead
  @Nullable Pipe take() {
    Pipe idlePipe = idle.poll();
    if (idlePipe != null) {
      return idlePipe;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(8, 4);
      if (Kernel.call(Call.PIPE2, ends.address(), NONBLOCK_CLOEXEC) < 0) {
        return null;
      }
      Pipe pipe = new Pipe(ends.get(ValueLayout.JAVA_INT, 4), ends.get(ValueLayout.JAVA_INT, 0));
      // Refused beyond the user's soft limit of pipe pages: the default of 64 KiB works as well.
      Kernel.call(Call.FCNTL, pipe.in(), F_SETPIPE_SZ, BYTES, 0);
      return pipe;
    }
  }

  /// Gives back an empty pipe; one that still holds bytes is closed by its user instead.
  void give(Pipe pipe) {
    idle.give(pipe);
  }

  @Override
  public void close() {
    idle.close();
  }
}
