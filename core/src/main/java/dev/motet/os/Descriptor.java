package dev.motet.os;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

// hot
/// One descriptor registered with an epoll loop: who waits for it, and whether its number may still
/// be used.
///
/// The number is used only between [#enter()] and [#exit()]. A close in the meantime leaves it open
/// until the last one is out, so that no call ever touches a stranger's socket that was given the
/// same number. Nobody is inside while parked, so that a close with nothing under way is one at
/// once.
///
/// Readiness is a flag for each direction, set by the loop at each edge and taken before each
/// system call: while bytes are unread, the flag is set or an event is on its way.
final class Descriptor {
  private static final int CLOSED = 1 << 30;
  private static final int EPOLLPRI = 2;
  private static final int EPOLLOUT = 4;
  private static final int EPOLLERR = 8;
  private static final int EPOLLHUP = 0x10;
  private static final int EPOLLRDHUP = 0x2000;
  private static final Object NO_REASON = new Object();
  private static final VarHandle STATE;
  private static final VarHandle REASON;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(Descriptor.class, "state", int.class);
      REASON = lookup.findVarHandle(Descriptor.class, "reason", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// Values of `readable`.
  private static final int NOTHING = 0;

  /// A read may find something, but nobody said so.
  private static final int PERHAPS = 1;

  /// An edge arrived.
  private static final int EDGE = 2;

  /// Reads without a wait in between before others on the same loop get their turn.
  private static final int MOST_READS = 16;

  final int fd;
  final int generation;
  private final EpollLoop loop;

  /// [#CLOSED], and below it how many are inside.
  private volatile int state;

  private volatile int readable;

  /// Without a wait in between. Of the reading thread.
  private int reads;

  private volatile boolean writable;

  /// The loop tells of edges for writing. Of the writing thread.
  private boolean watchesWritable;

  /// The peer ended or reset, or there are urgent bytes: a short read says nothing about what is
  /// left, and no further edge will come. Set before `readable`.
  private volatile boolean ended;

  /// The connection broke.
  private volatile boolean failed;

  /// A thread to unpark or a task to run, for each direction.
  private volatile @Nullable Object reader;

  private volatile @Nullable Object writer;

  /// Null while open; set before the state says closed.
  private volatile @Nullable Object reason;

  /// @param watchesWritable registered for both directions
  Descriptor(int fd, int generation, EpollLoop loop, boolean watchesWritable) {
    this.fd = fd;
    this.generation = generation;
    this.loop = loop;
    this.watchesWritable = watchesWritable;
  }

  EpollLoop loop() {
    return loop;
  }

  /// Begins the use of the number; [#exit()] must follow.
  void enter() throws IOException {
    while (true) {
      int now = state;
      if ((now & CLOSED) != 0) {
        throw closedReason();
      }
      if (STATE.compareAndSet(this, now, now + 1)) {
        return;
      }
    }
  }

  void exit() {
    if ((int) STATE.getAndAdd(this, -1) - 1 == CLOSED) {
      release();
    }
  }

  boolean isClosed() {
    return (state & CLOSED) != 0;
  }

  /// Why calls fail after the close.
  IOException closedReason() {
    return reason instanceof IOException known ? known : new ClosedException();
  }

  /// What a call that failed throws.
  IOException failure(String call, long result) {
    return isClosed() ? closedReason() : Errno.exception(call, result);
  }

  /// Fails with the connection's error, if there is one, without a read or a write.
  void check() throws IOException {
    checkOpen();
    if (failed) {
      int error = (int) SocketCalls.pendingError(fd);
      throw Errno.exception("connection", error < 0 ? error : -Errno.ECONNRESET);
    }
  }

  /// Fails after a close.
  void checkOpen() throws IOException {
    if (isClosed()) {
      throw closedReason();
    }
  }

  /// Takes the readable flag: true when a read may have something.
  boolean takeReadable() {
    if (readable == NOTHING) {
      return false;
    }
    readable = NOTHING;
    return true;
  }

  boolean isReadable() {
    return readable != NOTHING;
  }

  /// After a read that found something: whether it left something, as far as one can know.
  ///
  /// @param filled it used all the room it had
  void afterRead(boolean filled) {
    if (filled || ended) {
      stillReadable();
    }
  }

  /// After a read that found something: a virtual thread on a loop waits only where there is
  /// nothing to read, so from time to time it lets others go on.
  void giveWay() {
    if (loop.runsThreads() && ++reads >= MOST_READS) {
      reads = 0;
      Thread.yield();
    }
  }

  /// More may be there.
  void stillReadable() {
    if (readable == NOTHING) {
      readable = PERHAPS;
    }
  }

  boolean takeWritable() {
    if (writable) {
      writable = false;
      return true;
    }
    return false;
  }

  /// Waits until a read would return at once. The caller is outside.
  ///
  /// @param nanos negative for no limit
  /// @return false when the time ran out
  boolean awaitReadable(long nanos) throws IOException {
    long end = System.nanoTime() + nanos;
    while (parkReadable(nanos < 0 ? -1 : Math.max(0, end - System.nanoTime()))) {
      // An edge may be of bytes that an earlier read took: who waits with a limit must know.
      if (nanos < 0 && readable == EDGE) {
        return true;
      }
      takeReadable();
      if (hasBytesOrEnd()) {
        stillReadable();
        return true;
      }
    }
    return false;
  }

  private boolean hasBytesOrEnd() throws IOException {
    enter();
    try {
      return SocketCalls.peek(fd) != -Errno.EAGAIN;
    } finally {
      exit();
    }
  }

  /// Parks the calling thread, which is outside, until the readable flag is set.
  ///
  /// @param nanos negative for no limit
  /// @return false when the time ran out
  boolean parkReadable(long nanos) throws IOException {
    if (readable != NOTHING) {
      return true;
    }
    reads = 0;
    long end = System.nanoTime() + nanos;
    reader = Thread.currentThread();
    try {
      while (readable == NOTHING) {
        if (!park(nanos, end)) {
          return false;
        }
      }
      return true;
    } finally {
      reader = null;
    }
  }

  /// As [#parkReadable], for writing.
  boolean parkWritable(long nanos) throws IOException {
    long end = System.nanoTime() + nanos;
    writer = Thread.currentThread();
    try {
      watchWritable();
      while (!writable) {
        if (!park(nanos, end)) {
          return false;
        }
      }
      return true;
    } finally {
      writer = null;
    }
  }

  private void watchWritable() throws IOException {
    if (watchesWritable) {
      return;
    }
    enter();
    try {
      loop.watchWritable(this);
      watchesWritable = true;
    } finally {
      exit();
    }
  }

  private boolean park(long nanos, long end) throws IOException {
    checkOpen();
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted while waiting for a socket");
    }
    if (nanos < 0) {
      LockSupport.park(this);
      return true;
    }
    long left = end - System.nanoTime();
    LockSupport.parkNanos(this, left);
    return left > 0;
  }

