package dev.motet.dial;

import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.core.Env;
import dev.motet.core.Resources;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.PacketConn;
import dev.motet.io.SocketConfig;
import dev.motet.io.SocketPacketConn;
import dev.motet.io.UnsupportedSocketOptionException;
import dev.motet.option.DialOptions;
import java.io.IOException;
import java.net.Inet4Address;
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
        address -> resources.sockets().connect(new InetSocketAddress(address, port), config);
    try {
      if (addresses.size() == 1) {
        return connector.connect(addresses.getFirst());
      }
      // With fast open nothing is connected before the first write: no race can be won.
      return config.fastOpen()
          ? HappyEyeballs.inTurn(addresses, connector)
          : happyEyeballs.connect(addresses, names.prefersIpv6(), connector);
    } catch (UnsupportedSocketOptionException e) {
      throw unsupported(e);
    }
  }

  @Override
  public PacketConn bind(DialRequest request) throws IOException {
    InetAddress first = names.addresses(request).getFirst();
    SocketPacketConn socket;
    try {
      socket = resources.sockets().bind(local(first), config);
    } catch (UnsupportedSocketOptionException e) {
      throw unsupported(e);
    }
    Destination.Ip target = new Destination.Ip(first, request.to().port());
    PacketConn conn =
        request.socket().udpConnect() ? new ConnectedPacketConn(socket, target) : socket;
    return new NamedPacketConn(conn, names, request, target);
  }

  private @Nullable InetSocketAddress local(InetAddress to) {
    InetAddress local = to instanceof Inet4Address ? config.bind4() : config.bind6();
    return local == null ? null : new InetSocketAddress(local, 0);
  }

  private static DialException unsupported(UnsupportedSocketOptionException e) {
    return new DialException(DialException.Reason.UNSUPPORTED, String.valueOf(e.getMessage()), e);
  }
}
