package dev.motet.dial;

import dev.motet.core.Env;
import dev.motet.core.Resources;
import dev.motet.core.UdpBudget;
import dev.motet.io.Buffers;
import dev.motet.io.Destination;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.io.SocketPacketConn;
import dev.motet.io.Timeouts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

// hot
/// Divides the packets of one listening UDP socket by their source into associations, each a
/// [PacketConn] with endpoint-independent mapping: one association for a source, whatever the
/// destinations. How many there can be is the instance's [UdpBudget].
public final class UdpTable implements AutoCloseable {
  /// How long a close waits for the receiving thread to leave the socket.
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final Duration SAY_AGAIN = Duration.ofMinutes(1);

  /// Serves one association on a virtual thread of its own; it ends when this returns.
  public interface Handler {
    void serve(InetSocketAddress source, PacketConn association);
  }

  private final Env env;
  private final SocketPacketConn socket;
  private final Destination destination;
  private final UdpBudget budget;
  private volatile @Nullable Thread receiver;

  /// Ends a pause of the receiving thread.
  private final Semaphore resume = new Semaphore(0);

  /// By their source; only the receiving thread adds.
  private final Map<Destination, Entry> associations = new ConcurrentHashMap<>();

  /// One thread at a time may send on a socket.
  private final ReentrantLock sending = new ReentrantLock();

  /// Receiving thread: when it last said that packets are lost.
  private long saidNanos;

  private boolean said;

  private record Entry(UdpAssociation association, UdpBudget.Lease lease) {}

  /// @param destination what the packets of this socket are meant for (a `direct` inbound's own
  ///   address or override); replies leave from the socket itself
  public UdpTable(Env env, SocketPacketConn socket, Destination destination) {
    this(env, socket, destination, env.resources().associations());
  }

  UdpTable(Env env, SocketPacketConn socket, Destination destination, UdpBudget budget) {
    this.env = env;
    this.socket = socket;
    this.destination = destination;
    this.budget = budget;
  }

  /// Receives and divides on a thread of its own until closed.
  public void start(Handler handler) {
    receiver = env.resources().start("motet-udp", () -> receive(handler));
  }

  /// Closes the socket and ends all associations; the address is free afterwards. Idempotent.
  @Override
  public void close() {
    socket.close();
    resume.release();
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
    return associations.size();
  }

  /// Only the end of the socket ends it: what goes wrong with one packet, or in one call, must not
  /// take the others with it.
  private void receive(Handler handler) {
    try {
      while (socket.isOpen()) {
        receiveUntilTrouble(handler);
      }
    } finally {
      socket.close();
      IOException end = new IOException("the inbound was closed");
      associations.values().forEach(entry -> entry.association.abort(end));
    }
  }

  private void receiveUntilTrouble(Handler handler) {
    try {
      if (socket.reportsReadiness()) {
        receiveWithPooledBatches(handler);
      } else {
        PacketBatch one = new PacketBatch(1, PacketBatch.MAX_PACKET_BYTES);
        while (receiveBatch(one, handler)) {
          one.clear();
        }
      }
      socket.close();
    } catch (IOException e) {
      env.log().debug(null, "udp server at {}: {}", socket.localAddress(), e.getMessage());
      pause();
    } catch (RuntimeException | Error e) {
      env.log().bug(null, e);
      pause();
    }
  }

  /// What fails again and again must not keep a processor busy.
  private void pause() {
    resume.drainPermits();
    if (socket.isOpen()) {
      try (Timeouts.Timeout _ = env.resources().timeouts().after(PAUSE, resume::release)) {
        resume.acquireUninterruptibly();
      }
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
      try {
        divide(batch.get(i), handler);
      } catch (RuntimeException | Error e) {
        env.log().bug(null, e); // this packet is lost
      }
    }
    return true;
  }

  private void divide(Packet packet, Handler handler) {
    if (!(packet.remote() instanceof Destination.Ip source)) {
      throw new IllegalStateException("packet from " + packet.remote());
    }
    Entry entry = associations.get(source);
    if (entry != null && entry.association.offer(packet)) {
      entry.lease.touch();
      return;
    }
    // none, or one that is ending: this packet is not its any more
    Entry fresh = begin(source, handler);
    if (fresh != null) {
      // false when its handler wanted none: refused by a rule
      boolean _ = fresh.association.offer(packet);
    }
  }

  /// @return null when there are too many
  private @Nullable Entry begin(Destination.Ip source, Handler handler) {
    UdpAssociation association =
        new UdpAssociation(this, source, destination, env.resources().buffers());
    UdpBudget.Lease lease = budget.begin(source.address(), association::abort);
    if (lease == null) {
      sayThatPacketsAreLost();
      return null;
    }
    Entry entry = new Entry(association, lease);
    associations.put(source, entry);
    boolean started = false;
    try {
      Resources resources = env.resources();
      resources.sockets().threads().newThread(() -> serve(entry, handler)).start();
      started = true;
      return entry;
    } finally {
      if (!started) {
        over(entry);
      }
    }
  }

  private void sayThatPacketsAreLost() {
    long now = env.resources().timeouts().nanoTime();
    if (!said || now - saidNanos > SAY_AGAIN.toNanos()) {
      said = true;
      saidNanos = now;
      env.log()
          .warn(
              null,
              "too many UDP associations at {}: packets of further sources are lost",
              Destination.of(socket.localAddress()));
    }
  }

  private void serve(Entry entry, Handler handler) {
    try {
      handler.serve(entry.association.client().toSocketAddress(), entry.association);
    } catch (RuntimeException | Error e) {
      env.log().bug(null, e);
    } finally {
      over(entry);
    }
  }

  /// Nobody works for it any more.
  private void over(Entry entry) {
    entry.association.close();
    associations.remove(entry.association.client(), entry);
    entry.lease.close();
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
    associations.computeIfPresent(
        association.client(), (_, entry) -> entry.association.equals(association) ? null : entry);
  }
}
