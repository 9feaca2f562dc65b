package dev.motet.protocol.group;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What tests and connections have shown of outbounds. Belongs to the tag of a group: the
/// components that bear it one after the other share it. Thread-safe.
final class History {
  /// A test that succeeded.
  ///
  /// @param nanos when it began, as `Timeouts.nanoTime()`
  /// @param at when it ended
  record Delay(int millis, long nanos, Instant at) {}

  private final ConcurrentHashMap<String, Delay> delays = new ConcurrentHashMap<>();
  private final Set<String> failing = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Object> owner = new AtomicReference<>();

  /// Null when the last test or connection failed, or there was none.
  @Nullable Delay delay(@Nullable GroupMember leaf) {
    return leaf == null ? null : delays.get(leaf.tag());
  }

  /// Whether the last test or connection failed.
  boolean isFailing(@Nullable GroupMember leaf) {
    return leaf != null && failing.contains(leaf.tag());
  }

  void tested(GroupMember leaf, Delay delay) {
    delays.put(leaf.tag(), delay);
    failing.remove(leaf.tag());
  }

  void failed(GroupMember leaf) {
    delays.remove(leaf.tag());
    failing.add(leaf.tag());
  }

  /// A connection came about.
  void worked(GroupMember leaf) {
    if (!failing.isEmpty()) {
      failing.remove(leaf.tag());
    }
  }

  /// From here on only `next` tests: what it replaces does so no longer.
  void belongsTo(Object next) {
    owner.set(next);
  }

  /// Whether `tester` is the one, or there is none.
  boolean isOf(Object tester) {
    Object now = owner.get();
    return now == null || now.equals(tester);
  }

  /// The one that it replaced tests again, if it is still there.
  void leave(Object former) {
    owner.compareAndSet(former, null);
  }
}
