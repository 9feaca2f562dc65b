package dev.motet.os;

import java.io.IOException;

/// What runs the virtual threads that work on sockets.
public enum Scheduler {
  /// The JDK's own pool.
  POOL,

  /// The loops that wait for the sockets: a thread goes on where its event arrived.
  LOOP;

  /// The system property that chooses where the program does not.
  static final String PROPERTY = "motet.scheduler";

  /// What this process was started with; the pool where nothing was said.
  ///
  /// @throws IOException when it was started with something else
  public static Scheduler ofProcess() throws IOException {
    String name = System.getProperty(PROPERTY, "pool");
    return switch (name) {
      case "pool" -> POOL;
      case "loop" -> LOOP;
      default -> throw new IOException("scheduler \"" + name + "\" (expected: pool, loop)");
    };
  }
}
