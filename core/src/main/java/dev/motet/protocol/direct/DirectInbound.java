package dev.motet.protocol.direct;

import dev.motet.core.ComponentType;
import dev.motet.core.Env;
import dev.motet.core.Inbound;
import dev.motet.core.Reply;
import dev.motet.core.UdpTable;
import dev.motet.dial.Listener;
import dev.motet.io.Destination;
import dev.motet.io.Network;
import dev.motet.io.PacketConn;
import dev.motet.io.SocketConn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Takes every connection and packet as one for a fixed destination, or for the address it arrived
/// at.
public final class DirectInbound implements Inbound {
  public static final ComponentType<DirectInboundOptions, Inbound> TYPE =
      new ComponentType<>("direct", DirectInboundOptions::decode, DirectInbound::new);

  private final Env env;
  private final DirectInboundOptions options;
  private final Listener listener;
  private final Map<Network, InetSocketAddress> bound = new ConcurrentHashMap<>();
  private volatile UdpTable.@Nullable Claim packets;

  DirectInbound(Env env, DirectInboundOptions options) {
    this.env = env;
    this.options = options;
    this.listener = new Listener(env, options.listen());
  }

  @Override
  public void start() throws IOException {
    if (options.network().contains(Network.TCP)) {
      listener.start(this::serve);
      listening(Network.TCP, listener.localAddress());
    }
    if (options.network().contains(Network.UDP)) {
      startUdp();
    }
  }

  /// Associations under way go on.
  @Override
  public void stopAccepting() {
    listener.close();
    UdpTable.Claim claimed = packets;
    if (claimed != null) {
      claimed.stop();
    }
  }

  @Override
  public void close() {
    listener.close();
    UdpTable.Claim claimed = packets;
    if (claimed != null) {
      claimed.close();
    }
  }

  @Override
  public boolean wouldLoop(Network network, InetSocketAddress to) {
    InetSocketAddress here = bound.get(network);
    return here != null && here.getPort() == to.getPort() && arrivesAt(here.getAddress(), to);
  }

  private static boolean arrivesAt(InetAddress here, InetSocketAddress to) {
    InetAddress there = to.getAddress();
    return here.equals(there)
        || there.isAnyLocalAddress()
        || (here.isAnyLocalAddress() && (there.isLoopbackAddress() || isLocal(there)));
  }

  private static boolean isLocal(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException _) {
      return false; // the system does not tell: the dial will
    }
  }

  private void listening(Network network, InetSocketAddress at) {
    bound.put(network, at);
    env.listening(network, at);
  }

  private void startUdp() throws IOException {
    UdpTable.Claim claimed = listener.claimPackets();
    packets = claimed;
    listening(Network.UDP, claimed.localAddress());
    Destination destination = options.destination(claimed.localAddress());
    claimed.start(destination, (source, association) -> serve(source, association, destination));
  }

  private void serve(SocketConn conn) {
    Destination destination = options.destination(conn.localAddress());
    env.router()
        .route(env.session(Network.TCP, conn.remoteAddress(), destination, null), conn, Reply.NONE);
  }

  private void serve(InetSocketAddress source, PacketConn association, Destination destination) {
    env.router()
        .route(env.session(Network.UDP, source, destination, null), association, Reply.NONE);
  }
}
