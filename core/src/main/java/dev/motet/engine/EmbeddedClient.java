package dev.motet.engine;

import dev.motet.core.Reply;
import dev.motet.core.Session;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.MemoryPackets;
import dev.motet.io.MemoryPipe;
import dev.motet.io.Network;
import dev.motet.io.PacketConn;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The program that embeds an instance as one of its clients: its connections are sessions, decided
/// by the rules, without an inbound (tag `""`, type `embedded`). Thread-safe.
final class EmbeddedClient {
  /// Longer than any dial takes.
  static final Duration NO_LIMIT = Duration.ofDays(1);

  private final Instance instance;

  EmbeddedClient(Instance instance) {
    this.instance = instance;
  }

  /// @throws DialException with the reason when the session is refused or the dial fails
  /// @throws SocketTimeoutException when there is no answer within `limit`
  Conn dial(Destination to, Duration limit) throws IOException {
    MemoryPipe pipe = MemoryPipe.create();
    Answer answer = new Answer();
    Session session = session(Network.TCP, to);
    instance
        .resources()
        .start(
            "motet-embedded",
            () -> {
              instance.router().route(session, pipe.far(), answer);
              answer.ended();
            });
    boolean accepted = false;
    try {
      answer.await(limit, to);
      accepted = true;
      return pipe.near();
    } finally {
      if (!accepted) {
        pipe.near().close();
        session.cancel(new IOException("given up by the program"));
      }
    }
  }

  /// Packets have no answer: what cannot be sent shows in that nothing comes back.
  PacketConn bind(Destination first) {
    MemoryPackets pipe = MemoryPackets.create();
    Session session = session(Network.UDP, first);
    instance
        .resources()
        .start("motet-embedded", () -> instance.router().route(session, pipe.far(), Reply.NONE));
    return pipe.near();
  }

  private Session session(Network network, Destination to) {
    int id = ThreadLocalRandom.current().nextInt();
    Session.Facts facts = new Session.Facts(id, "", "embedded", network, null, to, null);
    return new Session(facts, instance.resources().timeouts().nanoTime());
  }

  /// What the router said.
  private static final class Answer implements Reply {
    private final CompletableFuture<Void> said = new CompletableFuture<>();

    @Override
    public void accepted() {
      said.complete(null);
    }

    @Override
    public void refused(DialException cause) {
      said.completeExceptionally(cause);
    }

    /// A session that was dropped gets no other answer.
    void ended() {
      said.completeExceptionally(new DialException(Reason.DROPPED, "closed without an answer"));
    }

    void await(Duration limit, Destination to) throws IOException {
      try {
        said.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof DialException refused) {
          throw refused;
        }
        throw new IllegalStateException(e.getCause());
      } catch (TimeoutException _) {
        throw new SocketTimeoutException(
            "no connection to " + to + " within " + limit.toMillis() + " ms");
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while connecting to " + to);
      }
    }
  }
}
