package dev.motet.os;

import dev.motet.io.Meter;
import dev.motet.io.Transfer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

// hot
/// One direction of a relay between two sockets, run by the edges of both on their loops.
///
/// Small messages are copied through the loop's own memory (two calls), and once a read fills that
/// memory the bytes are spliced through a leased pipe.
final class SpliceDirection {
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int SPLICE_MOVE_NONBLOCK = 3;

  /// A pipe that got less than this goes back: the flow is not bulk.
  private static final int BULK_BYTES = 32 * 1024;

  /// What one step moves before others get their turn.
  private static final long TURN_BYTES = 4L << 20;

  private final Descriptor from;
  private final Descriptor to;
  private final Meter meter;
  private final Pipes pipes;
  private final Steps steps = new Steps(this::step);

  // Only the running step touches these.
  private Pipes.@Nullable Pipe pipe;
  private long inPipe;
  private byte @Nullable [] held;
  private int heldFrom;
  private boolean bulk;
  private boolean blocked;

  SpliceDirection(Descriptor from, Descriptor to, Meter meter, Pipes pipes) {
    this.from = from;
    this.to = to;
    this.meter = meter;
    this.pipes = pipes;
  }

  /// Begins; a direction whose ends are closed already fails at once.
  Transfer.Moving start() {
    try {
      from.enter();
    } catch (IOException e) {
      refuse(e);
      return steps;
    }
    try {
      to.enter();
    } catch (IOException e) {
      from.exit();
      refuse(e);
      return steps;
    }
    from.onReadable(steps);
    to.onWritable(steps);
    if (from.isReadable() || from.isClosed() || to.isClosed()) {
      from.loop().execute(steps);
    }
    return steps;
  }

  private void refuse(IOException reason) {
    steps.end(reason);
    from.close(reason, true);
    to.close(reason, true);
  }

  private void step() {
    try {
      // Also while the other side takes nothing: an end that broke is no use to wait for.
      from.check();
      to.check();
      if (moveTurn()) {
        finish();
      }
    } catch (IOException e) {
      fail(e);
    } catch (RuntimeException | Error e) {
      // A bug, or no memory: this relay ends, its descriptors are free, the loop logs it.
      fail(new IOException("unexpected error", e));
      throw e;
    }
  }

  /// @return true at the end of the stream, with everything delivered
  private boolean moveTurn() throws IOException {
    long left = TURN_BYTES;
    while (deliver()) {
      if (left <= 0) {
        from.stillReadable();
        loop().later(steps);
        return false;
      }
      if (!from.takeReadable()) {
        givePipe();
        return false;
      }
      long count = bulk ? fillPipe() : copy();
      if (count == 0) {
        return true;
      }
      left -= Math.max(0, count);
    }
    return false;
  }

  /// Reads into the loop's memory and writes from there; what the other side does not take is held.
  ///
  /// @return bytes read, 0 at the end of the stream, negative when there were none
  private long copy() throws IOException {
    Scratch scratch = loop().scratch();
    long count = Kernel.call(Call.RECVFROM, from.fd, scratch.address(), Scratch.BYTES, 0, 0, 0);
    if (count <= 0) {
      return checked("read", count);
    }
    bulk = count == Scratch.BYTES;
    from.afterRead(bulk);
    to.takeWritable();
    long sent = Kernel.call(Call.SENDTO, to.fd, scratch.address(), count, MSG_NOSIGNAL, 0, 0);
    sent = Math.max(0, checked("write", sent));
    meter.add(sent);
    if (sent < count) {
      hold(scratch.memory(), (int) sent, (int) count);
    }
    return count;
  }

  private void hold(MemorySegment memory, int start, int end) {
    byte[] rest = new byte[end - start];
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, start, rest, 0, rest.length);
    held = rest;
    heldFrom = 0;
  }

  /// @return as [#copy]
  private long fillPipe() throws IOException {
    Pipes.Pipe leased = pipe;
    if (leased == null) {
      leased = pipes.take();
      pipe = leased;
      if (leased == null) {
        return copy();
      }
    }
    long count =
        Kernel.call(Call.SPLICE, from.fd, 0, leased.in(), 0, Pipes.BYTES, SPLICE_MOVE_NONBLOCK);
    if (count <= 0) {
      bulk = false;
      return checked("splice", count);
    }
    from.stillReadable();
    bulk = count >= BULK_BYTES;
    inPipe = count;
    return count;
  }

  /// Writes what was read before.
  ///
  /// @return false when the other side takes no more for now
  private boolean deliver() throws IOException {
    byte[] rest = held;
    while (inPipe > 0 || rest != null) {
      if (blocked && !to.takeWritable()) {
        return false;
      }
      blocked = false;
      to.takeWritable();
      long count = rest == null ? drainPipe() : sendHeld(rest);
      if (count == -Errno.EAGAIN) {
        blocked = true;
        continue;
      }
      meter.add(Math.max(0, checked("write", count)));
      rest = held;
    }
    return true;
  }

  private long drainPipe() {
    Pipes.Pipe leased = pipe;
    if (leased == null) {
      throw new IllegalStateException(inPipe + " bytes in no pipe");
    }
    long count = Kernel.call(Call.SPLICE, leased.out(), 0, to.fd, 0, inPipe, SPLICE_MOVE_NONBLOCK);
    inPipe -= Math.max(0, count);
    return count;
  }

  private long sendHeld(byte[] rest) {
    long count =
        Kernel.call(Call.SENDTO, to.fd, rest, heldFrom, rest.length - heldFrom, MSG_NOSIGNAL);
    if (count > 0) {
      heldFrom += (int) count;
      held = heldFrom == rest.length ? null : rest;
    }
    return count;
  }

  private static long checked(String what, long result) throws IOException {
    if (result < 0 && result != -Errno.EAGAIN && result != -Errno.EINTR) {
      throw Errno.exception(what, result);
    }
    return result;
  }

  private void finish() {
    givePipe();
    long result = Kernel.call(Call.SHUTDOWN, to.fd, SocketCalls.SHUT_WR);
    if (result < 0 && result != -Errno.ENOTCONN) {
      fail(Errno.exception("shutdown", result));
      return;
    }
    end(null);
  }

  private void fail(IOException reason) {
    Pipes.Pipe leased = pipe;
    pipe = null;
    if (leased != null) {
      leased.close();
    }
    from.close(reason, true);
    to.close(reason, true);
    end(reason);
  }

  private void end(@Nullable IOException reason) {
    from.onReadable(null);
    to.onWritable(null);
    from.exit();
    to.exit();
    steps.end(reason);
  }

  private void givePipe() {
    Pipes.Pipe leased = pipe;
    if (leased != null) {
      pipe = null;
      pipes.give(leased);
    }
  }

  /// The loop that runs this step.
  private EpollLoop loop() {
    return from.loop().isCurrent() ? from.loop() : to.loop();
  }
}
