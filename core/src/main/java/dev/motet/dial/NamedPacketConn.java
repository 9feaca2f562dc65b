package dev.motet.dial;

import dev.motet.core.DialRequest;
import dev.motet.core.Reach;
import dev.motet.core.Session;
import dev.motet.io.Destination;
import dev.motet.io.ForwardingPacketConn;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

// hot
/// Sends packets for names to their addresses, and gives replies the name that the client asked for
/// last instead of the address they came from. A packet whose name has no address is dropped.
/// Packets that carry addresses pass unchanged.
final class NamedPacketConn extends ForwardingPacketConn {
  /// Names of one association that are remembered; a client that asks for more starts anew.
  private static final int MAX_NAMES = 256;

  private final Names names;
  private final @Nullable Session session;
  private final Reach reach;
  private final boolean unmap;

  /// Written by the sending thread; empty for a name without address.
  private final Map<Destination.Name, Optional<Destination.Ip>> addresses =
      new ConcurrentHashMap<>();

  /// Read by the receiving thread.
  private final Map<Destination, Destination.Name> asked = new ConcurrentHashMap<>();

  /// @param first the address of the request's destination
  NamedPacketConn(PacketConn below, Names names, DialRequest request, Destination.Ip first) {
    super(below);
    this.names = names;
    this.session = request.session();
    this.reach = request.reach();
    this.unmap = !request.socket().udpDisableDomainUnmapping();
    if (request.to() instanceof Destination.Name name) {
      remember(name, Optional.of(first));
    }
  }

  @Override
  public int receive(PacketBatch into) throws IOException {
    int before = into.count();
    int received = below.receive(into);
    if (received > 0 && unmap && !asked.isEmpty()) {
      for (int i = before; i < into.count(); i++) {
        Packet packet = into.get(i);
        Destination.Name name = asked.get(packet.remote());
        packet.remote = name == null ? packet.remote : name;
      }
    }
    return received;
  }

  @Override
  public void send(PacketBatch packets) throws IOException {
    int kept = 0;
    for (int i = 0; i < packets.count(); i++) {
      Packet packet = packets.get(i);
      if (packet.remote() instanceof Destination.Name name) {
        Optional<Destination.Ip> address = address(name);
        if (address.isEmpty()) {
          continue;
        }
        packet.remote = address.get();
        label(address.get(), name);
      } else if (!asked.isEmpty()) {
        asked.remove(packet.remote());
      }
      packets.swap(kept++, i);
    }
    packets.truncate(kept);
    below.send(packets);
  }

  /// Replies carry what the client wrote last.
  private void label(Destination.Ip ip, Destination.Name name) {
    if (!name.equals(asked.get(ip))) {
      asked.put(ip, name);
    }
  }

  private Optional<Destination.Ip> address(Destination.Name name) {
    Optional<Destination.Ip> known = addresses.get(name);
    if (known == null) {
      known = lookup(name);
      remember(name, known);
    }
    return known;
  }

  private Optional<Destination.Ip> lookup(Destination.Name name) {
    try {
      List<InetAddress> allowed = Names.within(reach, name, names.lookup(name, session));
      return Optional.of(new Destination.Ip(allowed.getFirst(), name.port()));
    } catch (IOException _) {
      // as any packet that gets lost; the DNS log says what was found
      return Optional.empty();
    }
  }

  private void remember(Destination.Name name, Optional<Destination.Ip> address) {
    if (addresses.size() >= MAX_NAMES) {
      addresses.clear();
      asked.clear();
    }
    addresses.put(name, address);
    address.ifPresent(ip -> asked.put(ip, name));
  }
}
