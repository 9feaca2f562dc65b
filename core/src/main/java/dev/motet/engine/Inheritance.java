package dev.motet.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// What belongs to tags and outlives the components that bear them. Thread-safe.
final class Inheritance {
  /// Whose it is.
  record Owner(String slot, String type, String tag) {}

  private record Key(Owner owner, Class<?> type) {}

  private final ConcurrentHashMap<Key, Object> left = new ConcurrentHashMap<>();

  /// What the owner has left of this type, else `first`.
  <T> T of(Owner owner, Class<T> type, Supplier<T> first) {
    return type.cast(left.computeIfAbsent(new Key(owner, type), _ -> first.get()));
  }

  /// Forgets what belongs to nobody else but these.
  void keepOnly(Set<Owner> owners) {
    left.keySet().removeIf(key -> !owners.contains(key.owner));
  }
}
