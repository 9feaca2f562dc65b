package dev.motet.dial;

import dev.motet.core.Component;
import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.core.Env;
import dev.motet.core.Inbound;
import dev.motet.core.Resources;
import dev.motet.core.Session;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.Network;
import dev.motet.io.PacketConn;
import dev.motet.io.SocketConfig;
import dev.motet.io.SocketPacketConn;
import dev.motet.io.UnsupportedSocketOptionException;
import dev.motet.option.DialOptions;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Dials through the operating system, set up as the dial fields say.
final class SystemDialer implements Dialer {
  private final Resources resources;
  private final SocketConfig config;
  private final Names names;
  private final HappyEyeballs happyEyeballs;

  SystemDialer(Env env, DialOptions options) {
    this.resources = env.resources();
    this.config = options.socket();
    this.names = new Names(env, options.domainResolver(), options.domainStrategy());
    this.happyEyeballs =
        new HappyEyeballs(
            resources.timeouts(), resources.sockets().threads(), options.fallbackDelay());
  }

  @Override
  public Conn dial(DialRequest request) throws IOException {
    List<InetAddress> addresses = names.addresses(request);
    int port = request.to().port();
    HappyEyeballs.Connector connector =
        address -> connect(request, new InetSocketAddress(address, port));
    try {
      if (addresses.size() == 1) {
        return connector.connect(addresses.getFirst());
      }
      // With fast open nothing is connected before the first write: no race can be won.
      return config.fastOpen()
          ? HappyEyeballs.inTurn(addresses, connector)
          : happyEyeballs.connect(
              addresses, addresses.getFirst() instanceof Inet6Address, connector);
    } catch (UnsupportedSocketOptionException e) {
      throw unsupported(e);
    }
  }

  private Conn connect(DialRequest request, InetSocketAddress to) throws IOException {
    refuseLoop(request, Network.TCP, to);
    return resources.sockets().connect(to, resources.outgoing().applied(config, to.getAddress()));
  }

  @Override
  public PacketConn bind(DialRequest request) throws IOException {
    InetAddress first = names.addresses(request).getFirst();
    refuseLoop(request, Network.UDP, new InetSocketAddress(first, request.to().port()));
    SocketPacketConn socket;
    try {
      socket = resources.sockets().bind(local(first), resources.outgoing().applied(config, first));
    } catch (UnsupportedSocketOptionException e) {
      throw unsupported(e);
    }
    Destination.Ip target = new Destination.Ip(first, request.to().port());
    PacketConn conn =
        request.socket().udpConnect() ? new ConnectedPacketConn(socket, target) : socket;
    return new NamedPacketConn(conn, names, request, target);
  }

  /// A session that its inbound sent here without being told where to go, and that would arrive
  /// there again, would take all descriptors.
  private static void refuseLoop(DialRequest request, Network network, InetSocketAddress to)
      throws DialException {
    Session session = request.session();
    Component<?> origin = session == null ? null : session.inbound();
    if (origin != null
        && origin.instance() instanceof Inbound inbound
        && inbound.wouldLoop(network, to)) {
      throw new DialException(
          DialException.Reason.REJECTED, "loop: " + origin + " listens at " + Destination.of(to));
    }
  }

  private @Nullable InetSocketAddress local(InetAddress to) {
    InetAddress local = to instanceof Inet4Address ? config.bind4() : config.bind6();
    return local == null ? null : new InetSocketAddress(local, 0);
  }

  private static DialException unsupported(UnsupportedSocketOptionException e) {
    return new DialException(DialException.Reason.UNSUPPORTED, String.valueOf(e.getMessage()), e);
  }
}
