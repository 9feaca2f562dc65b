package dev.motet.os;

import dev.motet.io.BriefLock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a back end keeps of things that are dear to make, while nobody uses them. Thread-safe.
final class IdlePool<T> implements AutoCloseable {
  private final int most;
  private final Consumer<T> closer;
  private final BriefLock guard = new BriefLock();
  private final ArrayDeque<T> idle = new ArrayDeque<>();
  private boolean closed;

  /// @param most how many are kept
  /// @param closer closes those that are not
  IdlePool(int most, Consumer<T> closer) {
    this.most = most;
    this.closer = closer;
  }

  /// @return null when there is none: make one
  @Nullable T poll() {
    guard.lock();
    try {
      return idle.poll();
    } finally {
      guard.unlock();
    }
  }

  void give(T one) {
    guard.lock();
    try {
      if (!closed && idle.size() < most) {
        idle.push(one);
        return;
      }
    } finally {
      guard.unlock();
    }
    closer.accept(one);
  }

  /// What is given back later is closed at once.
  @Override
  public void close() {
    List<T> left;
    guard.lock();
    try {
      closed = true;
      left = List.copyOf(idle);
      idle.clear();
    } finally {
      guard.unlock();
    }
    left.forEach(closer);
  }
}
