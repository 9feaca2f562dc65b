package dev.motet.protocol.mixed;

import dev.motet.core.ComponentType;
import dev.motet.core.Env;
import dev.motet.core.Inbound;
import dev.motet.core.Injectable;
import dev.motet.core.Users;
import dev.motet.dial.Listener;
import dev.motet.io.DialException;
import dev.motet.io.Network;
import dev.motet.io.SocketConn;
import dev.motet.io.StreamReader;
import dev.motet.io.Timeouts;
import dev.motet.protocol.http.HttpInboundOptions;
import dev.motet.protocol.http.HttpServer;
import dev.motet.protocol.socks.SocksServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/// A SOCKS server and an HTTP proxy on one port: the first byte tells which one a client means.
public final class MixedInbound implements Injectable {
  public static final ComponentType<HttpInboundOptions, Inbound> TYPE =
      new ComponentType<>("mixed", HttpInboundOptions::decode, MixedInbound::new);

  private static final Duration FIRST_BYTE_LIMIT = Duration.ofSeconds(15);

  private final Env env;
  private final Listener listener;
  private final Users users;
  private final SocksServer socks;
  private final HttpServer http;

  MixedInbound(Env env, HttpInboundOptions options) {
    this.users = new Users(options.users());
    this.env = env;
    this.listener = new Listener(env, options.listen());
    this.socks = new SocksServer(env, options.listen(), users, SocksServer.HANDSHAKE_LIMIT);
    this.http = new HttpServer(env, users, HttpServer.REQUEST_LIMIT);
  }

  @Override
  public void start() throws IOException {
    listener.start(this::serve);
    env.listening(Network.TCP, listener.localAddress());
  }

  @Override
  public void stopAccepting() {
    listener.close();
  }

  @Override
  public Map<String, ?> credentials() {
    return users.credentials();
  }

  @Override
  public void close() {
    listener.close();
  }

  @Override
  public void serve(SocketConn conn) throws IOException {
    StreamReader in = new StreamReader(conn, SocksServer.MAX_MESSAGE_BYTES);
    int first;
    Timeouts timeouts = env.resources().timeouts();
    try (Timeouts.Timeout _ = timeouts.abort(conn, FIRST_BYTE_LIMIT, MixedInbound::tooSlow)) {
      first = in.peek();
    }
    switch (first) {
      case 4, 5 -> socks.serve(conn, in);
      default -> http.serve(conn, in.rest());
    }
  }

  private static DialException tooSlow() {
    return new DialException(
        DialException.Reason.TIMEOUT, "no request within " + FIRST_BYTE_LIMIT.toSeconds() + " s");
  }
}
