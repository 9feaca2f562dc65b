package dev.motet.dial;

import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.core.Outbound;
import dev.motet.io.Conn;
import dev.motet.io.MappedPacketConn;
import dev.motet.io.PacketConn;
import java.io.IOException;

/// Dials destinations whose names a rule has resolved: an outbound that does not choose among the
/// addresses itself is asked for one after the other, and never sees the name.
public record Addressed(Outbound outbound) implements Dialer {
  @Override
  public Conn dial(DialRequest request) throws IOException {
    return isForItself(request)
        ? outbound.dial(request)
        : HappyEyeballs.inTurn(
            request.resolved(), address -> outbound.dial(request.withAddress(address)));
  }

  /// Answers of the address carry the name, unless the request forbids it (inventory RF-12).
  @Override
  public PacketConn bind(DialRequest request) throws IOException {
    if (isForItself(request)) {
      return outbound.bind(request);
    }
    boolean answers = !request.socket().udpDisableDomainUnmapping();
    return HappyEyeballs.inTurn(
        request.resolved(),
        address -> {
          DialRequest one = request.withAddress(address);
          return new MappedPacketConn(outbound.bind(one), request.to(), one.to(), answers);
        });
  }

  private boolean isForItself(DialRequest request) {
    return request.resolved().isEmpty() || outbound.choosesAddress();
  }
}
