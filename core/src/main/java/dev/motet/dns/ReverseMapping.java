package dev.motet.dns;

import dev.motet.io.Timeouts;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Remembers for which name each address of an answer was told, as long as the answer holds
/// (inventory DNS-6). Thread-safe.
final class ReverseMapping {
  private static final int CAPACITY = 1024;

  private record Told(String name, long untilNanos) {}

  private final Timeouts clock;

  /// The longest unused first; guarded by this object.
  private final Map<InetAddress, Told> names =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Told> eldest) {
          return size() > CAPACITY;
        }
      };

  ReverseMapping(Timeouts clock) {
    this.clock = clock;
  }

  void tell(String name, List<InetAddress> addresses, long ttl) {
    Told told = new Told(name, clock.nanoTime() + Duration.ofSeconds(ttl).toNanos());
    synchronized (this) {
      addresses.forEach(address -> names.put(address, told));
    }
  }

  synchronized @Nullable String nameOf(InetAddress address) {
    Told told = names.get(address);
    return told == null || clock.nanoTime() - told.untilNanos >= 0 ? null : told.name;
  }

  synchronized void clear() {
    names.clear();
  }
}
