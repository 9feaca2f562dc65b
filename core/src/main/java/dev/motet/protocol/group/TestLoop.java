package dev.motet.protocol.group;

import dev.motet.core.Env;
import dev.motet.core.Lifecycle;
import dev.motet.io.Timeouts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Tests the members of a group: once at the start, in an interval while the group is used, and
/// when the network has changed (inventory OUT-5, SH-10). Thread-safe.
final class TestLoop implements Lifecycle {
  /// Members that are tested at the same time.
  static final int AT_ONCE = 10;

  private final Env env;
  private final TestOptions options;
  private final Members members;
  private final History history;
  private final Runnable afterwards;
  private final UrlProbe probe;
  private volatile long lastUse;

  /// Whether the next tick is scheduled: changed under the lock of `this`, as all below.
  private volatile boolean ticking;

  private boolean started;
  private boolean closed;
  private boolean testing;

  /// Asked for while a round was under way: another one; of all.
  private boolean again;

  private boolean againAll;

  private Timeouts.@Nullable Timeout next;

  /// @param afterwards runs after each round of tests, on their thread
  TestLoop(Env env, TestOptions options, Members members, History history, Runnable afterwards) {
    this.env = env;
    this.options = options;
    this.members = members;
    this.history = history;
    this.afterwards = afterwards;
    this.probe = new UrlProbe(env, options.url());
  }

  @Override
  public void start() {
    history.belongsTo(this);
    lastUse = now();
    synchronized (this) {
      started = true;
    }
    test(false);
  }

  /// hot: each connection through the group calls it.
  void used() {
    long before = lastUse;
    lastUse = now();
    if (!ticking) {
      beginTicking(lastUse - before);
    }
  }

  private synchronized void beginTicking(long unusedNanos) {
    if (!started || closed || ticking) {
      return;
    }
    ticking = true;
    next = env.resources().timeouts().after(options.interval(), this::tick);
    if (unusedNanos > options.interval().toNanos()) {
      test(false);
    }
  }

  private synchronized void tick() {
    if (closed) {
      return;
    }
    if (now() - lastUse > options.idleTimeout().toNanos()) {
      ticking = false;
      return;
    }
    next = env.resources().timeouts().after(options.interval(), this::tick);
    test(false);
  }

  @Override
  public void networkChanged() {
    test(true);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (next != null) {
        next.close();
      }
    }
    history.leave(this);
    probe.close();
  }

  /// Begins a round of tests, unless one is under way.
  ///
  /// @param all also members whose last test is not an interval ago
  private synchronized void test(boolean all) {
    if (!started || closed || !history.isOf(this)) {
      return;
    }
    if (testing) {
      again = true;
      againAll |= all;
      return;
    }
    testing = true;
    env.resources().start("motet-url-tests", () -> run(all));
  }

  private void run(boolean all) {
    env.awaitInForce();
    try {
      testMembers(all);
      afterwards.run();
      while (isWantedAgain()) {
        testMembers(againAll());
        afterwards.run();
      }
    } catch (RuntimeException e) {
      env.log().bug(null, e);
      ended();
    }
  }

  private synchronized boolean isWantedAgain() {
    testing = again && !closed;
    again = false;
    return testing;
  }

  private synchronized boolean againAll() {
    boolean all = againAll;
    againAll = false;
    return all;
  }

  private synchronized void ended() {
    testing = false;
  }

  private void testMembers(boolean all) {
    long began = now();
    Map<String, GroupMember> leaves = new LinkedHashMap<>();
    for (GroupMember member : members.all()) {
      GroupMember leaf = member.leaf();
      if (leaf != null && (all || isDue(leaf, began))) {
        leaves.putIfAbsent(leaf.tag(), leaf);
      }
    }
    Semaphore turns = new Semaphore(AT_ONCE);
    List<CompletableFuture<?>> tests = new ArrayList<>();
    for (GroupMember leaf : leaves.values()) {
      turns.acquireUninterruptibly();
      tests.add(
          probe
              .start(leaf.outbound())
              .handle((millis, failure) -> {
                note(leaf, millis, failure, began);
                turns.release();
                return null;
              }));
    }
    CompletableFuture.allOf(tests.toArray(CompletableFuture[]::new)).join();
  }

  private boolean isDue(GroupMember leaf, long now) {
    History.Delay last = history.delay(leaf);
    return last == null || now - last.nanos() >= options.interval().toNanos();
  }

  private void note(
      GroupMember leaf, @Nullable Integer millis, @Nullable Throwable failure, long began) {
    if (!history.isOf(this) || isClosed()) {
      return;
    }
    if (millis == null) {
      history.failed(leaf);
      env.log().debug(null, "outbound {} unavailable: {}", leaf, why(failure));
    } else {
      history.tested(leaf, new History.Delay(millis, began, env.resources().clock().instant()));
      env.log().debug(null, "outbound {} available: {}ms", leaf, millis);
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /// Without the wrapping of futures.
  private static String why(@Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof IOException known ? Fault.text(known) : String.valueOf(cause);
  }

  /// A connection through the member failed, by its fault.
  void failed(GroupMember member) {
    GroupMember leaf = member.leaf();
    if (leaf != null) {
      history.failed(leaf);
    }
  }

  /// Whether the last test or connection failed.
  boolean isFailing(GroupMember member) {
    return history.isFailing(member.leaf());
  }

  void worked(GroupMember member) {
    GroupMember leaf = member.leaf();
    if (leaf != null) {
      history.worked(leaf);
    }
  }

  /// Of the last test, if it and all connections since have succeeded.
  History.@Nullable Delay delay(GroupMember member) {
    return history.delay(member.leaf());
  }

  private long now() {
    return env.resources().timeouts().nanoTime();
  }
}
