package dev.motet.app.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Writes lines from a thread of its own, so that a slow terminal or disk holds up no connection.
///
/// Lines beyond a limit are dropped, and their number is written in their place. Thread-safe.
final class LogWriter {
  /// About 2 MiB of lines.
  static final int LIMIT = 16_384;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition emptied = lock.newCondition();
  private final LogTarget.@Nullable Opener opener;

  /// Used by the writing thread alone.
  private OutputStream stream;

  /// What follows is guarded by `lock`.
  private List<String> waiting = new ArrayList<>();

  private @Nullable OutputStream successor;

  /// How many of the waiting lines still belong into the stream before the successor.
  private int older;

  private long dropped;
  private boolean writing;
  private boolean closed;

  LogWriter(LogTarget target) {
    this.opener = target.opener();
    this.stream = target.stream();
    Thread thread = new Thread(this::run, "motet-log");
    thread.setDaemon(true);
    thread.start();
  }

  /// Never waits for the output.
  void write(String line) {
    lock.lock();
    try {
      if (waiting.size() >= LIMIT) {
        dropped++;
      } else {
        waiting.add(line);
        filled.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Lines from here on go to a stream opened anew, where there is a way to open one.
  void reopen() throws IOException {
    if (opener == null) {
      return;
    }
    OutputStream fresh = opener.open();
    lock.lock();
    try {
      if (successor != null) {
        successor.close();
      }
      successor = fresh;
      older = waiting.size();
      filled.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until everything is written, at most `limit`.
  void flush(Duration limit) {
    long left = limit.toNanos();
    lock.lock();
    try {
      while ((writing || !waiting.isEmpty() || successor != null) && left > 0) {
        left = emptied.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /// Writes what waits and ends; lines that come later are lost.
  void close(Duration limit) {
    flush(limit);
    lock.lock();
    try {
      closed = true;
      filled.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean failing = false;
    List<String> lines;
    while ((lines = next()) != null) {
      lines.forEach(line -> bytes.writeBytes(line.getBytes(StandardCharsets.UTF_8)));
      try {
        bytes.writeTo(stream);
        failing = false;
      } catch (IOException e) {
        if (!failing) {
          System.err.println("log: " + e.getMessage());
        }
        failing = true;
      }
      bytes.reset();
    }
    closeStream();
  }

  /// All lines that wait, blocking for the first; null at the end.
  private @Nullable List<String> next() {
    lock.lock();
    try {
      writing = false;
      while (waiting.isEmpty()) {
        takeSuccessor();
        emptied.signalAll();
        if (closed) {
          return null;
        }
        filled.awaitUninterruptibly();
      }
      writing = true;
      List<String> lines = waiting;
      waiting = new ArrayList<>();
      if (older > 0) {
        waiting.addAll(lines.subList(older, lines.size()));
        lines = new ArrayList<>(lines.subList(0, older));
        older = 0;
      } else {
        takeSuccessor();
      }
      if (dropped > 0) {
        lines.add("WARN log: " + dropped + " lines dropped, the output is too slow\n");
        dropped = 0;
      }
      return lines;
    } finally {
      lock.unlock();
    }
  }

  private void takeSuccessor() {
    if (successor != null) {
      closeStream();
      stream = successor;
      successor = null;
    }
  }

  private void closeStream() {
    if (opener != null) {
      try {
        stream.close();
      } catch (IOException e) {
        System.err.println("log: " + e.getMessage());
      }
    }
  }
}
