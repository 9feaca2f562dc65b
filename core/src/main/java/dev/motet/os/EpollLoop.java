package dev.motet.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private static final int CLOEXEC = 0x8_0000;
  private static final int MAX_EVENTS = 256;

  // struct epoll_event: events (u32), data (u64); packed on x86-64 only.
  private static final int EVENT_BYTES = Platform.X86_64 ? 12 : 16;
  private static final int DATA_OFFSET = Platform.X86_64 ? 4 : 8;

  /// What is written to an eventfd.
  private static final long ONE = oneInNativeMemory();

  private final String name;
  private final int epoll;
  private final int wakeUp;
  private final Scratch scratch = new Scratch();

  /// Null when the loops run no virtual threads.
  private final @Nullable LoopWatch watch;

  /// The one that has the loop.
  private volatile Thread thread;

  /// By number; written under this object's lock.
  private volatile AtomicReferenceArray<Descriptor> descriptors = new AtomicReferenceArray<>(1024);

  /// Tasks that gave way to others; loop thread only.
  private final ArrayDeque<Runnable> again = new ArrayDeque<>();

  /// Tasks of other threads.
  private final ConcurrentLinkedQueue<Runnable> handedIn = new ConcurrentLinkedQueue<>();

  /// Virtual threads that run here.
  private final ReadyThreads ready = new ReadyThreads();

  /// The thread waits for events, or is about to: whoever adds a task wakes it.
  private final AtomicBoolean asleep = new AtomicBoolean();

  private int generations;
  private volatile boolean closed;

  /// The loop has ended; written under this object's lock.
  private volatile boolean over;

  EpollLoop(String name) throws IOException {
    this(name, null);
  }

  /// @param watch of the loops that run virtual threads; null when the loops do not
  EpollLoop(String name, @Nullable LoopWatch watch) throws IOException {
    this.name = name;
    this.watch = watch;
    long instance = Kernel.call(Call.EPOLL_CREATE1, CLOEXEC, 0);
    if (instance < 0) {
      throw Errno.exception("epoll_create1", instance);
    }
    long event = Kernel.call(Call.EVENTFD2, 0, CLOEXEC);
    if (event < 0) {
      SocketCalls.close((int) instance);
      throw Errno.exception("eventfd2", event);
    }
    epoll = (int) instance;
    wakeUp = (int) event;
    control(EPOLL_CTL_ADD, wakeUp, 0, READING);
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

  private synchronized Descriptor register(int fd, boolean writing) throws IOException {
    if (closed) {
      SocketCalls.close(fd);
      throw new IOException("socket back end is closed");
    }
    AtomicReferenceArray<Descriptor> table = roomFor(fd);
    Descriptor descriptor = new Descriptor(fd, ++generations, this, writing);
    table.set(fd, descriptor);
    try {
      control(EPOLL_CTL_ADD, fd, descriptor.generation, writing ? READING_AND_WRITING : READING);
    } catch (IOException e) {
      table.set(fd, null);
      SocketCalls.close(fd);
      throw e;
    }
    return descriptor;
  }

  /// Registers a descriptor, whose number is in use, for writing too. An edge arrives at once when
  /// it is writable.
  void watchWritable(Descriptor descriptor) throws IOException {
    control(EPOLL_CTL_MOD, descriptor.fd, descriptor.generation, READING_AND_WRITING);
  }

  /// Before the number is closed.
  synchronized void forget(Descriptor descriptor) {
    descriptors.set(descriptor.fd, null);
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
    return closed;
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
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    AtomicReferenceArray<Descriptor> table = descriptors;
    for (int fd = 0; fd < table.length(); fd++) {
      Descriptor descriptor = table.get(fd);
      if (descriptor != null) {
        descriptor.close(new IOException("socket back end is closed"), false);
      }
    }
    wakeUp();
  }

  private void wakeUp() {
    if (asleep.get() && asleep.compareAndSet(true, false)) {
      interruptWait();
    }
  }

  /// Never after the end of the loop, which closes the number.
  private synchronized void interruptWait() {
    if (!over) {
      Kernel.call(Call.WRITE, wakeUp, ONE, 8, 0);
    }
  }

  private static long oneInNativeMemory() {
    MemorySegment memory = Arena.global().allocate(8, 8);
    memory.set(ValueLayout.JAVA_LONG, 0, 1);
    return memory.address();
  }

  private AtomicReferenceArray<Descriptor> roomFor(int fd) {
    AtomicReferenceArray<Descriptor> table = descriptors;
    if (fd < table.length()) {
      return table;
    }
    var larger = new AtomicReferenceArray<Descriptor>(Math.max(fd + 1, table.length() * 2));
    for (int i = 0; i < table.length(); i++) {
      larger.set(i, table.get(i));
    }
    descriptors = larger;
    return larger;
  }

  private void control(int operation, int fd, int generation, int mask) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment event = arena.allocate(16, 8);
      event.set(ValueLayout.JAVA_INT, 0, mask);
      event.set(ValueLayout.JAVA_LONG_UNALIGNED, DATA_OFFSET, (long) generation << 32 | fd);
      long result = Kernel.call(Call.EPOLL_CTL, epoll, operation, fd, event.address());
      if (result < 0) {
        throw Errno.exception("epoll_ctl", result);
      }
    }
  }

  private void run() {
    boolean replaced = false;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment events = arena.allocate((long) EVENT_BYTES * MAX_EVENTS, 8);
      MemorySegment errno = arena.allocate(4, 4);
      while (!closed && !replaced) {
        long timeout = mayWait() ? -1 : 0;
        long count =
            Kernel.waiting(errno, Call.EPOLL_PWAIT, epoll, events.address(), MAX_EVENTS, timeout);
        asleep.set(false);
        for (int i = 0; i < count; i++) {
          dispatch(
              events.get(ValueLayout.JAVA_INT_UNALIGNED, (long) i * EVENT_BYTES),
              events.get(ValueLayout.JAVA_LONG_UNALIGNED, (long) i * EVENT_BYTES + DATA_OFFSET));
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
    if (handedIn.isEmpty() && ready.isEmpty() && !closed) {
      return true;
    }
    asleep.set(false);
    return false;
  }

  private void end() {
    synchronized (this) {
      closed = true;
      over = true;
      SocketCalls.close(epoll);
      SocketCalls.close(wakeUp);
      scratch.close();
    }
    ready.runElsewhere();
  }

  /// A bug in one connection's task ends that task, never the loop.
  private void dispatch(int mask, long data) {
    int fd = (int) data;
    AtomicReferenceArray<Descriptor> table = descriptors;
    Descriptor descriptor = fd < table.length() ? table.get(fd) : null;
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

  static void bug(Throwable cause) {
    LoggerFactory.getLogger("network").error("unexpected error in a loop", cause);
  }
}
