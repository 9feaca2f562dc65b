package dev.motet.dns;

import dev.motet.core.Component;
import dev.motet.dns.message.AnswerKey;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

// hot
/// Answers of servers by their questions (inventory DX-5, DNS-4). Reading takes no lock. When it is
/// full, the oldest answer that nobody asked for since its last turn makes room: what is in use
/// stays, as with a list in the order of use. Thread-safe.
final class DnsCache {
  /// A longer answer is not kept: the cache is bounded in bytes too.
  private static final int MAX_ANSWER_BYTES = 16 * 1024;

  private final ConcurrentHashMap<AnswerKey, CachedAnswer> answers = new ConcurrentHashMap<>();
  private final ReentrantLock changing = new ReentrantLock();

  /// The next one to make room is the first; guarded by `changing`. Answers that are gone stay in
  /// it until their turn.
  private final Queue<CachedAnswer> turns = new ArrayDeque<>();

  private int capacity = 1024;

  /// Whose answers are taken; guarded by `changing`.
  private Predicate<Component<?>> welcome = _ -> true;

  /// The answer to a question; null when there is none, or its time is over.
  @Nullable CachedAnswer find(AnswerKey key, long now) {
    CachedAnswer found = answers.get(key);
    if (found == null || found.isExpired(now)) {
      return null;
    }
    found.use();
    return found;
  }

  void put(CachedAnswer answer, long now) {
    if (answer.packed().length() > MAX_ANSWER_BYTES) {
      return;
    }
    changing.lock();
    try {
      if (!welcome.test(answer.server())) {
        return;
      }
      CachedAnswer before = answers.get(answer.key());
      if (before != null) {
        remove(before);
      }
      makeRoom(capacity - 1, now); // before the new one, which nobody can have used yet
      answers.put(answer.key(), answer);
      turns.add(answer);
    } finally {
      changing.unlock();
    }
  }

  /// Each turn either takes one away or takes a use back, so that it ends.
  private void makeRoom(int most, long now) {
    while (answers.size() > most || turns.size() - capacity > capacity) {
      CachedAnswer first = turns.remove();
      if (first.isGone()) {
        continue;
      }
      if (first.isExpired(now) || (answers.size() > most && !first.takeUse())) {
        remove(first);
      } else {
        turns.add(first);
      }
    }
  }

  private void remove(CachedAnswer answer) {
    answer.drop();
    answers.remove(answer.key(), answer);
  }

  /// @param most answers, at least 1
  void resize(int most, long now) {
    changing.lock();
    try {
      capacity = most;
      makeRoom(most, now);
    } finally {
      changing.unlock();
    }
  }

  void clear() {
    changing.lock();
    try {
      forgetOthersThan(_ -> false);
    } finally {
      changing.unlock();
    }
  }

  /// Forgets the answers of all other servers, and takes none from them any more.
  void keepOnly(Predicate<Component<?>> servers) {
    changing.lock();
    try {
      welcome = servers;
      forgetOthersThan(servers);
    } finally {
      changing.unlock();
    }
  }

  private void forgetOthersThan(Predicate<Component<?>> servers) {
    turns.removeIf(answer -> {
      boolean unwanted = answer.isGone() || !servers.test(answer.server());
      if (unwanted) {
        remove(answer);
      }
      return unwanted;
    });
  }

  /// Answers kept, expired ones among them.
  int size() {
    return answers.size();
  }
}
