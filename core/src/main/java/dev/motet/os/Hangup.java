package dev.motet.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// SIGHUP of a process whose parent ignores it, as `nohup` does.
public final class Hangup {
  private static final int SIGHUP = 1;
  private static final long SIG_IGN = 1;

  // struct sigaction of the kernel: handler, flags, restorer, mask (8 bytes each); all zero is
  // SIG_DFL.
  private static final int ACTION_BYTES = 32;
  private static final int MASK_BYTES = 8;

  private Hangup() {}

  /// Ends that the signal is ignored, so that the JVM gives it to whoever asks for it next: it
  /// leaves signals alone that were ignored when it started. Until then the signal ends the
  /// process.
  public static void heed() {
    if (!Platform.isKnownLinux()) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(2 * ACTION_BYTES, 8);
      ByteBuffer old = memory.asByteBuffer().order(ByteOrder.nativeOrder());
      long at = memory.address();
      long result = Kernel.call(Call.RT_SIGACTION, SIGHUP, 0, at + ACTION_BYTES, MASK_BYTES);
      if (result == 0 && old.getLong(ACTION_BYTES) == SIG_IGN) {
        Kernel.call(Call.RT_SIGACTION, SIGHUP, at, 0, MASK_BYTES);
      }
    }
  }
}
