package dev.motet.dial;

import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.core.Env;
import dev.motet.core.Outbound;
import dev.motet.core.Session;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.PacketConn;
import dev.motet.option.DomainResolverOptions;
import dev.motet.option.DomainStrategy;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Dials through another outbound, which is looked up when it is first needed. A name is resolved
/// here only where the dial fields name a resolver; otherwise the other outbound sees the name.
final class Detour implements Dialer {
  private final Env env;
  private final String tag;
  private final @Nullable Names names;

  Detour(Env env, String tag, @Nullable DomainResolverOptions resolver) {
    this.env = env;
    this.tag = tag;
    this.names = resolver == null ? null : new Names(env, resolver, DomainStrategy.AS_IS);
  }

  @Override
  public Conn dial(DialRequest request) throws IOException {
    Outbound outbound = outbound(request.session());
    if (names == null || request.to() instanceof Destination.Ip) {
      return outbound.dial(request);
    }
    int port = request.to().port();
    return HappyEyeballs.inTurn(
        names.addresses(request),
        address -> outbound.dial(request.withDestination(new Destination.Ip(address, port))));
  }

  @Override
  public PacketConn bind(DialRequest request) throws IOException {
    Outbound outbound = outbound(request.session());
    if (names == null || request.to() instanceof Destination.Ip) {
      return outbound.bind(request);
    }
    Destination.Ip first =
        new Destination.Ip(names.addresses(request).getFirst(), request.to().port());
    return new NamedPacketConn(
        outbound.bind(request.withDestination(first)), names, request, first);
  }

  private Outbound outbound(@Nullable Session session) throws DialException {
    Outbound outbound;
    try {
      outbound = env.outbound(tag);
    } catch (IllegalArgumentException e) {
      throw new DialException(DialException.Reason.FAILED, "outbound detour not found: " + tag, e);
    }
    if (session != null) {
      session.passed(tag);
    }
    return outbound;
  }
}
