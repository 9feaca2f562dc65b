package dev.motet.app.log;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// What the log warns of, at whatever level it prints, from [#collect] until this is closed.
/// Thread-safe.
public final class Warnings implements AutoCloseable {
  private final Queue<String> given = new ConcurrentLinkedQueue<>();
  private final @Nullable LogFactory factory;

  private Warnings(@Nullable LogFactory factory) {
    this.factory = factory;
  }

  /// Collects nothing when the class path holds another provider of logs.
  public static Warnings collect() {
    LogFactory factory = LogFactory.installed();
    Warnings warnings = new Warnings(factory);
    if (factory != null) {
      factory.tell(warnings);
    }
    return warnings;
  }

  void add(String tag, String message) {
    given.add(tag.isEmpty() ? message : tag + ": " + message);
  }

  /// So far, each with the name of what warned.
  public List<String> given() {
    return List.copyOf(given);
  }

  @Override
  public void close() {
    if (factory != null) {
      factory.forget(this);
    }
  }
}
