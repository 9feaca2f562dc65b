package dev.motet.core;

import dev.motet.io.SocketBackend;
import dev.motet.io.SocketConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// The listening sockets of an instance, of TCP and of UDP. A reload hands a socket from one
/// inbound to the next without a moment in which nobody listens: the old inbound's socket is
/// [#offer]ed, the new one gets a share of it, and new connections and associations go to the old
/// one until it lets go. Thread-safe.
public final class SharedListeners {
  private record Key(InetSocketAddress at, SocketConfig config) {
    /// Addresses tell them apart. That of a record with many fields would be linked for 10 ms of a
    /// start.
    @Override
    public int hashCode() {
      return at.hashCode();
    }
  }

  private final SocketBackend sockets;
  private final ReentrantLock opening = new ReentrantLock();

  /// All below are guarded by `opening`.
  private final Map<Key, SharedListener> open = new HashMap<>();

  private final Map<Key, UdpTable> tables = new HashMap<>();
  private final Set<InetSocketAddress> offered = new HashSet<>();
  private final Set<InetSocketAddress> offeredPackets = new HashSet<>();

  public SharedListeners(SocketBackend sockets) {
    this.sockets = sockets;
  }

  /// From here to [#endOffers()] the first who wants this address with the settings it is open with
  /// gets a share of the socket: one over TCP, one over UDP.
  ///
  /// @param at as it was asked for
  public void offer(InetSocketAddress at) {
    opening.lock();
    try {
      offered.add(at);
      offeredPackets.add(at);
    } finally {
      opening.unlock();
    }
  }

  public void endOffers() {
    opening.lock();
    try {
      offered.clear();
      offeredPackets.clear();
    } finally {
      opening.unlock();
    }
  }

  /// Opens a socket, or takes a share of the one that is offered.
  ///
  /// @throws java.net.BindException when the address is taken or not local
  public SharedListener.Claim claim(
      InetSocketAddress at, SocketConfig config, SharedListener.Acceptor acceptor, Resources with)
      throws IOException {
    Key key = new Key(at, config);
    opening.lock();
    try {
      SharedListener known = offered.remove(at) ? open.get(key) : null;
      if (known == null) {
        known = new SharedListener(sockets.listen(at, config), () -> forget(key));
        if (at.getPort() != 0) {
          open.put(key, known);
        }
      }
      return known.claim(acceptor, with, opening);
    } finally {
      opening.unlock();
    }
  }

  /// Opens a UDP socket, or takes a share of the one that is offered, or of one that only has
  /// associations from before a reload.
  ///
  /// @param log of the claimant
  /// @throws java.net.BindException when the address is taken or not local
  public UdpTable.Claim claimPackets(
      InetSocketAddress at, SocketConfig config, Log log, Resources with) throws IOException {
    Key key = new Key(at, config);
    opening.lock();
    try {
      boolean isOffered = offeredPackets.remove(at);
      UdpTable known = tables.get(key);
      if (known == null || !(isOffered || known.isAbandoned())) {
        closeAbandoned(at.getPort());
        known =
            new UdpTable(
                sockets.bind(at, config),
                with,
                with.associations(),
                opening,
                () -> tables.remove(key));
        if (at.getPort() != 0) {
          tables.put(key, known);
        }
      }
      return known.claim(log);
    } finally {
      opening.unlock();
    }
  }

  /// Sessions of an inbound that is gone must not keep a new one from its address.
  private void closeAbandoned(int port) {
    for (UdpTable table : List.copyOf(tables.values())) {
      if (table.localAddress().getPort() == port && table.isAbandoned()) {
        table.closeAbandoned();
      }
    }
  }

  /// Under `opening`.
  private void forget(Key key) {
    open.remove(key);
  }
}
