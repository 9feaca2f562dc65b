package dev.motet.protocol.socks;

import dev.motet.core.ComponentType;
import dev.motet.core.Env;
import dev.motet.core.Inbound;
import dev.motet.core.Users;
import dev.motet.dial.StreamInbound;
import dev.motet.io.StreamReader;

/// A SOCKS 4, 4a and 5 server.
public final class SocksInbound {
  public static final ComponentType<SocksInboundOptions, Inbound> TYPE =
      new ComponentType<>("socks", SocksInboundOptions::decode, SocksInbound::create);

  private SocksInbound() {}

  static Inbound create(Env env, SocksInboundOptions options) {
    Users users = new Users(options.users());
    SocksServer server = new SocksServer(env, options.listen(), users, SocksServer.HANDSHAKE_LIMIT);
    return new StreamInbound(
        env,
        options.listen(),
        users.credentials(),
        conn -> server.serve(conn, new StreamReader(conn, SocksServer.MAX_MESSAGE_BYTES)));
  }
}
