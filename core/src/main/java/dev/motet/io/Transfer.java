package dev.motet.io;

import java.io.IOException;

/// Moves one direction of a relay beneath the program (`splice(2)`), where both ends allow it.
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

  /// A direction under way.
  interface Moving {
    /// Blocks until the direction ended.
    ///
    /// @throws IOException why it ended early: the reason of an abort, or what the socket said
    void await() throws IOException;
  }
}
