package dev.motet.core;

import dev.motet.io.SocketBackend;
import dev.motet.io.SocketConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// The listening TCP sockets of an instance. A reload hands a socket from one inbound to the next
/// without a moment in which nobody listens: the old inbound's socket is [#offer]ed, the new one
/// gets a share of it, and new connections go to the old one until it lets go. Thread-safe.
public final class SharedListeners {
  private record Key(InetSocketAddress at, SocketConfig config) {}

  private final SocketBackend sockets;
  private final ReentrantLock opening = new ReentrantLock();

  /// These two are guarded by `opening`.
  private final Map<Key, SharedListener> open = new HashMap<>();

  private final Set<InetSocketAddress> offered = new HashSet<>();

  public SharedListeners(SocketBackend sockets) {
    this.sockets = sockets;
  }

  /// From here to [#endOffers()] the first who wants this address with the settings it is open with
  /// gets a share of the socket.
  ///
  /// @param at as it was asked for
  public void offer(InetSocketAddress at) {
    opening.lock();
    try {
      offered.add(at);
    } finally {
      opening.unlock();
    }
  }

  public void endOffers() {
    opening.lock();
    try {
      offered.clear();
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

  /// Under `opening`.
  private void forget(Key key) {
    open.remove(key);
  }
}
