package dev.motet.protocol.http;

import dev.motet.core.Resources;
import dev.motet.http.h1.Body;
import dev.motet.http.h1.BodyReader;
import dev.motet.http.h1.BodyWriter;
import dev.motet.http.h1.H1Reader;
import dev.motet.http.h1.Headers;
import dev.motet.http.h1.HttpException;
import dev.motet.http.h1.Persistence;
import dev.motet.http.h1.RequestHead;
import dev.motet.http.h1.ResponseHead;
import dev.motet.io.Buffer;
import dev.motet.io.Counters;
import dev.motet.io.DialException;
import dev.motet.io.Timeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One request and its response, from the client to an upstream and back. The request's body moves
/// on a thread of its own, since a server may answer before it has all of it.
final class Exchange {
  /// What is left of the two connections.
  enum Outcome {
    BOTH_STAY,
    CLIENT_STAYS,
    ENDS,
    /// The upstream ended before a response began; the client has heard nothing yet.
    NO_ANSWER
  }

  /// Time for the rest of a request's body once its response is complete.
  private static final Duration BODY_LIMIT = Duration.ofSeconds(1);

  /// Time for a server to take a block of a request's body.
  private static final Duration BLOCK_LIMIT = Duration.ofMinutes(5);

  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
  private CompletableFuture<Void> bodyRead = CompletableFuture.completedFuture(null);
  private final Resources resources;
  private final WatchedConn client;
  private final H1Reader requests;
  private final Upstream upstream;

  /// @param requests reads `client`
  Exchange(Resources resources, WatchedConn client, H1Reader requests, Upstream upstream) {
    this.resources = resources;
    this.client = client;
    this.requests = requests;
    this.upstream = upstream;
  }

  /// @param head as the client sent it
  /// @param outgoing what the server gets
  /// @throws IOException when the response cannot be completed: the client must not take what it
  ///   got for all of it
  Outcome run(RequestHead head, RequestHead outgoing, Body body) throws IOException {
    ResponseHead response;
    try (ClientWatch watch = new ClientWatch(resources, client, upstream.conn())) {
      response = ask(head, outgoing, body, watch);
      if (response == null) {
        return Outcome.NO_ANSWER;
      }
      if (response.status() != 101) {
        return answer(head, response, watch);
      }
    }
    return switchProtocols(response);
  }

  /// Sends the request and waits for its response; null when there is none.
  private @Nullable ResponseHead ask(
      RequestHead head, RequestHead outgoing, Body body, ClientWatch watch) throws IOException {
    try {
      upstream.conn().write(outgoing.toBuffer());
      if (!(body instanceof Body.None)) {
        send(requests.body(body), body instanceof Body.Chunked);
      }
      return finalResponse(head, watch);
    } catch (ClientGone e) {
      throw e.cause;
    } catch (IOException e) {
      fail(e);
      return null;
    }
  }

  /// What the upstream or the client's body did wrong, the first of it.
  @Nullable IOException failure() {
    return failure.get();
  }

  /// Runs `task` when the request's body was read from the client, or cannot be.
  void afterBody(Runnable task) {
    var _ = bodyRead.whenComplete((_, _) -> task.run());
  }

