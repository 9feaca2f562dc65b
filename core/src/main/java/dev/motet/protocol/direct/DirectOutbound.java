package dev.motet.protocol.direct;

import dev.motet.core.ComponentType;
import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.core.Env;
import dev.motet.core.Outbound;
import dev.motet.dial.Dialers;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.MappedPacketConn;
import dev.motet.io.Network;
import dev.motet.io.PacketConn;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/// Connects to the destination itself.
public final class DirectOutbound implements Outbound {
  public static final ComponentType<DirectOutboundOptions, Outbound> TYPE =
      new ComponentType<>("direct", DirectOutboundOptions::decode, DirectOutbound::new);

  private final Dialer dialer;
  private final DirectOutboundOptions options;

  DirectOutbound(Env env, DirectOutboundOptions options) {
    this(Dialers.of(env, options.dial()), options);
  }

  DirectOutbound(Dialer dialer, DirectOutboundOptions options) {
    this.dialer = dialer;
    this.options = options;
  }

  @Override
  public Set<Network> networks() {
    return EnumSet.allOf(Network.class);
  }

  @Override
  public Conn dial(DialRequest request) throws IOException {
    try {
      return dialer.dial(overridden(request));
    } catch (DialException e) {
      throw judged(e, request.to());
    }
  }

  @Override
  public PacketConn bind(DialRequest request) throws IOException {
    DialRequest real = overridden(request);
    PacketConn packets;
    try {
      packets = dialer.bind(real);
    } catch (DialException e) {
      throw judged(e, request.to());
    }
    return real.to().equals(request.to())
        ? packets
        : new MappedPacketConn(packets, request.to(), real.to());
  }

  /// The dialer chooses among addresses; behind a detour another outbound gets one at a time.
  @Override
  public boolean choosesAddress() {
    return options.dial().detour() == null;
  }

  /// There is no way but the network: what cannot be reached over it is taken for the destination's
  /// fault, or one dead destination would put this outbound in a bad light with all others.
  private static DialException judged(DialException e, Destination to) {
    return switch (e.reason()) {
      case REFUSED, UNREACHABLE, TIMEOUT, DNS -> e.blaming(to);
      case AUTH, REJECTED, DROPPED, UNSUPPORTED, FAILED -> e;
    };
  }

  private DialRequest overridden(DialRequest request) {
    String host = options.overrideAddress();
    if (host == null && options.overridePort() == 0) {
      return request;
    }
    Destination asked = request.to();
    int port = options.overridePort() == 0 ? asked.port() : options.overridePort();
    Destination real = host == null ? asked.withPort(port) : Destination.of(host, port);
    if (real.equals(asked)) {
      return request;
    }
    return host == null ? request.withPort(port) : request.withDestination(real);
  }
}
