package dev.motet.os;

import dev.motet.io.BriefLock;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

// hot
/// One epoll instance and the platform thread that waits on it. Each descriptor is registered once,
/// edge-triggered; an event carries the descriptor's number and generation, so that one left over
/// from a closed descriptor never reaches the next owner of its number.
///
/// Where it also runs virtual threads, one of them can hold it up. The loop then goes on with a new
/// platform thread: "the loop's thread" is the one that has it now.
final class EpollLoop implements AutoCloseable {
  private static final int EPOLLIN = 1;
  private static final int EPOLLPRI = 2;
  private static final int EPOLLOUT = 4;
  private static final int EPOLLRDHUP = 0x2000;
  private static final int EPOLLET = 1 << 31;
  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLL_CTL_MOD = 3;

  private static final int READING = EPOLLIN | EPOLLPRI | EPOLLRDHUP | EPOLLET;
  private static final int READING_AND_WRITING = READING | EPOLLOUT;
  private static final int MAX_EVENTS = 256;

  // struct epoll_event: events (u32), data (u64); packed on x86-64 only.
  private static final int EVENT_BYTES = Platform.X86_64 ? 12 : 16;
  private static final int DATA_OFFSET = Platform.X86_64 ? 4 : 8;

  /// What is written to an eventfd.
  private static final long ONE = oneInNativeMemory();

  private final String name;
  private final LoopNumbers numbers = new LoopNumbers();
  private final Scratch scratch = new Scratch();

  /// Null when the loops run no virtual threads.
  private final @Nullable LoopWatch watch;

  /// The one that has the loop.
  private volatile Thread thread;

  /// Guards `descriptors` while it is written.
  private final BriefLock table = new BriefLock();

  /// By number.
  private volatile AtomicReferenceArray<Descriptor> descriptors = new AtomicReferenceArray<>(1024);

  /// Tasks that gave way to others; loop thread only.
  private final ArrayDeque<Runnable> again = new ArrayDeque<>();

  /// Tasks of other threads.
  private final ConcurrentLinkedQueue<Runnable> handedIn = new ConcurrentLinkedQueue<>();

  /// Virtual threads that run here.
  private final ReadyThreads ready = new ReadyThreads();

  /// The thread waits for events, or is about to: whoever adds a task wakes it.
  private final AtomicBoolean asleep = new AtomicBoolean();

  private final AtomicInteger generations = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();

  /// The loop has ended.
  private volatile boolean over;

  EpollLoop(String name) throws IOException {
    this(name, null);
  }

  /// @param watch of the loops that run virtual threads; null when the loops do not
  EpollLoop(String name, @Nullable LoopWatch watch) throws IOException {
    this.name = name;
    this.watch = watch;
    control(EPOLL_CTL_ADD, numbers.wakeUp, 0, READING);
    thread = new LoopThread(this, name, this::run);
    thread.start();
  }

  /// Registers a socket for both directions; the result owns its number.
  Descriptor register(int fd) throws IOException {
    return register(fd, true);
  }

  /// Registers a UDP socket; the result owns its number. Such a socket has an edge for writing at
  /// each datagram sent, so it is registered for them only when somebody has to wait.
  Descriptor registerDatagrams(int fd) throws IOException {
    return register(fd, false);
  }

  private Descriptor register(int fd, boolean writing) throws IOException {
    Descriptor descriptor = new Descriptor(fd, generations.incrementAndGet(), this, writing);
    remember(fd, descriptor);
    try {
      descriptor.enter();
      try {
        control(EPOLL_CTL_ADD, fd, descriptor.generation, writing ? READING_AND_WRITING : READING);
      } finally {
        descriptor.exit();
      }
      // A close that began before this was in the table has not seen it.
      if (closed.get()) {
        throw overException();
      }
    } catch (IOException e) {
      descriptor.close(e, false);
      throw e;
    }
    return descriptor;
  }

  private static IOException overException() {
    return new IOException("socket back end is closed");
  }

  /// Registers a descriptor, whose number is in use, for writing too. An edge arrives at once when
  /// it is writable.
  void watchWritable(Descriptor descriptor) throws IOException {
    control(EPOLL_CTL_MOD, descriptor.fd, descriptor.generation, READING_AND_WRITING);
  }

  /// Before the number is closed.
  void forget(Descriptor descriptor) {
    remember(descriptor.fd, null);
  }

  private void remember(int fd, @Nullable Descriptor descriptor) {
    table.lock();
    try {
      roomFor(fd).set(fd, descriptor);
    } finally {
      table.unlock();
    }
  }

  /// Whether the loop itself runs on the calling thread; not so for a virtual thread that it runs.
  boolean isCurrent() {
    return Thread.currentThread().equals(thread);
  }

  /// Native memory of the loop's own. Loop thread only.
  Scratch scratch() {
    return scratch;
  }

  /// Runs a task after the events at hand. Loop thread only.
  void later(Runnable task) {
    again.add(task);
  }

  /// Runs a task on the loop's thread soon. From any thread.
  void execute(Runnable task) {
    handedIn.add(task);
    wakeUp();
  }

