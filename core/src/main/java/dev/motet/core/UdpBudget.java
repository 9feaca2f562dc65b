package dev.motet.core;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// How many UDP associations an instance has at a time, all its inbounds together, as far as one
/// packet begins them: its source may be forged, and each holds a descriptor.
///
/// When there are too many, or too many of one source, the one that was quiet for longest gives
/// way. Until it has ended it counts, and only a few may be ending: a flood cannot begin them
/// faster than they end. Thread-safe.
public final class UdpBudget {
  private static final int LEAST = 64;
  private static final int MOST = 16_384;

  /// One association takes one or two descriptors: at most half of all, the rest is for TCP.
  private static final int DESCRIPTORS = 4;

  /// Heap for each: its threads, its session, what waits in its queue.
  private static final int BYTES = 32 * 1024;

  /// An IPv6 host has at least a network of its own.
  private static final int IPV6_NETWORK_BYTES = 8;

  private final LongSupplier descriptors;
  private final ReentrantLock guard = new ReentrantLock();

  /// All below are guarded by `guard`. Both orders: the longest quiet one first.
  private final LinkedHashMap<Lease, Source> active = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<Source, LinkedHashMap<Lease, Source>> bySource = new HashMap<>();
  private int leaving;
  private int limit;
  private int share;

  private UdpBudget(LongSupplier descriptors, int limit, int share) {
    this.descriptors = descriptors;
    this.limit = limit;
    this.share = share;
  }

  /// A part of the descriptors and of the heap of the process.
  ///
  /// @param descriptors asked once, when the first association begins
  public static UdpBudget ofDescriptors(LongSupplier descriptors) {
    return new UdpBudget(descriptors, 0, 0);
  }

  /// @param share of one source
  public static UdpBudget of(int limit, int share) {
    return new UdpBudget(() -> 0, limit, share);
  }

  /// The part of an address that one sender can choose freely does not count.
  private record Source(long bits, int bytes) {
    static Source of(InetAddress address) {
      byte[] all = address.getAddress();
      int bytes = Math.min(all.length, IPV6_NETWORK_BYTES);
      long bits = 0;
      for (int i = 0; i < bytes; i++) {
        bits = bits << 8 | (all[i] & 0xff);
      }
      return new Source(bits, all.length);
    }
  }

  /// Begins an association; others may have to give way.
  ///
  /// @param displace ends the association, which closes its lease some time later; called at most
  ///   once, by the thread that begins another one
  /// @return null when there are too many and too many of them are ending: the packet is lost
  public @Nullable Lease begin(InetAddress source, Consumer<IOException> displace) {
    Lease lease = new Lease(Source.of(source), displace);
    Lease displaced = null;
    guard.lock();
    try {
      measure();
      LinkedHashMap<Lease, Source> crowd = crowd(lease.source);
      if (crowd != null) {
        if (leaving >= Math.max(1, limit / 16) || crowd.isEmpty()) {
          return null;
        }
        displaced = crowd.firstEntry().getKey();
        deactivate(displaced);
        leaving++;
      }
      active.put(lease, lease.source);
      bySource
          .computeIfAbsent(lease.source, _ -> new LinkedHashMap<>(1, 0.75f, true))
          .put(lease, lease.source);
    } finally {
      guard.unlock();
    }
    if (displaced != null) {
      displaced.displace.accept(
          new IOException("displaced: too many UDP associations (at most " + limit + ")"));
    }
    return lease;
  }

  /// @return those of whom one has to give way to a further one of this source; null for nobody
  private @Nullable LinkedHashMap<Lease, Source> crowd(Source source) {
    LinkedHashMap<Lease, Source> own = bySource.get(source);
    if (own != null && own.size() >= share) {
      return own;
    }
    return active.size() + leaving >= limit ? active : null;
  }

  /// Associations under way, those that are ending not among them.
  public int size() {
    guard.lock();
    try {
      return active.size();
    } finally {
      guard.unlock();
    }
  }

  private void measure() {
    if (limit == 0) {
      long byMemory = Runtime.getRuntime().maxMemory() / BYTES;
      long most = Math.min(byMemory, descriptors.getAsLong() / DESCRIPTORS);
      limit = Math.clamp(most, LEAST, MOST);
      share = limit / 4;
    }
  }

  /// @return false when it was not active any more
  private boolean deactivate(Lease lease) {
    if (active.remove(lease) == null) {
      return false;
    }
    var own = bySource.get(lease.source);
    if (own != null) {
      own.remove(lease);
      if (own.isEmpty()) {
        bySource.remove(lease.source);
      }
    }
    return true;
  }

  /// The right to one association. Thread-safe.
  public final class Lease implements AutoCloseable {
    private final Source source;
    private final Consumer<IOException> displace;

    /// Guarded by `guard`.
    private boolean closed;

    private Lease(Source source, Consumer<IOException> displace) {
      this.source = source;
      this.displace = displace;
    }

    /// hot: a packet came.
    public void touch() {
      guard.lock();
      try {
        if (active.get(this) != null) {
          var own = bySource.get(source);
          if (own != null) {
            own.get(this);
          }
        }
      } finally {
        guard.unlock();
      }
    }

    /// The association has ended and holds nothing any more. Idempotent.
    @Override
    public void close() {
      guard.lock();
      try {
        if (!closed) {
          closed = true;
          leaving -= deactivate(this) ? 0 : 1;
        }
      } finally {
        guard.unlock();
      }
    }
  }
}
