package dev.motet.protocol.http;

import dev.motet.core.ComponentType;
import dev.motet.core.Env;
import dev.motet.core.Inbound;
import dev.motet.core.Users;
import dev.motet.dial.StreamInbound;
import dev.motet.secure.TlsAcceptor;
import java.io.IOException;

/// An HTTP proxy.
public final class HttpInbound {
  public static final ComponentType<HttpInboundOptions, Inbound> TYPE =
      new ComponentType<>("http", HttpInboundOptions::decode, HttpInbound::create);

  private HttpInbound() {}

  static Inbound create(Env env, HttpInboundOptions options) throws IOException {
    Users users = new Users(options.users());
    HttpServer server = new HttpServer(env, users, HttpServer.REQUEST_LIMIT);
    return new StreamInbound(
        env,
        options.listen(),
        users.credentials(),
        TlsAcceptor.around(env, options.tls(), conn -> server.serve(conn, conn)));
  }
}
