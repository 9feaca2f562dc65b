package dev.motet.protocol.http;

import dev.motet.core.Env;
import dev.motet.core.Reply;
import dev.motet.core.Resources;
import dev.motet.core.Session;
import dev.motet.http.h1.H1Reader;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.MemoryPipe;
import dev.motet.io.Network;
import dev.motet.io.Timeouts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A routed session to an origin server that carries requests of one client. Of the client's
/// thread, but for the answer of the router.
final class Upstream implements AutoCloseable {
  /// What must be equal for another request to use it.
  record Key(Destination destination, InetSocketAddress source, @Nullable String user) {}

  /// Time for a server to close its side.
  private static final Duration CLOSING_LIMIT = Duration.ofSeconds(5);

  private final Timeouts timeouts;
  private final Key key;
  private final Conn conn;
  private final H1Reader responses;
  private volatile @Nullable DialException refusal;
  private boolean idle;

  private Upstream(Resources resources, Key key, Conn conn) {
    this.timeouts = resources.timeouts();
    this.key = key;
    this.conn = conn;
    this.responses = new H1Reader(conn, resources.buffers().messages());
  }

  /// Begins a session, which the router works on by itself.
  static Upstream open(Env env, Key key) {
    MemoryPipe pipe = MemoryPipe.create();
    Upstream upstream = new Upstream(env.resources(), key, pipe.near());
    Session session = env.session(Network.TCP, key.source, key.destination, key.user);
    env.resources()
        .start(
            "motet-http-session", () -> env.router().route(session, pipe.far(), upstream.reply()));
    return upstream;
  }

  Key key() {
    return key;
  }

  Conn conn() {
    return conn;
  }

  H1Reader responses() {
    return responses;
  }

  /// Why the router ended it, as far as it said so.
  @Nullable DialException refusal() {
    return refusal;
  }

  /// Whether it carried a request before, and waits for another.
  boolean idle() {
    return idle;
  }

  void idle(boolean now) {
    idle = now;
  }

  /// Ends an idle session as a client does that needs no more; any other hard, so that a server
  /// does not take a part for the whole.
  @Override
  public void close() {
    responses.close();
    if (!idle) {
      conn.abort(new IOException("request abandoned"));
      return;
    }
    try {
      conn.closeWrite();
    } catch (IOException _) {
      conn.close();
    }
    timeouts.after(CLOSING_LIMIT, conn::close);
  }

  private Reply reply() {
    return new Reply() {
      @Override
      public void accepted() {}

      @Override
      public void refused(DialException cause) {
        refusal = cause;
      }
    };
  }
}
