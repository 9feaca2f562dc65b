package dev.motet.dns;

import dev.motet.core.Log;
import dev.motet.io.IpLiteral;
import dev.motet.io.Timeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A file of lines `address name name …`, looked at again for changes at most each 5 seconds.
/// Thread-safe.
final class HostsFile {
  private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long MAX_BYTES = 64 << 20;

  private final Path path;
  private final Log log;
  private final Timeouts clock;
  private final ReentrantLock reading = new ReentrantLock();

  /// These three are guarded by `reading`.
  private Map<String, List<InetAddress>> entries = Map.of();

  private @Nullable FileTime modified;
  private long lookedAt;
  private boolean looked;

  HostsFile(Path path, Log log, Timeouts clock) {
    this.path = path;
    this.log = log;
    this.clock = clock;
  }

  /// Empty when the name is not listed, or the file cannot be read.
  ///
  /// @param key the name as [HostsServer#key] makes it
  List<InetAddress> addresses(String key) {
    reading.lock();
    try {
      long now = clock.nanoTime();
      if (!looked || now - lookedAt >= FRESH_NANOS) {
        looked = true;
        lookedAt = now;
        refresh();
      }
      return entries.getOrDefault(key, List.of());
    } finally {
      reading.unlock();
    }
  }

  /// A file that cannot be read is an empty one.
  private void refresh() {
    try {
      FileTime time = Files.getLastModifiedTime(path);
      if (time.equals(modified)) {
        return;
      }
      if (Files.size(path) > MAX_BYTES) {
        throw new IOException(Files.size(path) + " bytes (expected: at most 64 MiB)");
      }
      entries = parse(Files.readString(path, StandardCharsets.ISO_8859_1));
      modified = time;
    } catch (IOException e) {
      log.warn(null, "read hosts file {}: {}", path, e.toString());
      entries = Map.of();
      modified = null;
    }
  }

  /// Lines that are no entry are skipped, as every system does.
  static Map<String, List<InetAddress>> parse(String text) {
    Map<String, List<InetAddress>> entries = new HashMap<>();
    text.lines()
        .map(line -> line.split("#", 2)[0].strip().split("\\s+"))
        .forEach(words -> {
          InetAddress address = IpLiteral.parse(words[0]);
          for (int i = 1; i < words.length && address != null; i++) {
            entries
                .computeIfAbsent(HostsServer.key(words[i]), _ -> new ArrayList<>(1))
                .add(address);
          }
        });
    return entries;
  }
}
