package dev.motet.protocol.http;

import dev.motet.core.Env;
import dev.motet.core.Users;
import dev.motet.io.Conn;
import dev.motet.io.SocketConn;
import java.io.IOException;
import java.time.Duration;

/// Serves the connections of HTTP clients, each on its calling thread; shared by the inbounds that
/// accept them.
public final class HttpServer {
  /// Time that a client has for its first request.
  public static final Duration REQUEST_LIMIT = Duration.ofSeconds(15);

  private final Env env;
  private final Users users;
  private final Duration requestLimit;

  public HttpServer(Env env, Users users, Duration requestLimit) {
    this.env = env;
    this.users = users;
    this.requestLimit = requestLimit;
  }

  /// Blocks until the connection was served; the caller closes it.
  ///
  /// @param in yields what `conn` does, bytes that were read before included
  public void serve(SocketConn conn, Conn in) throws IOException {
    new ServedClient(env, users, requestLimit, conn, in).serve();
  }
}
