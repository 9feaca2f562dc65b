package dev.motet.os;

/// A platform thread of a loop: the one that runs it, or one that ran it until a virtual thread on
/// it took too long.
final class LoopThread extends Thread {
  private final EpollLoop loop;

  LoopThread(EpollLoop loop, String name, Runnable task) {
    super(null, task, name, 0, false);
    setDaemon(true);
    this.loop = loop;
  }

  EpollLoop loop() {
    return loop;
  }
}
