package dev.motet.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// A real program: its output is collected, its start is awaited by its port or a line of its
/// output, and closing ends it with all its children.
final class PeerProcess implements AutoCloseable {
  /// Only matters when something is broken.
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

  private final Process process;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final StringBuilder output = new StringBuilder();
  private boolean ended;

  private PeerProcess(Process process) {
    this.process = process;
    Thread.ofVirtual().name("peer-output").start(this::collect);
  }

  static PeerProcess start(Path folder, Map<String, String> environment, String... command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    // Nothing of the machine's own proxy settings may get into a test.
    for (String name : List.of("http_proxy", "https_proxy", "all_proxy", "no_proxy")) {
      builder.environment().remove(name);
      builder.environment().remove(name.toUpperCase(java.util.Locale.ROOT));
    }
    Process process = builder.start();
    process.getOutputStream().close();
    return new PeerProcess(process);
  }

  /// Returns when the program accepts connections on the loopback port.
  PeerProcess awaitPort(int port) throws IOException, InterruptedException {
    await("port " + port, () -> accepts(port));
    return this;
  }

  /// Returns when the output contains the text.
  PeerProcess awaitOutput(String text) throws IOException, InterruptedException {
    await("output of " + text, () -> output.indexOf(text) >= 0);
    return this;
  }

  /// The exit code, after all output was read.
  int awaitExit() throws IOException, InterruptedException {
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new IOException("still running after " + LIMIT + ":\n" + output());
    }
    lock.lock();
    try {
      while (!ended) {
        if (!changed.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
          throw new IOException("output still open after " + LIMIT + ":\n" + output());
        }
      }
    } finally {
      lock.unlock();
    }
    return process.exitValue();
  }

  String output() {
    lock.lock();
    try {
      return output.toString();
    } finally {
      lock.unlock();
    }
  }

  long pid() {
    return process.pid();
  }

  private interface Check {
    boolean holds();
  }

  private void await(String what, Check condition) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    lock.lock();
    try {
      while (!condition.holds()) {
        if (ended || System.nanoTime() > deadline) {
          throw new IOException(
              (ended ? "ended" : "too late") + " before " + what + ":\n" + output);
        }
        // Woken by each line and by the end; a port says nothing, so it is asked again.
        boolean _ = changed.await(BETWEEN_TRIES.toNanos(), TimeUnit.NANOSECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException _) {
      return false; // not yet
    }
  }

  private void collect() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      char[] block = new char[8192];
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        add(block, n);
      }
    } catch (IOException _) {
      // the stream closes with the process
    } finally {
      lock.lock();
      ended = true;
      changed.signalAll();
      lock.unlock();
    }
  }

  private void add(char[] block, int count) {
    lock.lock();
    try {
      output.append(block, 0, count);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Asks the program to end, so that it can tidy up, and makes sure that nothing of it is left.
  @Override
  public void close() {
    try (Stream<ProcessHandle> children = process.descendants()) {
      List<ProcessHandle> all = children.toList();
      process.destroy();
      if (!awaitEnd()) {
        process.destroyForcibly();
      }
      all.forEach(ProcessHandle::destroyForcibly);
    }
    process.onExit().join();
  }

  private boolean awaitEnd() {
    try {
      return process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
