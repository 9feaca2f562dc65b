package dev.motet.dial;

import dev.motet.core.DialRequest;
import dev.motet.core.Reach;
import dev.motet.core.Session;
import dev.motet.io.Destination;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.io.RewritingPacketConn;
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
final class NamedPacketConn extends RewritingPacketConn {
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
  protected boolean open(PacketBatch packets, int first) {
    if (unmap && !asked.isEmpty()) {
      for (int i = first; i < packets.count(); i++) {
        Packet packet = packets.get(i);
        Destination.Name name = asked.get(packet.remote());
        packet.remote = name == null ? packet.remote : name;
      }
    }
    return false;
  }

  @Override
  public void send(PacketBatch packets) throws IOException {
    packets.retain(0, this::resolve);
    below.send(packets);
  }

  /// The first packet for a name waits for its address.
  @Override
  protected boolean seal(PacketBatch packets) {
    for (int i = 0; i < packets.count(); i++) {
      if (packets.get(i).remote() instanceof Destination.Name name
          && !addresses.containsKey(name)) {
        return false;
      }
    }
    packets.retain(0, this::resolve);
    return true;
  }

  /// @return false when the name has no address
  private boolean resolve(Packet packet) {
    if (packet.remote() instanceof Destination.Name name) {
      Optional<Destination.Ip> address = address(name);
      if (address.isEmpty()) {
        return false;
      }
      packet.remote = address.get();
      label(address.get(), name);
    } else if (!asked.isEmpty()) {
      asked.remove(packet.remote());
    }
    return true;
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
