package dev.motet.protocol.direct;

import dev.motet.core.ComponentType;
import dev.motet.core.Env;
import dev.motet.core.Inbound;
import dev.motet.core.Reply;
import dev.motet.dial.Listener;
import dev.motet.dial.UdpTable;
import dev.motet.io.Destination;
import dev.motet.io.Network;
import dev.motet.io.PacketConn;
import dev.motet.io.SocketConn;
import dev.motet.io.SocketPacketConn;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Takes every connection and packet as one for a fixed destination, or for the address it arrived
/// at.
public final class DirectInbound implements Inbound {
  public static final ComponentType<DirectInboundOptions, Inbound> TYPE =
      new ComponentType<>("direct", DirectInboundOptions::decode, DirectInbound::new);

  private final Env env;
  private final DirectInboundOptions options;
  private final Listener listener;
  private @Nullable UdpTable associations;

  DirectInbound(Env env, DirectInboundOptions options) {
    this.env = env;
    this.options = options;
    this.listener = new Listener(env, options.listen());
  }

  @Override
  public void start() throws IOException {
    if (options.network().contains(Network.TCP)) {
      listener.start(this::serve);
      env.listening(Network.TCP, listener.localAddress());
    }
    if (options.network().contains(Network.UDP)) {
      startUdp();
    }
  }

  @Override
  public void stopAccepting() {
    listener.close();
  }

  @Override
  public void close() {
    listener.close();
    UdpTable table = associations;
    if (table != null) {
      table.close();
    }
  }

  private void startUdp() throws IOException {
    SocketPacketConn socket = listener.bind();
    env.listening(Network.UDP, socket.localAddress());
    Destination destination = options.destination(socket.localAddress());
    UdpTable table = new UdpTable(env, socket, destination);
    associations = table;
    table.start((source, packets) -> serve(source, packets, destination));
  }

  private void serve(SocketConn conn) {
    Destination destination = options.destination(conn.localAddress());
    env.router()
        .route(env.session(Network.TCP, conn.remoteAddress(), destination, null), conn, Reply.NONE);
  }

  private void serve(InetSocketAddress source, PacketConn packets, Destination destination) {
    env.router().route(env.session(Network.UDP, source, destination, null), packets, Reply.NONE);
  }
}
