package dev.motet.os;

import dev.motet.io.NioBackend;
import dev.motet.io.SocketBackend;
import dev.motet.io.Timeouts;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Chooses a socket back end.
public final class Sockets {
  private Sockets() {}

  /// Descriptors on epoll where that works, else NIO.
  ///
  /// @throws IOException when loops are to run virtual threads, and cannot
  public static SocketBackend best(Timeouts timeouts, Scheduler scheduler) throws IOException {
    if (scheduler == Scheduler.LOOP) {
      return new EpollBackend(scheduler);
    }
    if (Platform.isKnownLinux()) {
      try {
        return new EpollBackend(scheduler);
      } catch (IOException | LinkageError e) {
        Logger log = LoggerFactory.getLogger("network");
        log.warn("epoll cannot be used, the portable back end is: {}", e.toString());
      }
    }
    return new NioBackend(timeouts);
  }

  /// Does what the first connection would wait for: milliseconds of a start that another thread can
  /// spend while one reads the configuration. Opens nothing; needless, but harmless, later.
  public static void warmUp() {
    if (Platform.isKnownLinux()) {
      try {
        Kernel.warmUp();
      } catch (LinkageError _) {
        // whoever opens a back end is told
      }
    }
  }

  /// As the process was started.
  ///
  /// @param name `epoll` or `nio`
  /// @throws IOException when there is no such back end here
  public static SocketBackend named(String name, Timeouts timeouts) throws IOException {
    return switch (name) {
      case "epoll" -> new EpollBackend();
      case "nio" -> new NioBackend(timeouts);
      default -> throw new IOException("socket back end \"" + name + "\" (expected: epoll, nio)");
    };
  }
}
