package dev.motet.os;

import dev.motet.io.Conn;
import dev.motet.io.Meter;
import dev.motet.io.Transfer;

/// Moves bytes between two descriptors on the loops: no thread, no buffer, and no pipe while
/// nothing is in flight.
final class SpliceTransfer implements Transfer {
  private final Pipes pipes;

  SpliceTransfer(Pipes pipes) {
    this.pipes = pipes;
  }

  @Override
  public boolean supports(Conn from, Conn to) {
    return from instanceof FdConn && to instanceof FdConn;
  }

  @Override
  public Moving start(Conn from, Conn to, Meter meter) {
    SpliceDirection direction =
        new SpliceDirection(((FdConn) from).descriptor(), ((FdConn) to).descriptor(), meter, pipes);
    direction.start();
    return direction;
  }
}
