package dev.motet.os;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

// hot
/// Runs virtual threads on epoll loops: on the loop whose thread wakes them, which is the one that
/// their descriptor's event arrived at; else on each in turn. Thread-safe.
final class LoopScheduler implements Executor {
  private final EpollLoop[] loops;
  private final AtomicInteger turn = new AtomicInteger();

  LoopScheduler(EpollLoop[] loops) {
    this.loops = loops;
  }

  /// @throws IOException when this JVM does not let us
  ThreadFactory threads() throws IOException {
    return VirtualThreads.scheduledBy(this);
  }

  @Override
  public void execute(Runnable continuation) {
    EpollLoop own = current();
    EpollLoop chosen =
        own == null ? loops[Math.floorMod(turn.getAndIncrement(), loops.length)] : own;
    chosen.submit(continuation);
  }

  /// The loop that the calling thread runs on; null elsewhere.
  @Nullable EpollLoop current() {
    return VirtualThreads.carrier() instanceof LoopThread thread && isOurs(thread.loop())
        ? thread.loop()
        : null;
  }

  private boolean isOurs(EpollLoop loop) {
    for (EpollLoop each : loops) {
      if (each.equals(loop)) {
        return true;
      }
    }
    return false;
  }
}
