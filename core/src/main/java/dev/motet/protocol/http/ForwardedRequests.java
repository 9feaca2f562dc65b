package dev.motet.protocol.http;

import dev.motet.core.Env;
import dev.motet.http.h1.Body;
import dev.motet.http.h1.H1Reader;
import dev.motet.http.h1.Headers;
import dev.motet.http.h1.HttpException;
import dev.motet.http.h1.Persistence;
import dev.motet.http.h1.RequestHead;
import dev.motet.io.DialException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The requests of one client that are passed on one by one. Each goes to the server that it names,
/// in a session of its own unless the one before it can be used again. Of the client's thread.
final class ForwardedRequests implements AutoCloseable {
  /// What may be sent twice when a server closes a connection that was kept (RFC 9110 9.2.2).
  private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private final Env env;
  private final WatchedConn client;
  private final H1Reader requests;
  private @Nullable Upstream upstream;
  private @Nullable Exchange last;

  ForwardedRequests(Env env, WatchedConn client, H1Reader requests) {
    this.env = env;
    this.client = client;
    this.requests = requests;
  }

  /// Passes one request on and its response back.
  ///
  /// @return whether another request may follow
  /// @throws HttpException when the client can still be answered
  boolean serve(
      RequestHead head,
      Body body,
      ForwardTarget target,
      InetSocketAddress source,
      @Nullable String user)
      throws IOException {
    Upstream.Key key = new Upstream.Key(target.destination(), source, user);
    boolean repeatable = REPEATABLE.contains(head.method()) && body instanceof Body.None;
    RequestHead outgoing = outgoing(head, body, target);
    Upstream to = take(key);
    boolean kept = to.idle();
    Exchange exchange = begin(to);
    Exchange.Outcome outcome = exchange.run(head, outgoing, body);
    if (outcome == Exchange.Outcome.NO_ANSWER && kept && repeatable) {
      to.close();
      to = Upstream.open(env, key);
      exchange = begin(to);
      outcome = exchange.run(head, outgoing, body);
    }
    switch (outcome) {
      case BOTH_STAY -> to.idle(true);
      case CLIENT_STAYS, ENDS -> drop(to);
      case NO_ANSWER -> {
        to.close(); // what the server still sends must not wait while the client is told
        upstream = null;
        throw noAnswer(to.refusal(), exchange.failure());
      }
    }
    return outcome != Exchange.Outcome.ENDS;
  }

  /// Waits until the body of the last request was read from the client.
  ///
  /// @return false when it was not within `limit`: another thread still reads it
  boolean awaitBody(Duration limit) {
    return last == null || last.awaitBody(limit);
  }

  /// Ends the session of the last request, and gives back what its body is read with.
  @Override
  public void close() {
    Upstream kept = upstream;
    if (kept != null) {
      kept.close();
    }
    if (last == null) {
      requests.close();
    } else {
      last.afterBody(requests::close);
    }
  }

  private Exchange begin(Upstream to) {
    upstream = to;
    to.idle(false);
    Exchange exchange = new Exchange(env.resources(), client, requests, to);
    last = exchange;
    return exchange;
  }

  /// After a whole response.
  private void drop(Upstream ended) {
    ended.idle(true);
    ended.close();
    upstream = null;
  }

  private static IOException noAnswer(
      @Nullable DialException refusal, @Nullable IOException failure) {
    if (refusal != null) {
      return refusal.reason() == DialException.Reason.DROPPED
          ? refusal
          : new HttpException(
              HttpStatus.of(refusal.reason()), String.valueOf(refusal.getMessage()));
    }
    return failure instanceof HttpException known
        ? known
        : new HttpException(HttpStatus.BAD_GATEWAY, "server ended without a response");
  }

  private Upstream take(Upstream.Key key) {
    Upstream kept = upstream;
    if (kept != null && kept.key().equals(key)) {
      return kept;
    }
    if (kept != null) {
      kept.close();
    }
    return Upstream.open(env, key);
  }

  private static RequestHead outgoing(RequestHead head, Body body, ForwardTarget target) {
    Headers headers = new Headers().add("Host", target.host());
    for (Headers.Field field : Persistence.endToEnd(head.headers())) {
      if (!field.name().equalsIgnoreCase("Host")) {
        headers.add(field.name(), field.value());
      }
    }
    if (body instanceof Body.Chunked) {
      headers.add("Transfer-Encoding", "chunked");
    }
    if (Exchange.wantsUpgrade(head)) {
      headers.add("Connection", "Upgrade");
      head.headers().all("Upgrade").forEach(protocol -> headers.add("Upgrade", protocol));
    }
    return new RequestHead(head.method(), target.path(), 1, headers);
  }
}
