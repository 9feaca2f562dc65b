package dev.motet.core;

import dev.motet.io.Destination;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketBatches;
import dev.motet.io.PacketConn;
import dev.motet.io.SocketPacketConn;
import dev.motet.io.Timeouts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

// hot
/// Divides the packets of one listening UDP socket by their source into associations, each a
/// [PacketConn] with endpoint-independent mapping: one association for a source, whatever the
/// destinations. How many there can be is the instance's [UdpBudget].
///
/// The socket is for those who claim it one after the other: new associations go to the oldest
/// claim that accepts them, and stay with it to their end. The last claim to close closes the
/// socket.
public final class UdpTable {
  /// How long a close waits for the receiving thread to leave the socket.
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final Duration SAY_AGAIN = Duration.ofMinutes(1);

  /// Serves one association on a virtual thread of its own; it ends when this returns.
  public interface Handler {
    void serve(InetSocketAddress source, PacketConn association);
  }

  private final SocketPacketConn socket;
  private final Resources resources;
  private final UdpBudget budget;

  /// The lock of the registry, and what it wants to know under it when nobody claims the socket.
  private final ReentrantLock registry;

  private final Runnable forget;

  /// The oldest first; guarded by `registry`.
  private final ArrayDeque<Claim> claims = new ArrayDeque<>(2);

  /// Who gets new associations; null for nobody.
  private volatile @Nullable Reception accepting;

  /// Of the claim that came last.
  private volatile Log log = Log.named("network");

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

  /// What becomes of new associations.
  private record Reception(Destination destination, Handler handler) {}

  /// @param registry held by whoever calls [#claim]
  /// @param forget called under `registry` when nobody claims the socket any more
  UdpTable(
      SocketPacketConn socket,
      Resources resources,
      UdpBudget budget,
      ReentrantLock registry,
      Runnable forget) {
    this.socket = socket;
    this.resources = resources;
    this.budget = budget;
    this.registry = registry;
    this.forget = forget;
  }

  /// Under the registry's lock.
  Claim claim(Log claimant) {
    Claim claim = new Claim();
    claims.add(claim);
    log = claimant;
    return claim;
  }

  /// Under the registry's lock: whether its associations run on, but nobody wants new ones.
  boolean isAbandoned() {
    return accepting == null;
  }

  InetSocketAddress localAddress() {
    return socket.localAddress();
  }

  /// Under the registry's lock: ends what runs on, so that others can have the address.
  void closeAbandoned() {
    claims.clear();
    closeSocket();
    awaitReceiver();
  }

  /// Under the registry's lock.
  private void chooseAccepting() {
    Reception chosen = null;
    for (Claim claim : claims) {
      chosen = chosen == null ? claim.reception : chosen;
    }
    accepting = chosen; // in one step: packets arrive meanwhile
  }

  /// Under the registry's lock.
  private void closeSocket() {
    forget.run();
    socket.close();
    resume.release();
  }

