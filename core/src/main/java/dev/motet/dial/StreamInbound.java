package dev.motet.dial;

import dev.motet.core.Env;
import dev.motet.core.Injectable;
import dev.motet.io.Network;
import dev.motet.io.SocketConn;
import dev.motet.option.ListenOptions;
import java.io.IOException;
import java.util.Map;

/// An inbound that is a TCP listener and a server of its connections. Other inbounds may hand it
/// theirs.
public final class StreamInbound implements Injectable {
  private final Env env;
  private final Listener listener;
  private final Map<String, ?> credentials;
  private final Listener.Handler server;

  /// @param credentials as [#credentials()]
  /// @param server of one connection at a time for each calling thread
  public StreamInbound(
      Env env, ListenOptions listen, Map<String, ?> credentials, Listener.Handler server) {
    this.env = env;
    this.listener = new Listener(env, listen);
    this.credentials = credentials;
    this.server = server;
  }

  @Override
  public void start() throws IOException {
    listener.start(server);
    env.listening(Network.TCP, listener.localAddress());
  }

  @Override
  public void stopAccepting() {
    listener.close();
  }

  @Override
  public Map<String, ?> credentials() {
    return credentials;
  }

  @Override
  public void close() {
    listener.close();
  }

  @Override
  public void serve(SocketConn conn) throws IOException {
    server.serve(conn);
  }
}
