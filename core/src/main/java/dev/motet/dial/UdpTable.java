package dev.motet.dial;

import dev.motet.core.Env;
import dev.motet.core.Resources;
import dev.motet.io.Buffers;
import dev.motet.io.Destination;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.io.SocketPacketConn;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

// hot
/// Divides the packets of one listening UDP socket by their source into associations, each a
/// [PacketConn] with endpoint-independent mapping: one association for a source, whatever the
/// destinations.
public final class UdpTable implements AutoCloseable {
  /// Associations of one table; a further source ends the one that has been quiet for longest.
  static final int MAX_ASSOCIATIONS = 16_384;

  /// How long a close waits for the receiving thread to leave the socket.
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  /// Serves one association on a virtual thread of its own; it ends when this returns.
  public interface Handler {
    void serve(InetSocketAddress source, PacketConn association);
  }

  private final Env env;
  private final SocketPacketConn socket;
  private final Destination destination;
  private final int maxAssociations;
  private volatile @Nullable Thread receiver;

  /// Associations by their source, the longest quiet one first; guarded by `guard`.
  private final LinkedHashMap<Destination, UdpAssociation> associations =
      new LinkedHashMap<>(16, 0.75f, true);

  private final ReentrantLock guard = new ReentrantLock();

  /// One thread at a time may send on a socket.
  private final ReentrantLock sending = new ReentrantLock();

  /// @param destination what the packets of this socket are meant for (a `direct` inbound's own
  ///   address or override); replies leave from the socket itself
  public UdpTable(Env env, SocketPacketConn socket, Destination destination) {
    this(env, socket, destination, MAX_ASSOCIATIONS);
  }

  UdpTable(Env env, SocketPacketConn socket, Destination destination, int maxAssociations) {
    this.env = env;
    this.socket = socket;
    this.destination = destination;
    this.maxAssociations = maxAssociations;
  }

  /// Receives and divides on a thread of its own until closed.
  public void start(Handler handler) {
    receiver = env.resources().start("motet-udp", () -> receive(handler));
  }

  /// Closes the socket and ends all associations; the address is free afterwards. Idempotent.
  @Override
  public void close() {
    socket.close();
    Thread receiving = receiver;
    if (receiving == null) {
      return;
    }
    try {
      receiving.join(CLOSE_LIMIT);
    } catch (InterruptedException e) {
      // whoever interrupts the closing thread does not want it to wait; the socket closes anyway
      Thread.currentThread().interrupt();
    }
  }

  /// Associations under way.
  int size() {
    guard.lock();
    try {
      return associations.size();
    } finally {
      guard.unlock();
    }
  }

  private void receive(Handler handler) {
    IOException end = new IOException("the inbound was closed");
    try {
      if (socket.reportsReadiness()) {
        receiveWithPooledBatches(handler);
      } else {
        PacketBatch one = new PacketBatch(1, PacketBatch.MAX_PACKET_BYTES);
        while (receiveBatch(one, handler)) {
          one.clear();
        }
      }
    } catch (IOException e) {
      env.log().debug(null, "udp server at {}: {}", socket.localAddress(), e.getMessage());
    } catch (RuntimeException | Error e) {
      env.log().bug(null, e);
    } finally {
      socket.close();
      all().forEach(association -> association.abort(end));
    }
  }

  private void receiveWithPooledBatches(Handler handler) throws IOException {
    Buffers buffers = env.resources().buffers();
    boolean more = true;
    while (more) {
      socket.awaitReadable(-1);
      PacketBatch batch = buffers.takeBatch();
      try {
        more = receiveBatch(batch, handler);
      } finally {
        buffers.give(batch);
      }
    }
  }

  private boolean receiveBatch(PacketBatch batch, Handler handler) throws IOException {
    if (socket.receive(batch) < 0) {
      return false;
    }
    for (int i = 0; i < batch.count(); i++) {
      Packet packet = batch.get(i);
      associationOf(packet.remote(), handler).offer(packet);
    }
    return true;
  }

  private UdpAssociation associationOf(Destination source, Handler handler) {
    UdpAssociation made;
    UdpAssociation displaced;
    guard.lock();
    try {
      UdpAssociation known = associations.get(source);
      if (known != null) {
        return known;
      }
      displaced =
          associations.size() < maxAssociations ? null : associations.pollFirstEntry().getValue();
      made = new UdpAssociation(this, source, destination, env.resources().buffers());
      associations.put(source, made);
    } finally {
      guard.unlock();
    }
    if (displaced != null) {
      displaced.abort(new IOException("displaced: " + maxAssociations + " sources are active"));
    }
    Resources resources = env.resources();
    resources.sockets().threads().newThread(() -> serve(made, handler)).start();
    return made;
  }

  private void serve(UdpAssociation association, Handler handler) {
    try (association) {
      handler.serve(association.client().toSocketAddress(), association);
    } catch (RuntimeException | Error e) {
      env.log().bug(null, e);
    }
  }

  /// Sends on the socket all packets share.
  void send(PacketBatch packets) throws IOException {
    sending.lock();
    try {
      socket.send(packets);
    } finally {
      sending.unlock();
    }
  }

  /// A packet that comes from this source later begins a new association.
  void ended(UdpAssociation association) {
    guard.lock();
    try {
      associations.remove(association.client(), association);
    } finally {
      guard.unlock();
    }
  }

  private List<UdpAssociation> all() {
    guard.lock();
    try {
      return new ArrayList<>(associations.values());
    } finally {
      guard.unlock();
    }
  }
}
