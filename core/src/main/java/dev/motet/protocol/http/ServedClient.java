package dev.motet.protocol.http;

import dev.motet.core.Env;
import dev.motet.core.Session;
import dev.motet.core.Users;
import dev.motet.http.h1.Authority;
import dev.motet.http.h1.Body;
import dev.motet.http.h1.H1Reader;
import dev.motet.http.h1.Headers;
import dev.motet.http.h1.HttpException;
import dev.motet.http.h1.RequestHead;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.IpLiteral;
import dev.motet.io.Network;
import dev.motet.io.SocketConn;
import dev.motet.io.Timeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One client of the proxy: its requests in their order, until it wants a tunnel or no more. Of one
/// thread.
final class ServedClient {
  /// Time between two requests.
  private static final Duration IDLE_LIMIT = Duration.ofMinutes(5);

  /// How long a client that was refused may go on sending until its connection is closed hard.
  private static final Duration LINGER_LIMIT = Duration.ofSeconds(2);

  private final Env env;
  private final Users users;
  private final Duration requestLimit;
  private final SocketConn conn;
  private final WatchedConn client;
  private final H1Reader requests;

  ServedClient(Env env, Users users, Duration requestLimit, SocketConn conn, Conn in) {
    this.env = env;
    this.users = users;
    this.requestLimit = requestLimit;
    this.conn = conn;
    this.client = new WatchedConn(in);
    this.requests = new H1Reader(client, env.resources().buffers().messages());
  }

  void serve() throws IOException {
    try (ForwardedRequests forwarded = new ForwardedRequests(env, client, requests)) {
      try {
        boolean more = true;
        for (Duration limit = requestLimit; more; limit = IDLE_LIMIT) {
          RequestHead head = next(limit);
          more = head != null && serve(head, forwarded);
        }
      } catch (HttpException e) {
        env.log()
            .debug(
                null,
                "connection from {}: {}",
                Destination.of(conn.remoteAddress()),
                e.getMessage());
        refuse(e.status(), forwarded);
      }
    }
  }

  private @Nullable RequestHead next(Duration limit) throws IOException {
    try (Timeouts.Timeout _ = env.resources().timeouts().abort(conn, limit, () -> tooSlow(limit))) {
      return requests.request();
    }
  }

  /// @return whether another request may follow
  private boolean serve(RequestHead head, ForwardedRequests forwarded) throws IOException {
    BasicLogin login = BasicLogin.read(head.headers().first("Proxy-Authorization"));
    if (!users.isEmpty() && (login == null || !users.accepts(login.username(), login.password()))) {
      throw new HttpException(
          HttpStatus.AUTHENTICATION_REQUIRED,
          login == null ? "no login" : "login of \"" + login.username() + "\" failed");
    }
    String user = users.isEmpty() || login == null ? null : login.username();
    Body body = Body.of(head);
    if (!head.method().equals("CONNECT")) {
      ForwardTarget target = ForwardTarget.of(head);
      return forwarded.serve(head, body, target, source(head.headers()), user);
    }
    Destination to = Authority.parse(head.target(), 0);
    if (!(body instanceof Body.None || body.equals(new Body.Length(0)))) {
      throw new HttpException(400, "CONNECT with a body");
    }
    Session session = env.session(Network.TCP, source(head.headers()), to, user);
    env.router().route(session, requests.rest(), new ConnectReply(conn));
    return false;
  }

  /// The client, or the one that a proxy before this one names as its client.
  private InetSocketAddress source(Headers headers) {
    for (String name : headers.words("X-Forwarded-For")) {
      InetAddress address = IpLiteral.parse(name);
      if (address != null) {
        return new InetSocketAddress(address, conn.remoteAddress().getPort());
      }
    }
    return conn.remoteAddress();
  }

  /// A close with unread bytes would take the answer away from the client: what it still sends is
  /// read for a while.
  private void refuse(int status, ForwardedRequests forwarded) throws IOException {
    conn.write(HttpStatus.response(status).toBuffer());
    conn.closeWrite();
    if (!forwarded.awaitBody(LINGER_LIMIT)) {
      return; // somebody else reads
    }
    DialException over = new DialException(DialException.Reason.TIMEOUT, "sends after the end");
    try (Timeouts.Timeout _ = env.resources().timeouts().abort(conn, LINGER_LIMIT, () -> over)) {
      Conn rest = requests.rest();
      Buffer ignored = Buffer.allocate(1024);
      while (rest.read(ignored) >= 0) {
        ignored.clear();
      }
    }
  }

  private static DialException tooSlow(Duration limit) {
    return new DialException(
        DialException.Reason.TIMEOUT, "no request within " + limit.toSeconds() + " s");
  }
}
