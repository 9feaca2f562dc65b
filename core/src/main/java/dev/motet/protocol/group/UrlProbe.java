package dev.motet.protocol.group;

import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.core.Env;
import dev.motet.http.h1.H1Reader;
import dev.motet.http.h1.Headers;
import dev.motet.http.h1.HttpUrl;
import dev.motet.http.h1.RequestHead;
import dev.motet.http.h1.ResponseHead;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.Timeouts;
import dev.motet.secure.JdkTlsConn;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Asks for the head of a URL over a fresh connection and measures how long that takes (inventory
/// OUT-5). Redirects are not followed, any status will do. Thread-safe.
final class UrlProbe implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(15);

  /// What a request from sing-box has.
  private static final String USER_AGENT = "Go-http-client/1.1";

  private final Env env;
  private final String url;
  private final Set<Trial> underWay = ConcurrentHashMap.newKeySet();

  /// Guarded by `this`: nothing may be scheduled after a close, when the timer may have ended.
  private boolean closed;

  UrlProbe(Env env, String url) {
    this.env = env;
    this.url = url;
  }

  /// Begins a test; never blocks.
  ///
  /// @return milliseconds from the dial to the response; from the request where the dial left the
  ///   handshake to it
  synchronized CompletableFuture<Integer> start(Dialer via) {
    if (closed) {
      return CompletableFuture.failedFuture(closing());
    }
    Trial trial = new Trial(via);
    underWay.add(trial);
    Timeouts timeouts = env.resources().timeouts();
    Timeouts.Timeout limit = timeouts.after(LIMIT, () -> trial.fail(tooSlow()));
    CompletableFuture<Integer> ended =
        trial.outcome.whenComplete((_, _) -> {
          limit.close();
          underWay.remove(trial);
        });
    env.resources().start("motet-url-test", trial);
    return ended;
  }

  /// Tests under way fail.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    underWay.forEach(trial -> trial.fail(closing()));
  }

  private static DialException tooSlow() {
    return new DialException(Reason.TIMEOUT, "no answer within " + LIMIT.toSeconds() + " s");
  }

  private static IOException closing() {
    return new IOException("the group closes");
  }

  /// One test.
  private final class Trial implements Runnable {
    private final Dialer via;
    private final CompletableFuture<Integer> outcome = new CompletableFuture<>();

    /// Guarded by `this`.
    private @Nullable Conn conn;

    Trial(Dialer via) {
      this.via = via;
    }

    @Override
    public void run() {
      try {
        outcome.complete(measure());
      } catch (IOException e) {
        outcome.completeExceptionally(e);
      } catch (RuntimeException e) {
        env.log().bug(null, e);
        outcome.completeExceptionally(e);
      }
    }

    /// From any thread.
    void fail(IOException reason) {
      outcome.completeExceptionally(reason);
      Conn there;
      synchronized (this) {
        there = conn;
      }
      if (there != null) {
        there.abort(reason);
      }
    }

    private synchronized void abortable(Conn dialled) throws IOException {
      conn = dialled;
      if (outcome.isDone()) {
        throw new IOException("too late");
      }
    }

    private int measure() throws IOException {
      HttpUrl target = HttpUrl.parse(url);
      Destination to = target.destination();
      Timeouts clock = env.resources().timeouts();
      long began = clock.nanoTime();
      try (Conn dialled = via.dial(new DialRequest(to))) {
        abortable(dialled);
        if (dialled.holdsHeader()) {
          began = clock.nanoTime();
        }
        Conn conn =
            target.secure()
                ? JdkTlsConn.client(dialled, to.host(), to.port(), env.roots())
                : dialled;
        ask(conn, target);
        return Math.toIntExact(Duration.ofNanos(clock.nanoTime() - began).toMillis());
      }
    }

    private void ask(Conn conn, HttpUrl target) throws IOException {
      Headers headers = new Headers().add("Host", target.authority()).add("User-Agent", USER_AGENT);
      conn.write(new RequestHead("HEAD", target.target(), 1, headers).toBuffer());
      try (H1Reader in = new H1Reader(conn, env.resources().buffers().messages())) {
        ResponseHead response;
        do {
          response = in.response();
          if (response == null) {
            throw new EOFException("end of stream before a response");
          }
        } while (response.status() < 200);
      }
    }
  }
}