  /// Runs a piece of a virtual thread soon, after the end of the loop elsewhere. From any thread.
  void submit(Runnable piece) {
    ready.add(piece);
    wakeUp();
    if (over) {
      ready.runElsewhere();
    }
  }

  /// Virtual threads that run here.
  ReadyThreads ready() {
    return ready;
  }

  /// Whether the loops run virtual threads.
  boolean runsThreads() {
    return watch != null;
  }

  boolean isClosed() {
    return closed.get();
  }

  boolean isOver() {
    return over;
  }

  /// Makes a platform thread that takes the loop from its own, if that is still inside the piece
  /// with which the count of [#ready()] became `underWay`. Only a thread that exists takes it:
  /// where none can be made, nothing has changed.
  void replaceThread(long underWay) {
    new LoopThread(
            this,
            name,
            () -> {
              if (ready.take(underWay)) {
                thread = Thread.currentThread();
                run();
              }
            })
        .start();
  }

  /// Fails all descriptors and ends the thread. Idempotent.
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    AtomicReferenceArray<Descriptor> all = descriptors;
    for (int fd = 0; fd < all.length(); fd++) {
      Descriptor descriptor = all.get(fd);
      if (descriptor != null) {
        descriptor.close(overException(), false);
      }
    }
    wakeUp();
  }

  private void wakeUp() {
    if (asleep.get() && asleep.compareAndSet(true, false)) {
      interruptWait();
    }
  }

  private void interruptWait() {
    if (numbers.enter()) {
      try {
        Kernel.call(Call.WRITE, numbers.wakeUp, ONE, 8, 0);
      } finally {
        numbers.exit();
      }
    }
  }

  private static long oneInNativeMemory() {
    MemorySegment memory = Arena.global().allocate(8, 8);
    SocketCalls.bytes(memory).putLong(0, 1);
    return memory.address();
  }

  private AtomicReferenceArray<Descriptor> roomFor(int fd) {
    AtomicReferenceArray<Descriptor> all = descriptors;
    if (fd < all.length()) {
      return all;
    }
    var larger = new AtomicReferenceArray<Descriptor>(Math.max(fd + 1, all.length() * 2));
    for (int i = 0; i < all.length(); i++) {
      larger.set(i, all.get(i));
    }
    descriptors = larger;
    return larger;
  }

  private void control(int operation, int fd, int generation, int mask) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment event = arena.allocate(16, 8);
      long data = ((long) generation << 32) | fd;
      SocketCalls.bytes(event).putInt(0, mask).putLong(DATA_OFFSET, data);
      if (!numbers.enter()) {
        throw overException();
      }
      long result;
      try {
        result = Kernel.call(Call.EPOLL_CTL, numbers.epoll, operation, fd, event.address());
      } finally {
        numbers.exit();
      }
      if (result < 0) {
        throw Errno.exception("epoll_ctl", result);
      }
    }
  }

  private void run() {
    boolean replaced = false;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate((long) EVENT_BYTES * MAX_EVENTS, 8);
      ByteBuffer events = SocketCalls.bytes(memory);
      MemorySegment errno = arena.allocate(4, 4);
      int epoll = numbers.epoll;
      while (!closed.get() && !replaced) {
        long timeout = mayWait() ? -1 : 0;
        long count =
            Kernel.waiting(errno, Call.EPOLL_PWAIT, epoll, memory.address(), MAX_EVENTS, timeout);
        asleep.set(false);
        for (int i = 0; i < count; i++) {
          int at = i * EVENT_BYTES;
          dispatch(events.getInt(at), events.getLong(at + DATA_OFFSET));
        }
        for (Runnable task = handedIn.poll(); task != null; task = handedIn.poll()) {
          again.add(task);
        }
        runAgain();
        replaced = watch != null && !ready.run(this, watch);
      }
    } finally {
      if (replaced) {
        ready.released();
      } else {
        end();
      }
    }
  }

  /// Who adds a task after this has looked sees that the thread is asleep.
  private boolean mayWait() {
    if (!again.isEmpty()) {
      return false;
    }
    asleep.set(true);
    if (handedIn.isEmpty() && ready.isEmpty() && !closed.get()) {
      return true;
    }
    asleep.set(false);
    return false;
  }

  private void end() {
    closed.set(true);
    over = true;
    numbers.close();
    scratch.close();
    ready.runElsewhere();
  }

  /// A bug in one connection's task ends that task, never the loop.
  private void dispatch(int mask, long data) {
    int fd = (int) data;
    AtomicReferenceArray<Descriptor> all = descriptors;
    Descriptor descriptor = fd < all.length() ? all.get(fd) : null;
    if (descriptor == null || descriptor.generation != (int) (data >>> 32)) {
      return;
    }
    try {
      descriptor.ready(mask);
    } catch (RuntimeException | Error e) {
      bug(e);
    }
  }

  private void runAgain() {
    for (int count = again.size(); count > 0; count--) {
      try {
        again.remove().run();
      } catch (RuntimeException | Error e) {
        bug(e);
      }
    }
  }

  /// Logged elsewhere: a log may have locks that a virtual thread of this loop waits for too.
  static void bug(Throwable cause) {
    ForkJoinPool.commonPool()
        .execute(
            () -> LoggerFactory.getLogger("network").error("unexpected error in a loop", cause));
  }
}
