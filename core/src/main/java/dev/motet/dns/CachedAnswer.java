package dev.motet.dns;

import dev.motet.core.Component;
import dev.motet.dns.message.AnswerKey;
import dev.motet.dns.message.Message;
import dev.motet.dns.message.PackedAnswer;
import dev.motet.dns.message.ResourceRecord;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;

/// An answer in the cache. Thread-safe.
final class CachedAnswer {
  private static final long SECOND = 1_000_000_000L;

  private final AnswerKey key;
  private final Component<?> server;
  private final PackedAnswer packed;
  private final String name;
  private final List<InetAddress> addresses;
  private final long ttl;
  private final boolean expires;
  private final long storedAt;

  /// Set by readers, taken back by the cache; a lost write costs one round of the cache's choice.
  private boolean used;

  private volatile boolean gone;

  /// @param server whose answer it is
  /// @param ttl seconds, at least 1
  CachedAnswer(
      AnswerKey key, Component<?> server, Message answer, long ttl, boolean expires, long now) {
    this.key = key;
    this.server = server;
    this.packed = PackedAnswer.of(answer);
    this.addresses = addresses(answer);
    this.name =
        addresses.isEmpty() || answer.question() == null ? "" : answer.question().name().host();
    this.ttl = ttl;
    this.expires = expires;
    this.storedAt = now;
  }

  /// Those of the answer itself, in its order.
  static List<InetAddress> addresses(Message answer) {
    return answer.answers().stream()
        .map(ResourceRecord::address)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .toList();
  }

  AnswerKey key() {
    return key;
  }

  Component<?> server() {
    return server;
  }

  PackedAnswer packed() {
    return packed;
  }

  List<InetAddress> addresses() {
    return addresses;
  }

  /// The name that was asked for, where there are addresses.
  String name() {
    return name;
  }

  boolean isExpired(long now) {
    return expires && now - storedAt >= ttl * SECOND;
  }

  /// Seconds that are left, at least 1 of an answer that is not expired.
  long ttl(long now) {
    return expires ? ttl - (now - storedAt) / SECOND : ttl;
  }

  /// hot
  void use() {
    if (!used) {
      used = true;
    }
  }

  /// Whether it was used since this was asked last.
  boolean takeUse() {
    boolean was = used;
    used = false;
    return was;
  }

  boolean isGone() {
    return gone;
  }

  void drop() {
    gone = true;
  }
}
