package dev.motet.os;

import dev.motet.io.Conn;
import dev.motet.io.Meter;
import dev.motet.io.PacketConn;
import dev.motet.io.PacketFlow;
import dev.motet.io.Transfer;
import java.util.concurrent.ThreadFactory;

/// Moves bytes and packets between two descriptors on the loops: no thread, no buffer, and no pipe
/// while nothing is in flight.
final class LoopTransfer implements Transfer {
  private final Pipes pipes;
  private final ThreadFactory threads;

  /// @param threads for packets that have to wait
  LoopTransfer(Pipes pipes, ThreadFactory threads) {
    this.pipes = pipes;
    this.threads = threads;
  }

  @Override
  public boolean supports(Conn from, Conn to) {
    return from instanceof FdConn && to instanceof FdConn;
  }

  @Override
  public Moving start(Conn from, Conn to, Meter meter) {
    return new SpliceDirection(
            ((FdConn) from).descriptor(), ((FdConn) to).descriptor(), meter, pipes)
        .start();
  }

  @Override
  public boolean supports(PacketConn from, PacketConn to) {
    return from instanceof FdPacketConn && to instanceof FdPacketConn;
  }

  @Override
  public Moving start(PacketFlow flow) {
    return new DatagramDirection(
            (FdPacketConn) flow.from(), (FdPacketConn) flow.to(), flow, threads)
        .start();
  }
}
