package dev.motet.os;

import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.io.PacketFlow;
import dev.motet.io.Transfer;
import java.io.IOException;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

// hot
/// One direction of a packet relay between two sockets, run by the edges of its source on the loop
/// of that one. What has to wait (a full socket, a name without an address yet) is sent by a
/// virtual thread of its own, and nothing more is received until that is done.
final class DatagramDirection {
  private final FdPacketConn from;
  private final FdPacketConn to;
  private final PacketFlow flow;
  private final ThreadFactory threads;
  private final Steps steps = new Steps(this::step);

  /// Layers may have packets left from before. Only the running step touches it.
  private boolean heldBack = true;

  /// A thread sends what had to wait; set by the running step, cleared by that thread.
  private volatile boolean sending;

  /// Why that thread could not.
  private volatile @Nullable IOException failure;

  DatagramDirection(FdPacketConn from, FdPacketConn to, PacketFlow flow, ThreadFactory threads) {
    this.from = from;
    this.to = to;
    this.flow = flow;
    this.threads = threads;
  }

  /// Begins; a direction whose ends are closed already fails at once.
  Transfer.Moving start() {
    from.descriptor().onReadable(steps);
    resume();
    return steps;
  }

  /// Steps on the loop from here on, and at a close of either end.
  private void resume() {
    to.descriptor().onWritable(steps);
    from.descriptor().loop().execute(steps);
  }

  private void step() {
    try {
      from.descriptor().checkOpen();
      to.descriptor().checkOpen();
      IOException cause = failure;
      if (cause != null) {
        throw cause;
      }
      if (!sending && (heldBack || from.descriptor().isReadable())) {
        moveBatch();
      }
    } catch (IOException e) {
      fail(e);
    } catch (RuntimeException | Error e) {
      // A bug, or no memory: this relay ends, the loop logs it.
      fail(new IOException("unexpected error", e));
      throw e;
    }
  }

  /// One batch, then others get their turn.
  private void moveBatch() throws IOException {
    PacketBatch batch = flow.takeBatch();
    boolean given = false;
    try {
      if (!heldBack) {
        from.receiveNow(batch);
      }
      heldBack = flow.open(batch);
      if (batch.count() > 0) {
        given = send(batch);
      }
    } finally {
      if (!given) {
        flow.give(batch);
      }
    }
    if (!sending && (heldBack || from.descriptor().isReadable())) {
      loop().later(steps);
    }
  }

  /// @return whether a thread has the batch and gives it back
  private boolean send(PacketBatch batch) throws IOException {
    long bytes = flow.measure(batch);
    PacketConn next = flow.seal(batch);
    if (next.equals(to) && to.sendNow(batch)) {
      flow.sent(bytes);
      return false;
    }
    sending = true;
    threads.newThread(() -> sendWaiting(next, batch, bytes)).start();
    return true;
  }

  private void sendWaiting(PacketConn next, PacketBatch batch, long bytes) {
    try {
      next.send(batch);
      flow.sent(bytes);
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException | Error e) {
      failure = new IOException("unexpected error", e);
      EpollLoop.bug(e);
    } finally {
      flow.give(batch);
      sending = false;
      resume();
    }
  }

  private void fail(IOException reason) {
    from.descriptor().onReadable(null);
    to.descriptor().onWritable(null);
    from.abort(reason);
    to.abort(reason);
    steps.end(reason);
  }

  /// The loop that runs this step.
  private EpollLoop loop() {
    EpollLoop loop = from.descriptor().loop();
    return loop.isCurrent() ? loop : to.descriptor().loop();
  }
}
