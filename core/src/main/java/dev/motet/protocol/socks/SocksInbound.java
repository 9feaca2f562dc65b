package dev.motet.protocol.socks;

import dev.motet.core.ComponentType;
import dev.motet.core.Env;
import dev.motet.core.Inbound;
import dev.motet.core.Injectable;
import dev.motet.core.Users;
import dev.motet.dial.Listener;
import dev.motet.io.Network;
import dev.motet.io.SocketConn;
import dev.motet.io.StreamReader;
import java.io.IOException;
import java.util.Map;

/// A SOCKS 4, 4a and 5 server.
public final class SocksInbound implements Injectable {
  public static final ComponentType<SocksInboundOptions, Inbound> TYPE =
      new ComponentType<>("socks", SocksInboundOptions::decode, SocksInbound::new);

  private final Env env;
  private final Listener listener;
  private final Users users;
  private final SocksServer server;

  SocksInbound(Env env, SocksInboundOptions options) {
    this.env = env;
    this.users = new Users(options.users());
    this.listener = new Listener(env, options.listen());
    this.server = new SocksServer(env, options.listen(), users, SocksServer.HANDSHAKE_LIMIT);
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
    server.serve(conn, new StreamReader(conn, SocksServer.MAX_MESSAGE_BYTES));
  }
}
