package dev.motet.protocol.http;

import dev.motet.core.ComponentType;
import dev.motet.core.Env;
import dev.motet.core.Inbound;
import dev.motet.core.Users;
import dev.motet.dial.StreamInbound;

/// An HTTP proxy.
public final class HttpInbound {
  public static final ComponentType<HttpInboundOptions, Inbound> TYPE =
      new ComponentType<>("http", HttpInboundOptions::decode, HttpInbound::create);

  private HttpInbound() {}

  static Inbound create(Env env, HttpInboundOptions options) {
    Users users = new Users(options.users());
    HttpServer server = new HttpServer(env, users, HttpServer.REQUEST_LIMIT);
    return new StreamInbound(
        env, options.listen(), users.credentials(), conn -> server.serve(conn, conn));
  }
}
