package dev.motet.junit;

import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.PacketConn;
import java.io.IOException;
import java.util.List;

/// Dials as `below` does, unless a fault is on for the destination.
final class FaultyDialer implements Dialer {
  private final Dialer below;
  private final Faults faults;

  FaultyDialer(Dialer below, Faults faults) {
    this.below = below;
    this.faults = faults;
  }

  @Override
  public Conn dial(DialRequest request) throws IOException {
    List<Fault> on = failing(request.to());
    return new FaultyConn(below.dial(request), request.to(), faults, on);
  }

  @Override
  public PacketConn bind(DialRequest request) throws IOException {
    failing(request.to());
    return new FaultyPacketConn(below.bind(request), request.to(), faults);
  }

  private List<Fault> failing(Destination to) throws DialException {
    List<Fault> on = faults.of(to);
    for (Fault fault : on) {
      switch (fault) {
        case Fault.DnsFailure _ ->
            throw new DialException(Reason.DNS, "no such name: " + to.host() + " (test)");
        case Fault.Refused _ ->
            throw new DialException(Reason.REFUSED, "connection refused: " + to + " (test)");
        default -> {
          // shows in what the connection does
        }
      }
    }
    return on;
  }
}
