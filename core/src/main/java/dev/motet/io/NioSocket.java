package dev.motet.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.NetworkChannel;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The end of one channel: closed once, with or without a reason that calls in progress and later
/// ones throw. Thread-safe.
final class NioSocket implements Closeable {
  private final NetworkChannel channel;
  private final Set<Closeable> open;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile @Nullable IOException reason;

  /// @param open the back end's open sockets, which this one joins until it is closed
  NioSocket(NetworkChannel channel, Set<Closeable> open) {
    this.channel = channel;
    this.open = open;
    open.add(this);
  }

  /// Says whether this call is the one that ends it, and keeps its reason.
  boolean end(@Nullable IOException why) {
    if (!ended.compareAndSet(false, true)) {
      return false;
    }
    reason = why;
    return true;
  }

  boolean ended() {
    return ended.get();
  }

  /// What a call that failed with `e` throws.
  IOException failure(IOException e) {
    IOException why = reason;
    return why == null ? e : why;
  }

  void closeChannel() {
    open.remove(this);
    NioErrors.closeQuietly(channel);
  }

  @Override
  public void close() {
    if (end(null)) {
      closeChannel();
    }
  }
}
