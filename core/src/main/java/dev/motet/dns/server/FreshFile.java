package dev.motet.dns.server;

import dev.motet.core.Log;
import dev.motet.io.Timeouts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a file says, looked at again for changes at most each 5 seconds. A file that cannot be read
/// is an empty one. Thread-safe.
final class FreshFile<T> {
  private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long MAX_BYTES = 64 << 20;

  private final Path path;
  private final Function<String, T> parser;
  private final Log log;
  private final Timeouts clock;
  private final ReentrantLock reading = new ReentrantLock();

  /// These are guarded by `reading`.
  private T content;

  private @Nullable FileTime modified;
  private long lookedAt;
  private boolean looked;

  /// @param parser of all its characters, each one byte
  FreshFile(Path path, Function<String, T> parser, Log log, Timeouts clock) {
    this.path = path;
    this.parser = parser;
    this.log = log;
    this.clock = clock;
    this.content = parser.apply("");
  }

  T content() {
    reading.lock();
    try {
      long now = clock.nanoTime();
      if (!looked || now - lookedAt >= FRESH_NANOS) {
        looked = true;
        lookedAt = now;
        refresh();
      }
      return content;
    } finally {
      reading.unlock();
    }
  }

  private void refresh() {
    try {
      FileTime time = Files.getLastModifiedTime(path);
      if (time.equals(modified)) {
        return;
      }
      if (Files.size(path) > MAX_BYTES) {
        throw new IOException(Files.size(path) + " bytes (expected: at most 64 MiB)");
      }
      content = parser.apply(Files.readString(path, StandardCharsets.ISO_8859_1));
      modified = time;
    } catch (IOException e) {
      log.warn(null, "read {}: {}", path, e.toString());
      content = parser.apply("");
      modified = null;
    }
  }
}
