package dev.motet.secure;

import dev.motet.core.Log;
import dev.motet.io.Timeouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// What files say, made anew when they change: looked at when somebody asks, at most each 3
/// seconds. What cannot be made is logged, and the earlier one stays. Thread-safe.
final class Watched<T> {
  private static final long FRESH_NANOS = Duration.ofSeconds(3).toNanos();

  private final List<Path> files;
  private final Maker<T> maker;
  private final String what;
  private final Log log;
  private final Timeouts clock;
  private final ReentrantLock looking = new ReentrantLock();

  private volatile T current;

  /// Guarded by `looking`, as the next.
  private List<Stamp> stamps;

  private long lookedAt;

  /// Makes it of what the files hold.
  interface Maker<T> {
    T make() throws IOException, GeneralSecurityException;
  }

  /// By which a change is seen; 0 for a file that is not there.
  private record Stamp(long modifiedMillis, long bytes) {}

  /// @param files none for what never changes
  /// @param first what they held when the configuration was read
  /// @param what it is, for the log: `TLS certificate`
  Watched(List<String> files, T first, Maker<T> maker, String what, Log log, Timeouts clock) {
    this.files = files.stream().map(Path::of).toList();
    this.current = first;
    this.maker = maker;
    this.what = what;
    this.log = log;
    this.clock = clock;
    this.lookedAt = clock.nanoTime();
    this.stamps = stamps();
  }

  /// The latest one. May read files; somebody else who asks meanwhile gets the earlier one.
  T current() {
    if (!files.isEmpty() && looking.tryLock()) {
      try {
        look();
      } finally {
        looking.unlock();
      }
    }
    return current;
  }

  private void look() {
    long now = clock.nanoTime();
    if (now - lookedAt < FRESH_NANOS) {
      return;
    }
    lookedAt = now;
    List<Stamp> found = stamps();
    if (found.equals(stamps)) {
      return;
    }
    stamps = found; // taken before reading: a change in between is seen next time
    try {
      current = maker.make();
      log.info(null, "reloaded {}", what);
    } catch (IOException | GeneralSecurityException e) {
      log.error(null, "reload {}: {}", what, e.getMessage());
    }
  }

  private List<Stamp> stamps() {
    List<Stamp> found = new ArrayList<>(files.size());
    for (Path file : files) {
      try {
        found.add(new Stamp(Files.getLastModifiedTime(file).toMillis(), Files.size(file)));
      } catch (IOException _) {
        found.add(new Stamp(0, 0));
      }
    }
    return found;
  }
}
