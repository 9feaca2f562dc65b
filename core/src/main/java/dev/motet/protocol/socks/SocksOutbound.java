package dev.motet.protocol.socks;

import dev.motet.core.ComponentType;
import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.core.DnsQuery;
import dev.motet.core.Env;
import dev.motet.core.Outbound;
import dev.motet.dial.Dialers;
import dev.motet.dial.Handshakes;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.Network;
import dev.motet.io.PacketConn;
import dev.motet.mux.UdpOverTcp;
import dev.motet.option.DomainStrategy;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Goes through a SOCKS server: streams by CONNECT, packets by UDP ASSOCIATE or over TCP.
public final class SocksOutbound implements Outbound {
  public static final ComponentType<SocksOutboundOptions, Outbound> TYPE =
      new ComponentType<>(
          "socks",
          SocksOutboundOptions::decode,
          (env, options) ->
              new SocksOutbound(
                  env, options, Dialers.of(env, options.dial()), Handshakes.ANSWER_LIMIT));

  private final Env env;
  private final SocksOutboundOptions options;
  private final Dialer dialer;
  private final Duration answerLimit;

  SocksOutbound(Env env, SocksOutboundOptions options, Dialer dialer, Duration answerLimit) {
    this.env = env;
    this.options = options;
    this.dialer = dialer;
    this.answerLimit = answerLimit;
  }

  @Override
  public Set<Network> networks() {
    boolean packets = options.version() == SocksVersion.V5 || options.udpOverTcp().enabled();
    Set<Network> networks = EnumSet.copyOf(options.network());
    if (!packets) {
      networks.remove(Network.UDP);
    }
    return networks;
  }

  @Override
  public Conn dial(DialRequest request) throws IOException {
    Destination to = options.version() == SocksVersion.V4 ? withAddress(request) : request.to();
    return handshake(request, (_, client) -> client.connect(to, request.to()));
  }

  @Override
  public PacketConn bind(DialRequest request) throws IOException {
    if (options.udpOverTcp().enabled()) {
      return UdpOverTcp.bind(this, request, options.udpOverTcp().version());
    }
    if (options.version() != SocksVersion.V5) {
      throw new DialException(
          Reason.UNSUPPORTED, "UDP over SOCKS" + options.version() + " (expected: version 5)");
    }
    return handshake(request, (control, client) -> associate(request, control, client));
  }

  private PacketConn associate(DialRequest request, Conn control, SocksClient client)
      throws IOException {
    Destination relay = client.associate();
    if (relay instanceof Destination.Ip ip && ip.address().isAnyLocalAddress()) {
      // a server that listens everywhere means the host it was reached at
      relay = options.server().destination().withPort(relay.port());
    }
    PacketConn packets = dialer.bind(request.withDestination(relay));
    return SocksAssociation.of(
        new SocksPackets(packets, new SocksPeer.Relay(relay)), control, env.resources());
  }

  /// What happens on a connection to the server.
  private interface Handshake<T> {
    T run(Conn conn, SocksClient client) throws IOException;
  }

  private <T> T handshake(DialRequest request, Handshake<T> handshake) throws IOException {
    return Handshakes.run(
        env.resources().timeouts(),
        dialer.dial(request.withDestination(options.server().destination())),
        answerLimit,
        "socks server",
        conn -> handshake.run(conn, new SocksClient(conn, options)));
  }

  /// SOCKS4 knows no names: they are resolved at this end.
  private Destination withAddress(DialRequest request) throws IOException {
    if (!(request.to() instanceof Destination.Name(String host, int port))) {
      return request.to();
    }
    List<InetAddress> addresses = request.resolved();
    if (addresses.isEmpty()) {
      addresses =
          env.dns().lookup(new DnsQuery(host, DomainStrategy.IPV4_ONLY, null, request.session()));
    }
    for (InetAddress address : addresses) {
      if (address instanceof Inet4Address) {
        return new Destination.Ip(address, port);
      }
    }
    throw new DialException(Reason.UNSUPPORTED, host + " has no IPv4 address for SOCKS4");
  }
}
