package dev.motet.io;

import java.io.IOException;

/// A stream of bytes in both directions: a socket, a TLS session, a multiplexed stream, a userspace
/// TCP flow. Features compose by wrapping a `Conn` in a `Conn` ([ForwardingConn]).
///
/// Threads: at most one reads and one writes at a time, they may differ; [#close()] and [#abort]
/// come from any thread, also in the middle of a call, which then throws. All calls block the
/// calling (virtual) thread and none may be made on a loop or timer thread except [#close()] and
/// [#abort]. Ownership: whoever holds the outermost `Conn` closes it, which closes all below it.
/// Buffers stay the caller's.
public interface Conn extends AutoCloseable {
  /// Appends at `into.to` what is there, waiting for at least one byte; never touches the last
  /// [Buffer#TAIL_ROOM] bytes of the array.
  ///
  /// @return bytes added, at least 1; or -1 at the end of the stream, and again at each later call
  /// @throws IOException when the peer resets, the layer's bytes are not allowed, or this end was
  ///   closed or aborted (then with the reason given there)
  int read(Buffer into) throws IOException;

  /// Writes all of `from` and leaves it empty; may overwrite its bytes and the room around them,
  /// and keeps nothing of it after the return.
  void write(Buffer from) throws IOException;

  /// Writes `head`, then `body`, so that they leave in one call where the layer can. Same ownership
  /// as [#write(Buffer)].
  default void write(Buffer head, Buffer body) throws IOException {
    if (head.length() <= body.headRoom()) {
      body.prepend(head.array, head.from, head.length());
      head.from = head.to;
      write(body);
      return;
    }
    Buffer joined = Buffer.allocate(head.length() + body.length());
    joined.append(head);
    joined.append(body);
    head.from = head.to;
    body.from = body.to;
    write(joined);
  }

  /// True while a header is held back to leave together with the first payload; [#flush()] then
  /// sends it alone.
  default boolean holdsHeader() {
    return false;
  }

  /// Sends a held-back header without payload. May be called by the writing thread, or by any other
  /// while that one is known to be outside a write.
  default void flush() throws IOException {}

  /// Ends the sending direction; reading goes on. A layer that has no half-close closes whole.
  void closeWrite() throws IOException;

  /// What can be read instead of this from now on: the layer below, once this one neither holds
  /// received bytes nor changes any. Asked by the reading thread between reads.
  default Conn source() {
    return this;
  }

  /// What can be written instead of this from now on. Asked by the writing thread between writes.
  default Conn sink() {
    return this;
  }

  /// Whether [#awaitReadable] can wait without a buffer.
  default boolean reportsReadiness() {
    return false;
  }

  /// Waits until a read would return at once (bytes, end of stream or error).
  ///
  /// @param nanos how long; negative for no limit
  /// @return false when the time ran out; true otherwise, and at once where [#reportsReadiness()]
  ///   is false
  default boolean awaitReadable(long nanos) throws IOException {
    return true;
  }

  /// Closes at once and hard: a peer over TCP sees a reset, calls in progress throw `reason`. The
  /// first reason counts; nothing happens after a close.
  default void abort(IOException reason) {
    close();
  }

  /// Closes both directions, idempotent, never blocks. Unsent bytes that the kernel holds still go
  /// out.
  @Override
  void close();
}
