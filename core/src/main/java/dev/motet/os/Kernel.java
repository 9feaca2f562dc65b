package dev.motet.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

// hot
/// System calls through libc's `syscall`: one function linked in two ways, since each downcall stub
/// costs 10 ms and more of a start. All return the result, or minus errno.
///
/// Addresses are passed as numbers of native memory that the caller keeps alive, or as heap arrays
/// where the method says so. The second argument always goes as a segment, which may be either; a
/// number in a segment costs nothing once this is compiled.
final class Kernel {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MemorySegment SYSCALL = LINKER.defaultLookup().find("syscall").orElseThrow();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

  private Kernel() {}

  /// A call that never waits; collections of garbage wait for it.
  static long call(Call call, long a, long b, long c, long d, long e, long f) {
    return quick(call, a, MemorySegment.ofAddress(b), c, d, e, f);
  }

  static long call(Call call, long a, long b, long c, long d) {
    return call(call, a, b, c, d, 0, 0);
  }

  static long call(Call call, long a, long b) {
    return call(call, a, b, 0, 0, 0, 0);
  }

  /// A call that may wait: platform threads only, it would pin a virtual thread's carrier.
  ///
  /// @param errno four bytes of native memory of the calling thread's own
  static long waiting(MemorySegment errno, Call call, long a, long b, long c, long d) {
    try {
      long result =
          (long)
              Waiting.HANDLE.invokeExact(
                  SYSCALL, errno, call.number, a, MemorySegment.ofAddress(b), c, d, 0L, 0L);
      return result == -1 ? -SocketCalls.bytes(errno).getInt(0) : result;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// A call that never waits and whose second argument is part of a heap array.
  static long call(Call call, long fd, byte[] array, int offset, int length, long flags) {
    return call(call, fd, array, offset, length, flags, 0, 0);
  }

  /// As above, with further arguments.
  static long call(
      Call call, long fd, byte[] array, int offset, int length, long flags, long e, long f) {
    MemorySegment part = MemorySegment.ofArray(array).asSlice(offset, length);
    return quick(call, fd, part, length, flags, e, f);
  }

  private static long quick(Call call, long a, MemorySegment b, long c, long d, long e, long f) {
    int[] errno = new int[1];
    MemorySegment state = MemorySegment.ofArray(errno);
    try {
      long result = (long) Quick.HANDLE.invokeExact(SYSCALL, state, call.number, a, b, c, d, e, f);
      return result == -1 ? -errno[0] : result;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// Links both stubs, by calls that fail at once.
  static void warmUp() {
    int nothing = -1;
    call(Call.READ, nothing, new byte[1], 0, 1, 0);
    try (Arena arena = Arena.ofConfined()) {
      waiting(arena.allocate(4, 4), Call.READ, nothing, 0, 0, 0);
    }
  }

  private static RuntimeException unexpected(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("a system call could not be made", cause);
  }

  /// The function stays an argument: to bind it costs a millisecond of a start.
  @SuppressWarnings("restricted") // what this class is for
  private static MethodHandle link(Linker.Option... options) {
    ValueLayout.OfLong number = ValueLayout.JAVA_LONG;
    return LINKER.downcallHandle(
        FunctionDescriptor.of(
            number, number, number, ValueLayout.ADDRESS, number, number, number, number),
        options);
  }

  private static final class Quick {
    static final MethodHandle HANDLE = link(Linker.Option.critical(true), ERRNO);
  }

  private static final class Waiting {
    static final MethodHandle HANDLE = link(ERRNO);
  }
}
