package dev.motet.dns.server;

import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.Timeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Asks the operating system on a few platform threads of its own (`motet-dns-N`): its resolver
/// blocks in a foreign call, which would pin the carrier of a virtual thread. Lookups of one name
/// at the same time are one. Thread-safe.
final class OsResolver implements AutoCloseable {
  /// Asks the operating system and blocks the thread while doing so.
  interface Question {
    InetAddress[] ask(String name) throws UnknownHostException;
  }

  static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int THREADS = 8;
  private static final int WAITING = 1024;

  private final Question question;
  private final Timeouts timeouts;
  private final ThreadPoolExecutor threads;
  private final ConcurrentHashMap<String, CompletableFuture<List<InetAddress>>> underWay =
      new ConcurrentHashMap<>();

  OsResolver(Question question, Timeouts timeouts) {
    this.question = question;
    this.timeouts = timeouts;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("motet-dns-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /// @throws DialException with reason DNS when there is no answer within 10 s
  List<InetAddress> lookup(String name) throws IOException {
    var mine = new CompletableFuture<List<InetAddress>>();
    CompletableFuture<List<InetAddress>> known = underWay.putIfAbsent(name, mine);
    if (known == null) {
      submit(name, mine);
      known = mine;
    }
    return await(name, known);
  }

  /// Lookups under way fail at once; a thread inside the operating system ends with its call.
  @Override
  public void close() {
    threads.shutdown();
    underWay.forEach((name, answer) -> answer.completeExceptionally(failure(name, "closed")));
    threads.shutdownNow(); // after the answers: what an interrupted thread says comes too late
  }

  private void submit(String name, CompletableFuture<List<InetAddress>> answer) {
    Timeouts.Timeout limit =
        timeouts.after(
            LIMIT, () -> answer.completeExceptionally(failure(name, "no answer within 10 s")));
    CompletableFuture<?> _ =
        answer.whenComplete((_, _) -> {
          limit.close();
          underWay.remove(name, answer);
        });
    try {
      threads.execute(() -> ask(name, answer));
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(
          failure(name, threads.isShutdown() ? "closed" : "too many lookups are waiting"));
    }
  }

  private void ask(String name, CompletableFuture<List<InetAddress>> answer) {
    if (answer.isDone()) {
      return;
    }
    try {
      answer.complete(List.of(question.ask(name)));
    } catch (UnknownHostException e) {
      answer.completeExceptionally(unknown(name, e));
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }

  /// The JDK tells what happened only in words of the C library.
  ///
  /// @return with the cause only where the name is really unknown
  private static DialException unknown(String name, UnknownHostException e) {
    boolean temporary = String.valueOf(e.getMessage()).contains("Temporary failure");
    return temporary
        ? failure(name, "temporary failure of the system's resolver")
        : new DialException(Reason.DNS, "lookup " + name + ": no such name", e);
  }

  private static List<InetAddress> await(String name, CompletableFuture<List<InetAddress>> answer)
      throws IOException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof DialException known
          ? known
          : new DialException(Reason.DNS, "lookup " + name + " failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(name, "interrupted");
    }
  }

  private static DialException failure(String name, String why) {
    return new DialException(Reason.DNS, "lookup " + name + ": " + why);
  }
}
