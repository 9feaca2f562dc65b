package dev.motet.testkit;

import dev.motet.io.Timeouts;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/// A timer whose time moves only when a test says so. Tasks run on the thread that advances it.
public final class VirtualTimeouts implements Timeouts {
  private record Task(long at, long order, Runnable action) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
  private long now;
  private long order;
  private boolean starved;

  @Override
  public synchronized Timeout after(Duration delay, Runnable action) {
    if (starved) {
      starved = false;
      throw new InternalError("scripted: no memory");
    }
    Task task = new Task(now + Math.max(0, delay.toNanos()), order++, action);
    tasks.add(task);
    return () -> cancel(task);
  }

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  /// Lets this much time pass and runs what falls due, in order; a task may schedule another.
  public void advance(Duration by) {
    long end = nanoTime() + by.toNanos();
    for (Task due = next(end); due != null; due = next(end)) {
      due.action().run();
    }
  }

  /// The next task finds no memory.
  public synchronized void starve() {
    starved = true;
  }

  /// Whether [#starve()] still waits for its task.
  public synchronized boolean isStarved() {
    return starved;
  }

  /// Tasks that wait.
  public synchronized int scheduled() {
    return tasks.size();
  }

  /// Waits until at least this many tasks wait: the code under test has set its timer.
  public void awaitScheduled(int count) {
    Background.until(() -> scheduled() >= count);
  }

  private synchronized Task next(long end) {
    if (tasks.isEmpty() || tasks.peek().at() > end) {
      now = end;
      return null;
    }
    Task due = tasks.poll();
    now = due.at();
    return due;
  }

  private synchronized void cancel(Task task) {
    tasks.removeIf(t -> t == task);
  }

  @Override
  public synchronized void close() {
    tasks.clear();
  }
}
