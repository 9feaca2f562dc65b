package dev.motet.protocol.http;

import dev.motet.core.ComponentType;
import dev.motet.core.Env;
import dev.motet.core.Inbound;
import dev.motet.core.Injectable;
import dev.motet.core.Users;
import dev.motet.dial.Listener;
import dev.motet.io.Network;
import dev.motet.io.SocketConn;
import java.io.IOException;
import java.util.Map;

/// An HTTP proxy.
public final class HttpInbound implements Injectable {
  public static final ComponentType<HttpInboundOptions, Inbound> TYPE =
      new ComponentType<>("http", HttpInboundOptions::decode, HttpInbound::new);

  private final Env env;
  private final Listener listener;
  private final Users users;
  private final HttpServer server;

  HttpInbound(Env env, HttpInboundOptions options) {
    this.env = env;
    this.users = new Users(options.users());
    this.listener = new Listener(env, options.listen());
    this.server = new HttpServer(env, users, HttpServer.REQUEST_LIMIT);
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
    server.serve(conn, conn);
  }
}
