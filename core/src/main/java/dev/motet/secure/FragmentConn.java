package dev.motet.secure;

import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.ForwardingConn;
import dev.motet.io.SocketConn;
import dev.motet.io.Timeouts;
import dev.motet.option.TlsFragmentOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/// Cuts the ClientHello that is written first, and is transparent from then on (inventory TLS-3).
///
/// In segments each part waits for the acknowledgement of the one before, which a kernel tells of a
/// bare socket. An answer within 20 ms comes from this machine, as of a transparent proxy, and says
/// nothing about the way: then, and where nobody knows, the fallback delay is waited.
public final class FragmentConn extends ForwardingConn {
  private static final Duration POLL = Duration.ofMillis(10);
  private static final long NEARBY_NANOS = Duration.ofMillis(20).toNanos();

  /// A peer that acknowledges nothing for so long gets the rest anyway.
  private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();

  private final TlsFragmentOptions how;
  private final Timeouts timeouts;
  private final RandomGenerator random;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /// Of the writing thread.
  private boolean done;

  /// @param random of the place of the cut
  public FragmentConn(
      Conn below, TlsFragmentOptions how, Timeouts timeouts, RandomGenerator random) {
    super(below);
    this.how = how;
    this.timeouts = timeouts;
    this.random = random;
  }

  @Override
  public void write(Buffer from) throws IOException {
    if (done || from.isEmpty()) {
      below.write(from);
      return;
    }
    done = true;
    List<Buffer> parts = HelloCut.cut(from, how.recordFragment(), random);
    if (parts.size() == 1) {
      below.write(from);
      return;
    }
    from.from = from.to;
    if (how.fragment()) {
      writeApart(parts);
    } else {
      below.write(parts.getFirst(), parts.getLast());
    }
  }

  @Override
  public void write(Buffer head, Buffer body) throws IOException {
    if (done) {
      below.write(head, body);
      return;
    }
    Buffer joined = Buffer.allocate(head.length() + body.length());
    joined.append(head);
    joined.append(body);
    head.from = head.to;
    body.from = body.to;
    write(joined);
  }

  private void writeApart(List<Buffer> parts) throws IOException {
    for (Buffer part : parts) {
      below.write(part);
      if (part != parts.getLast()) {
        awaitArrival();
      }
    }
  }

  private void awaitArrival() throws IOException {
    if (!(below.sink() instanceof SocketConn socket)) {
      return; // the parts go into something that has no segments of its own
    }
    long begin = timeouts.nanoTime();
    int underWay = socket.unacknowledged();
    while (underWay > 0 && timeouts.nanoTime() - begin < PATIENCE_NANOS) {
      pause(POLL);
      underWay = socket.unacknowledged();
    }
    if (underWay < 0 || timeouts.nanoTime() - begin <= NEARBY_NANOS) {
      pause(how.fallbackDelay());
    }
  }

  /// Ends early with the connection, whose next write then says so.
  private void pause(Duration length) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    try (Timeouts.Timeout _ = timeouts.after(length, () -> over.complete(null))) {
      CompletableFuture.anyOf(over, ended).join();
    }
  }

  @Override
  public Conn source() {
    return below.source();
  }

  @Override
  public Conn sink() {
    return done ? below.sink() : this;
  }

  @Override
  public void abort(IOException reason) {
    below.abort(reason);
    ended.complete(null);
  }

  @Override
  public void close() {
    below.close();
    ended.complete(null);
  }
}
