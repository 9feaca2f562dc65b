package dev.motet.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// After a test class no platform thread named `motet-*` lives and no socket is open that was not
/// before. Sockets are counted on Linux only.
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(LeakCheck.class);

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    // NIO opens a socket for itself when it is first used, and keeps it
    SocketChannel.open().close();
    context.getStore(NAMESPACE).put("sockets", new TreeSet<>(sockets()));
    context.getStore(NAMESPACE).put("threads", new TreeSet<>(threads()));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    assertThat(settled(LeakCheck::threads, before(context, "threads")))
        .as("threads left behind")
        .isEmpty();
    assertThat(settled(LeakCheck::sockets, before(context, "sockets")))
        .as("sockets left open")
        .isEmpty();
  }

  /// Sockets of this process, as `socket:[inode]`; empty where the system does not tell.
  public static List<String> sockets() {
    Path folder = Path.of("/proc/self/fd");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(LeakCheck::target).filter(t -> t.startsWith("socket:")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TreeSet<?> before(ExtensionContext context, String key) {
    return context.getStore(NAMESPACE).get(key, TreeSet.class);
  }

  /// What is there beyond `before`, once it does not shrink to nothing within the limit.
  private static List<String> settled(Supplier<List<String>> there, TreeSet<?> before) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      List<String> extra = there.get().stream().filter(s -> !before.contains(s)).toList();
      if (extra.isEmpty() || System.nanoTime() > end) {
        return extra;
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .filter(thread -> thread.getName().startsWith("motet-"))
        .map(thread -> thread.getName() + "#" + thread.threadId())
        .toList();
  }

  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException e) {
      return "closed meanwhile";
    }
  }
}
