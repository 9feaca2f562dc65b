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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

// hot
/// Sends packets for names to their addresses, and gives replies the name that the client asked for
/// last instead of the address they came from. A packet whose name has no address is dropped.
/// Packets that carry addresses pass unchanged.
final class NamedPacketConn extends RewritingPacketConn {
  /// Names of one association that are remembered; a client that asks for more starts anew.
  private static final int MAX_NAMES = 256;

  /// A name without an address is looked up again after this long.
  static final Duration RETRY = Duration.ofSeconds(5);

  private final Names names;
  private final @Nullable Session session;
  private final Reach reach;
  private final boolean unmap;

  /// What a lookup found.
  ///
  /// @param address null where there is none
  /// @param at time of the lookup
  private record Found(Destination.@Nullable Ip address, long at) {}

  /// Written by the sending thread.
  private final Map<Destination.Name, Found> addresses = new ConcurrentHashMap<>();

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
      remember(name, new Found(first, names.nanoTime()));
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
    packets.retain(0, this::resolveOrWait);
    below.send(packets);
  }

  /// The first packet for a name waits for its address.
  @Override
  protected boolean seal(PacketBatch packets) {
    for (int i = 0; i < packets.count(); i++) {
      if (packets.get(i).remote() instanceof Destination.Name name && !isKnown(name)) {
        return false;
      }
    }
    packets.retain(0, this::resolve);
    return true;
  }

  private boolean resolveOrWait(Packet packet) {
    if (packet.remote() instanceof Destination.Name name && !isKnown(name)) {
      remember(name, lookup(name));
    }
    return resolve(packet);
  }

  private boolean isKnown(Destination.Name name) {
    Found found = addresses.get(name);
    return found != null
        && (found.address != null || names.nanoTime() - found.at < RETRY.toNanos());
  }

  /// @return false when the name has no address
  private boolean resolve(Packet packet) {
    if (packet.remote() instanceof Destination.Name name) {
      Found found = addresses.get(name);
      if (found == null || found.address == null) {
        return false;
      }
      packet.remote = found.address;
      label(found.address, name);
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

  private Found lookup(Destination.Name name) {
    Destination.Ip address = null;
    try {
      List<InetAddress> allowed = Names.within(reach, name, names.lookup(name, session));
      address = new Destination.Ip(allowed.getFirst(), name.port());
    } catch (IOException _) {
      // as any packet that gets lost; the DNS log says what was found
    }
    return new Found(address, names.nanoTime());
  }

  private void remember(Destination.Name name, Found found) {
    if (addresses.size() >= MAX_NAMES && !addresses.containsKey(name)) {
      addresses.clear();
      asked.clear();
    }
    addresses.put(name, found);
    if (found.address != null) {
      asked.put(found.address, name);
    }
  }
}