  /// Runs `task` at each readable edge and at the close, on whichever thread notices.
  void onReadable(@Nullable Runnable task) {
    reader = task;
  }

  void onWritable(@Nullable Runnable task) {
    writer = task;
  }

  /// Loop thread: an edge arrived.
  ///
  /// @param mask EPOLL… bits
  void ready(int mask) {
    if ((mask & (EPOLLPRI | EPOLLRDHUP | EPOLLERR | EPOLLHUP)) != 0) {
      ended = true;
      if ((mask & EPOLLERR) != 0) {
        failed = true;
      }
    }
    if ((mask & ~EPOLLOUT) != 0) {
      readable = EDGE;
      wake(reader);
    }
    if ((mask & (EPOLLOUT | EPOLLERR | EPOLLHUP)) != 0) {
      writable = true;
      wake(writer);
    }
  }

  /// @param why what calls throw from here on; null for a plain close
  /// @param hard resets a TCP connection instead of ending it
  void close(@Nullable IOException why, boolean hard) {
    if (!REASON.compareAndSet(this, null, why == null ? NO_REASON : why)) {
      return;
    }
    // One more inside, so that the number stays valid until this call is done with it.
    STATE.getAndAdd(this, CLOSED + 1);
    if (hard) {
      SocketCalls.lingerZero(fd);
    }
    exit();
    wake(reader);
    wake(writer);
  }

  private static void wake(@Nullable Object waiter) {
    if (waiter instanceof Thread thread) {
      LockSupport.unpark(thread);
    } else if (waiter instanceof Runnable task) {
      task.run();
    }
  }

  private void release() {
    loop.forget(this);
    SocketCalls.close(fd);
  }

  /// Closed from this side.
  static final class ClosedException extends IOException {
    ClosedException() {
      super("connection is closed");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }
}
