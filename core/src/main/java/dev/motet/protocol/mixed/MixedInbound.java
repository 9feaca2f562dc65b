package dev.motet.protocol.mixed;

import dev.motet.core.ComponentType;
import dev.motet.core.Env;
import dev.motet.core.Inbound;
import dev.motet.core.Users;
import dev.motet.dial.StreamInbound;
import dev.motet.io.DialException;
import dev.motet.io.SocketConn;
import dev.motet.io.StreamReader;
import dev.motet.io.Timeouts;
import dev.motet.protocol.http.HttpInboundOptions;
import dev.motet.protocol.http.HttpServer;
import dev.motet.protocol.socks.SocksServer;
import dev.motet.secure.TlsAcceptor;
import java.io.IOException;
import java.time.Duration;

/// A SOCKS server and an HTTP proxy on one port: the first byte tells which one a client means.
public final class MixedInbound {
  public static final ComponentType<HttpInboundOptions, Inbound> TYPE =
      new ComponentType<>("mixed", HttpInboundOptions::decode, MixedInbound::create);

  private static final Duration FIRST_BYTE_LIMIT = Duration.ofSeconds(15);

  private final Timeouts timeouts;
  private final SocksServer socks;
  private final HttpServer http;

  private MixedInbound(Env env, HttpInboundOptions options, Users users) {
    this.timeouts = env.resources().timeouts();
    this.socks = new SocksServer(env, options.listen(), users, SocksServer.HANDSHAKE_LIMIT);
    this.http = new HttpServer(env, users, HttpServer.REQUEST_LIMIT);
  }

  static Inbound create(Env env, HttpInboundOptions options) throws IOException {
    Users users = new Users(options.users());
    MixedInbound mixed = new MixedInbound(env, options, users);
    return new StreamInbound(
        env,
        options.listen(),
        users.credentials(),
        TlsAcceptor.around(env, options.tls(), mixed::serve));
  }

  private void serve(SocketConn conn) throws IOException {
    StreamReader in = new StreamReader(conn, SocksServer.MAX_MESSAGE_BYTES);
    int first;
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
