package dev.motet.os;

import dev.motet.io.UnsupportedSocketOptionException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Makes sockets in another network namespace: on a platform thread that enters it and ends.
final class NetworkNamespace {
  private static final int AT_FDCWD = -100;
  private static final int CLOEXEC = 0x8_0000;
  private static final int CLONE_NEWNET = 0x4000_0000;

  private NetworkNamespace() {}

  /// @param netns a name under `/run/netns`, a path, or null for this process's own
  static int socket(@Nullable String netns, int family, int type, int protocol) throws IOException {
    if (netns == null) {
      return SocketCalls.socket(family, type, protocol);
    }
    FutureTask<Integer> task =
        new FutureTask<>(() -> {
          enter(netns);
          return SocketCalls.socket(family, type, protocol);
        });
    Thread.ofPlatform().daemon().name("motet-netns").start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    }
  }

  private static void enter(String netns) throws IOException {
    String path = netns.startsWith("/") ? netns : "/run/netns/" + netns;
    try (Arena arena = Arena.ofConfined()) {
      long fd = Kernel.call(Call.OPENAT, AT_FDCWD, arena.allocateFrom(path).address(), CLOEXEC, 0);
      if (fd < 0) {
        throw new UnsupportedSocketOptionException(
            "netns", "names no namespace: get netns " + netns + ": " + Errno.text((int) -fd));
      }
      long result = Kernel.call(Call.SETNS, fd, CLONE_NEWNET);
      SocketCalls.close((int) fd);
      if (result < 0) {
        throw new UnsupportedSocketOptionException(
            "netns", "cannot be entered: set netns to " + netns + ": " + Errno.text((int) -result));
      }
    }
  }
}
