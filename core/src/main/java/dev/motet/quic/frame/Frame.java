package dev.motet.quic.frame;

import java.util.List;

/// What packets carry.
public sealed interface Frame {
  /// Nothing, that many bytes in a row.
  record Padding(int bytes) implements Frame {}

  /// Asks for an acknowledgement.
  record Ping() implements Frame {
    public static final Ping PING = new Ping();
  }

  /// Packets that arrived.
  ///
  /// @param delay in the unit of the sender
  /// @param ranges the largest numbers first, at least one
  record Ack(long delay, List<Range> ranges) implements Frame {
    /// Packet numbers, both included.
    public record Range(long from, long to) {}
  }

  /// A piece of the TLS handshake.
  ///
  /// @param data not to be changed
  record Crypto(long offset, byte[] data) implements Frame {}

  /// The connection ends with an error of the transport.
  ///
  /// @param frameType that caused it; 0 when unknown
  record ConnectionClose(long code, long frameType, String reason) implements Frame {}
}
