package dev.motet.os;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

// hot
/// The descriptors of a loop's own: its epoll instance and the eventfd that interrupts it. Other
/// threads use them between [#enter()] and [#exit()]; after a close the last one out closes the
/// numbers. No lock: the JDK's own threads wake loops, and must not wait for who waits for them.
final class LoopNumbers {
  private static final int CLOEXEC = 0x8_0000;
  private static final int CLOSED = 1 << 30;

  final int epoll;
  final int wakeUp;

  /// [#CLOSED], and below it how many are inside.
  private final AtomicInteger state = new AtomicInteger();

  LoopNumbers() throws IOException {
    long instance = Kernel.call(Call.EPOLL_CREATE1, CLOEXEC, 0);
    if (instance < 0) {
      throw Errno.exception("epoll_create1", instance);
    }
    long event = Kernel.call(Call.EVENTFD2, 0, CLOEXEC);
    if (event < 0) {
      SocketCalls.close((int) instance);
      throw Errno.exception("eventfd2", event);
    }
    epoll = (int) instance;
    wakeUp = (int) event;
  }

  /// @return false after the close; else [#exit()] must follow
  boolean enter() {
    while (true) {
      int now = state.get();
      if ((now & CLOSED) != 0) {
        return false;
      }
      if (state.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  void exit() {
    if (state.decrementAndGet() == CLOSED) {
      SocketCalls.close(epoll);
      SocketCalls.close(wakeUp);
    }
  }

  /// Once, by the loop at its end.
  void close() {
    state.addAndGet(CLOSED + 1);
    exit();
  }
}
