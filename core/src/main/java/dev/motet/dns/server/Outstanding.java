package dev.motet.dns.server;

import dev.motet.dns.message.Message;
import dev.motet.io.ProtocolException;
import dev.motet.io.Timeouts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The queries that were sent on one socket or stream and wait for their answers, by their ids,
/// which nobody can guess (RFC 5452 4.3). Thread-safe.
final class Outstanding {
  /// More than this wait for a server that does not answer.
  static final int MAX = 4096;

  private final RandomGenerator random;
  private final Timeouts timeouts;
  private final ConcurrentHashMap<Integer, Ticket> byId = new ConcurrentHashMap<>();
  private volatile @Nullable IOException failure;
  private volatile long lastAnswer;

  Outstanding(RandomGenerator random, Timeouts timeouts) {
    this.random = random;
    this.timeouts = timeouts;
    this.lastAnswer = timeouts.nanoTime();
  }

  /// Waits for the answer to a query; closed by whoever gives up.
  final class Ticket implements AutoCloseable {
    private final Message query;
    private final CompletableFuture<Message> answer = new CompletableFuture<>();

    private Ticket(Message query) {
      this.query = query;
    }

    /// With the id that it is to be sent with.
    Message query() {
      return query;
    }

    /// @return null when the time ran out
    /// @throws IOException when there will be no answer
    @Nullable Message await(Duration limit) throws IOException {
      CompletableFuture<@Nullable Message> turn = answer.thenApply(message -> message);
      try (Timeouts.Timeout _ = timeouts.after(limit, () -> turn.complete(null))) {
        return turn.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for an answer");
      }
    }

    @Override
    public void close() {
      byId.remove(query.id(), this);
    }
  }

  /// @throws IOException when too many wait, or there will be no more answers
  Ticket add(Message query) throws IOException {
    if (byId.size() >= MAX) {
      throw new IOException(MAX + " queries wait for the server");
    }
    while (true) {
      int id = random.nextInt(0x10000);
      Ticket ticket = new Ticket(query.withId(id));
      if (byId.putIfAbsent(id, ticket) == null) {
        IOException why = failure;
        if (why != null) {
          ticket.close();
          throw why;
        }
        return ticket;
      }
    }
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }

  /// Whether no answer came for this long.
  boolean isSilentFor(Duration time) {
    return timeouts.nanoTime() - lastAnswer >= time.toNanos();
  }

  /// Hands an answer to whoever waits for it. What answers no query is dropped, also when its id is
  /// right: the real answer may be under way.
  void deliver(byte[] bytes) {
    Ticket ticket = bytes.length < 2 ? null : byId.get((bytes[0] & 0xff) << 8 | (bytes[1] & 0xff));
    if (ticket == null) {
      return;
    }
    Message answer;
    try {
      answer = Message.read(bytes);
    } catch (ProtocolException _) {
      return;
    }
    if (answer.answers(ticket.query)) {
      lastAnswer = timeouts.nanoTime();
      ticket.answer.complete(answer);
    }
  }

  /// Ends all waiting, of now and of later.
  void fail(IOException why) {
    failure = why;
    byId.values().forEach(ticket -> ticket.answer.completeExceptionally(why));
  }
}