  /// The address is free afterwards.
  private void awaitReceiver() {
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

  /// A share of the socket. Thread-safe.
  public final class Claim implements AutoCloseable {
    /// Guarded by `registry`; null before the start and after the stop.
    private @Nullable Reception reception;

    private Claim() {}

    /// The address bound, with the real port.
    public InetSocketAddress localAddress() {
      return socket.localAddress();
    }

    /// Wants new associations from here on. Once.
    ///
    /// @param destination what their packets are meant for (a `direct` inbound's own address or
    ///   override); replies leave from the socket itself
    public void start(Destination destination, Handler handler) {
      registry.lock();
      try {
        if (!claims.contains(this)) {
          return; // closed meanwhile
        }
        reception = new Reception(destination, handler);
        chooseAccepting();
        if (receiver == null) {
          receiver = resources.start("motet-udp", UdpTable.this::receive);
        }
      } finally {
        registry.unlock();
      }
    }

    /// New associations go to the next claim, without one to nobody; those under way go on.
    /// Idempotent.
    public void stop() {
      registry.lock();
      try {
        reception = null;
        chooseAccepting();
      } finally {
        registry.unlock();
      }
    }

    /// Stops. The last one closes the socket and ends all associations; the address is free
    /// afterwards. Idempotent.
    @Override
    public void close() {
      registry.lock();
      try {
        reception = null;
        boolean closed = !claims.remove(this);
        chooseAccepting();
        if (closed || !claims.isEmpty()) {
          return;
        }
        closeSocket();
      } finally {
        registry.unlock();
      }
      awaitReceiver();
    }
  }

  /// Only the end of the socket ends it: what goes wrong with one packet, or in one call, must not
  /// take the others with it.
  private void receive() {
    try {
      while (socket.isOpen()) {
        receiveUntilTrouble();
      }
    } finally {
      socket.close();
      IOException end = new IOException("the inbound was closed");
      associations.values().forEach(entry -> entry.association.abort(end));
    }
  }

  private void receiveUntilTrouble() {
    try {
      PacketBatches.receiveAll(socket, resources.buffers(), this::receiveBatch);
      socket.close();
    } catch (IOException e) {
      log.debug(null, "udp server at {}: {}", socket.localAddress(), e.getMessage());
      pause();
    } catch (RuntimeException | Error e) {
      log.bug(null, e);
      pause();
    }
  }

  /// What fails again and again must not keep a processor busy.
  private void pause() {
    resume.drainPermits();
    if (socket.isOpen()) {
      try (Timeouts.Timeout _ = resources.timeouts().after(PAUSE, resume::release)) {
        resume.acquireUninterruptibly();
      }
    }
  }

  private boolean receiveBatch(PacketBatch batch) throws IOException {
    if (socket.receive(batch) < 0) {
      return false;
    }
    for (int i = 0; i < batch.count(); i++) {
      try {
        divide(batch.get(i));
      } catch (RuntimeException | Error e) {
        log.bug(null, e); // this packet is lost
      }
    }
    return true;
  }

  private void divide(Packet packet) {
    if (!(packet.remote() instanceof Destination.Ip source)) {
      throw new IllegalStateException("packet from " + packet.remote());
    }
    Entry entry = associations.get(source);
    if (entry != null && entry.association.offer(packet)) {
      entry.lease.touch();
      return;
    }
    // none, or one that is ending: this packet is not its any more
    Reception to = accepting;
    Entry fresh = to == null ? null : begin(source, to);
    if (fresh != null) {
      // false when its handler wanted none: refused by a rule
      boolean _ = fresh.association.offer(packet);
    }
  }

  /// @return null when there are too many
  private @Nullable Entry begin(Destination.Ip source, Reception to) {
    UdpAssociation association =
        new UdpAssociation(this, source, to.destination, resources.buffers());
    UdpBudget.Lease lease = budget.begin(source.address(), association::abort);
    if (lease == null) {
      sayThatPacketsAreLost();
      return null;
    }
    Entry entry = new Entry(association, lease);
    associations.put(source, entry);
    boolean started = false;
    try {
      resources.sockets().threads().newThread(() -> serve(entry, to.handler)).start();
      started = true;
      return entry;
    } finally {
      if (!started) {
        over(entry);
      }
    }
  }

  private void sayThatPacketsAreLost() {
    long now = resources.timeouts().nanoTime();
    if (!said || now - saidNanos > SAY_AGAIN.toNanos()) {
      said = true;
      saidNanos = now;
      log.warn(
          null,
          "too many UDP associations at {}: packets of further sources are lost",
          Destination.of(socket.localAddress()));
    }
  }

  private void serve(Entry entry, Handler handler) {
    try {
      handler.serve(entry.association.client().toSocketAddress(), entry.association);
    } catch (RuntimeException | Error e) {
      log.bug(null, e);
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
