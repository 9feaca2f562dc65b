package dev.motet.io;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Looks at the first bytes of a connection before it is decided where they go, and replays them.
///
/// Where the connection reports readiness, waiting takes no buffer and giving up costs nothing.
/// Elsewhere a read stays pending when the time has run out, and whoever reads [#conn()] goes on
/// with it. Of one thread at a time: the routing thread first, then the reader of [#conn()].
public final class Prefetch implements AutoCloseable {
  /// Bytes looked at, at most: a whole TLS record's worth of first packets.
  public static final int MAX_BYTES = 16 * 1024;

  private final Conn below;
  private final Replay replay;
  private Buffer seen = empty();
  private boolean ended;

  /// A read that has not been collected; its thread alone touches `seen` until then.
  private @Nullable PendingCall<Integer> pending;

  public Prefetch(Conn conn) {
    this.below = conn;
    this.replay = new Replay(conn);
  }

  /// Waits until more bytes than before are there.
  ///
  /// @return false when the time ran out, the stream ended, or [#MAX_BYTES] are there
  public boolean await(Duration limit) throws IOException {
    if (ended || seen.length() >= MAX_BYTES) {
      return false;
    }
    if (below.reportsReadiness()) {
      return below.awaitReadable(limit.toNanos()) && readNow();
    }
    return collect(limit);
  }

  /// What has been read; valid until the next call of [#await]. Looking does not consume.
  public ByteReader seen() {
    return pending == null ? new ByteReader(seen) : new ByteReader(seen.array, 0, 0);
  }

  /// The connection with the bytes that were looked at still to be read. It becomes transparent for
  /// reading once they were.
  public Conn conn() {
    return replay;
  }

  /// Lets go of bytes that nobody will read. Leaves the connection open: its owner closes it.
  @Override
  public void close() {
    if (pending == null) {
      seen = empty();
    }
  }

  private boolean readNow() throws IOException {
    makeRoom();
    return counted(below.read(seen));
  }

  private boolean collect(Duration limit) throws IOException {
    PendingCall<Integer> read = pending;
    if (read == null) {
      makeRoom();
      Buffer into = seen;
      read = PendingCall.start(() -> below.read(into));
      pending = read;
    }
    Integer count = read.await(limit);
    if (count == null) {
      return false;
    }
    pending = null;
    return counted(count);
  }

  private boolean counted(int count) {
    ended = count < 0;
    return !ended;
  }

  private void makeRoom() {
    if (seen.readable() > 0 && seen.length() < MAX_BYTES) {
      return;
    }
    Buffer larger = Buffer.allocate(seen.isEmpty() ? Buffers.SMALL : MAX_BYTES);
    larger.append(seen);
    seen = larger;
  }

  private static Buffer empty() {
    return Buffer.wrap(new byte[0]);
  }

  /// Reads the bytes that were looked at, then those below.
  private final class Replay extends ForwardingConn {
    Replay(Conn below) {
      super(below);
    }

    @Override
    public int read(Buffer into) throws IOException {
      if (seen.isEmpty() && pending == null) {
        return ended ? -1 : below.read(into);
      }
      joinPending();
      if (seen.isEmpty()) {
        return -1;
      }
      int moved = seen.moveTo(into, into.readable());
      if (seen.isEmpty()) {
        seen = empty();
      }
      return moved;
    }

    private void joinPending() throws IOException {
      PendingCall<Integer> read = pending;
      if (read != null) {
        counted(read.join());
        pending = null;
      }
    }

    @Override
    public boolean awaitReadable(long nanos) throws IOException {
      return ended || !seen.isEmpty() || below.awaitReadable(nanos);
    }

    @Override
    public Conn source() {
      return pending == null && seen.isEmpty() && !ended ? below : this;
    }

    @Override
    public Conn sink() {
      return below;
    }
  }
}
