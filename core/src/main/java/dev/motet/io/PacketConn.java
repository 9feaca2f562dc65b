package dev.motet.io;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Datagrams in both directions, in batches: a UDP socket, an association of a proxy protocol, a
/// multiplexed packet stream.
///
/// Threads and ownership as in [Conn]: one receives, one sends, close from anywhere; batches stay
/// the caller's.
public interface PacketConn extends AutoCloseable {
  /// Adds at least one packet to `into`, waiting for it. A packet too long for its slot is dropped
  /// and counted, one with bytes that are not allowed is too: neither ends the connection.
  ///
  /// @return packets added; -1 at the end, where the layer has one
  int receive(PacketBatch into) throws IOException;

  /// Sends all filled slots, each to its `remote`; may overwrite them and the room around them.
  /// What the network refuses is dropped and counted.
  void send(PacketBatch packets) throws IOException;

  /// What can be received instead of this from now on; null for nothing. Asked by the receiving
  /// thread between calls.
  default @Nullable PacketSource source() {
    return null;
  }

  /// What can be sent to instead of this from now on; null for nothing. Asked by the sending thread
  /// between calls.
  default @Nullable PacketSink sink() {
    return null;
  }

  /// Whether [#awaitReadable] can wait without a batch.
  default boolean reportsReadiness() {
    return false;
  }

  /// As [Conn#awaitReadable].
  default boolean awaitReadable(long nanos) throws IOException {
    return true;
  }

  /// Closes with a reason that calls in progress throw.
  default void abort(IOException reason) {
    close();
  }

  /// As [#abort], because nothing moved for a while, and only if that is still so: a packet that
  /// waits to be received, or that the receiving thread is at work on, is not lost by it. Never
  /// blocks. Here only `stillQuiet` decides.
  ///
  /// @param stillQuiet looks again, while no packet can come in between; reads fields and nothing
  ///   else
  /// @return whether it ended
  default boolean abortIfQuiet(IOException reason, BooleanSupplier stillQuiet) {
    if (!stillQuiet.getAsBoolean()) {
      return false;
    }
    abort(reason);
    return true;
  }

  /// Idempotent, never blocks.
  @Override
  void close();
}
