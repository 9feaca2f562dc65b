package dev.motet.io;

import java.io.IOException;

/// Moves one direction of a relay without a thread of its own, where both ends allow it: a stream
/// beneath the program (`splice(2)`), packets on the loops.
public interface Transfer {
  /// Supports nothing: the pump copies.
  Transfer NONE =
      new Transfer() {
        @Override
        public boolean supports(Conn from, Conn to) {
          return false;
        }

        @Override
        public Moving start(Conn from, Conn to, Meter meter) {
          throw new IllegalArgumentException("no transfer between " + from + " and " + to);
        }
      };

  /// Whether [#start] can be called: both are bare sockets of the same back end.
  boolean supports(Conn from, Conn to);

  /// Begins to move all bytes of `from` to `to` and returns at once. From here on nobody else reads
  /// `from` or writes `to`. At the end of `from` it half-closes `to`; when either fails it aborts
  /// both. Closing or aborting either from outside ends it.
  Moving start(Conn from, Conn to, Meter meter);

  /// Whether [#start(PacketFlow)] can be called: both are bare sockets of the same back end.
  default boolean supports(PacketConn from, PacketConn to) {
    return false;
  }

  /// Begins to move all packets of a flow and returns at once. From here on nobody else receives
  /// from its one socket or sends to its other one. When either fails it aborts both. Closing or
  /// aborting either from outside ends it.
  default Moving start(PacketFlow flow) {
    throw new IllegalArgumentException("no transfer between " + flow.from() + " and " + flow.to());
  }

  /// A direction under way.
  interface Moving {
    /// Blocks until the direction ended.
    ///
    /// @throws IOException why it ended early: the reason of an abort, or what the socket said
    void await() throws IOException;
  }
}
