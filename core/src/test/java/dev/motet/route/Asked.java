package dev.motet.route;

import dev.motet.core.DialRequest;
import dev.motet.core.Outbound;
import dev.motet.io.Conn;
import dev.motet.io.DialException;
import dev.motet.io.Network;
import dev.motet.io.PacketConn;
import dev.motet.testkit.PacketPipe;
import dev.motet.testkit.Pipe;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// An outbound that remembers what it was asked for; its far ends are `remote` and `packets`.
final class Asked implements Outbound {
  final List<DialRequest> requests = new CopyOnWriteArrayList<>();
  final Pipe remote = Pipe.create();
  final PacketPipe packets = PacketPipe.create();
  private final boolean choosesAddress;

  /// Hosts that cannot be reached.
  private final Set<String> dead;

  Asked(boolean choosesAddress, String... dead) {
    this.choosesAddress = choosesAddress;
    this.dead = Set.of(dead);
  }

  /// Hosts and ports, in order.
  List<String> destinations() {
    return requests.stream().map(request -> request.to().toString()).toList();
  }

  @Override
  public Set<Network> networks() {
    return EnumSet.allOf(Network.class);
  }

  @Override
  public boolean choosesAddress() {
    return choosesAddress;
  }

  @Override
  public Conn dial(DialRequest request) throws IOException {
    ask(request);
    return remote.a();
  }

  @Override
  public PacketConn bind(DialRequest request) throws IOException {
    ask(request);
    return packets.a();
  }

  private void ask(DialRequest request) throws DialException {
    requests.add(request);
    if (dead.contains(request.to().host())) {
      throw new DialException(DialException.Reason.REFUSED, request.to() + " is dead");
    }
  }
}