  /// Waits until the request's body was read from the client, and not more than `limit`.
  boolean awaitBody(Duration limit) {
    try {
      bodyRead.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static boolean wantsUpgrade(RequestHead head) {
    // RFC 9110 7.8: a server ignores it in an HTTP/1.0 request.
    return head.minor() == 1
        && head.headers().has("Upgrade")
        && head.headers().words("Connection").contains("upgrade");
  }

  private void send(BodyReader body, boolean chunked) {
    CompletableFuture<Void> read = new CompletableFuture<>();
    bodyRead = read;
    resources.start(
        "motet-http-body",
        () -> {
          try {
            send(body, new BodyWriter(upstream.conn(), chunked));
            read.complete(null);
          } catch (IOException e) {
            fail(e);
            upstream.conn().abort(e); // a server must not take a part for all of it
            read.completeExceptionally(e);
          }
        });
  }

  /// Reads all of the body even when the upstream takes no more of it: the client is to see the
  /// response.
  private void send(BodyReader body, BodyWriter out) throws IOException {
    AtomicBoolean taken = new AtomicBoolean(true);
    BodyCopy.run(body, part -> taken.set(taken.get() && tryWrite(out, part)), resources.buffers());
    if (taken.get()) {
      out.end(body.trailers());
    }
  }

  private boolean tryWrite(BodyWriter out, Buffer part) {
    Timeouts timeouts = resources.timeouts();
    try (Timeouts.Timeout _ = timeouts.abort(upstream.conn(), BLOCK_LIMIT, Exchange::stalled)) {
      out.write(part);
      return true;
    } catch (IOException _) {
      return false; // the thread that waits for the response learns why
    }
  }

  /// Passes interim responses on. Null at the end of the stream.
  private @Nullable ResponseHead finalResponse(RequestHead head, ClientWatch watch)
      throws IOException {
    while (true) {
      ResponseHead response = upstream.responses().response();
      if (response == null || response.status() >= 200) {
        return response;
      }
      if (response.status() == 101) {
        if (!wantsUpgrade(head)) {
          throw new IOException("server switched protocols unasked");
        }
        return response;
      }
      if (head.minor() == 1) {
        passInterim(response);
        watch.passed();
      }
    }
  }

  private void passInterim(ResponseHead response) throws ClientGone {
    Headers headers = endToEnd(response);
    try {
      client.write(new ResponseHead(1, response.status(), response.reason(), headers).toBuffer());
    } catch (IOException e) {
      throw new ClientGone(e);
    }
  }

  private Outcome answer(RequestHead head, ResponseHead response, ClientWatch watch)
      throws IOException {
    Body framing;
    try {
      framing = Body.of(response, head.method());
    } catch (HttpException e) {
      fail(e);
      return Outcome.NO_ANSWER;
    }
    boolean chunked = framing instanceof Body.Chunked && head.minor() == 1;
    boolean endIsMarked = chunked || framing instanceof Body.None || framing instanceof Body.Length;
    boolean stays = head.keepsAlive() && endIsMarked;
    Headers headers = endToEnd(response);
    if (chunked) {
      headers.add("Transfer-Encoding", "chunked");
    }
    if (!stays) {
      headers.add("Connection", "close");
    } else if (head.minor() == 0) {
      headers.add("Connection", "keep-alive");
    }
    client.write(new ResponseHead(1, response.status(), response.reason(), headers).toBuffer());
    watch.passed();
    copyBody(framing, new BodyWriter(client, chunked), watch);
    if (!stays || !awaitBody(BODY_LIMIT)) {
      return Outcome.ENDS;
    }
    return response.keepsAlive() && !(framing instanceof Body.UntilClose)
        ? Outcome.BOTH_STAY
        : Outcome.CLIENT_STAYS;
  }

  /// RFC 9110 8.6: these have no length, and a client that believes in one would take the next
  /// response for the body.
  private static Headers endToEnd(ResponseHead response) {
    Headers headers = Persistence.endToEnd(response.headers());
    if (response.status() < 200 || response.status() == 204) {
      headers.remove("Content-Length");
    }
    return headers;
  }

  private void copyBody(Body framing, BodyWriter out, ClientWatch watch) throws IOException {
    BodyReader body = upstream.responses().body(framing);
    try {
      BodyCopy.run(
          body,
          part -> {
            out.write(part);
            watch.passed();
          },
          resources.buffers());
      out.end(body.trailers());
    } catch (HttpException e) {
      // the client has a status already, it must not get another one
      throw new IOException("response: " + e.getMessage(), e);
    }
  }

  private void fail(IOException cause) {
    failure.compareAndSet(null, cause);
  }

  /// From here on both sides speak something else.
  private Outcome switchProtocols(ResponseHead response) throws IOException {
    // The thread that reads the request's body and the pump must not read the client both.
    if (!awaitBody(BODY_LIMIT)) {
      throw new IOException("server switched protocols before the end of the request's body");
    }
    Headers headers = endToEnd(response).add("Connection", "Upgrade");
    response.headers().all("Upgrade").forEach(protocol -> headers.add("Upgrade", protocol));
    client.write(new ResponseHead(1, 101, response.reason(), headers).toBuffer());
    resources.pump().both(requests.rest(), upstream.responses().rest(), new Counters());
    return Outcome.ENDS;
  }

  private static DialException stalled() {
    return new DialException(
        DialException.Reason.TIMEOUT,
        "server took nothing of the body within " + BLOCK_LIMIT.toSeconds() + " s");
  }

  /// The client, not the upstream, cannot be reached any more.
  private static final class ClientGone extends IOException {
    private final IOException cause;

    ClientGone(IOException cause) {
      super(cause);
      this.cause = cause;
    }
  }
}
