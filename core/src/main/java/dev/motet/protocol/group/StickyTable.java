package dev.motet.protocol.group;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// Which client sticks to which member for which site. Belongs to the tag of the group. What was
/// not used for long is forgotten, and what was not used for longest when there is too much.
/// Thread-safe.
final class StickyTable {
  static final int MAX_ENTRIES = 16 * 1024;
  static final Duration LIFE = Duration.ofMinutes(10);

  /// @param client null for connections without one
  record Key(@Nullable InetAddress client, String site) {}

  private record Entry(String tag, long usedNanos) {}

  /// Guarded by `this`; the one that was not used for longest comes first.
  private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /// The tag of the member; null when there is none to stick to.
  synchronized @Nullable String find(Key key, long now) {
    Entry entry = entries.get(key);
    if (entry == null) {
      return null;
    }
    if (now - entry.usedNanos > LIFE.toNanos()) {
      entries.remove(key);
      return null;
    }
    return entry.tag;
  }

  synchronized void stick(Key key, String tag, long now) {
    entries.put(key, new Entry(tag, now));
    if (entries.size() > MAX_ENTRIES) {
      entries.pollFirstEntry();
    }
  }

  synchronized int size() {
    return entries.size();
  }
}
