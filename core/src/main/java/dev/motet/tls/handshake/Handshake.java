package dev.motet.tls.handshake;

import dev.motet.tls.alert.AlertException;
import org.jspecify.annotations.Nullable;

/// One side of a TLS connection without records, sockets, threads or clock: messages in, messages
/// and keys out through its [Carrier]. Used by one thread at a time.
public interface Handshake {
  /// A client sends its ClientHello, a server does nothing.
  void start() throws AlertException;

  /// Takes one complete message, with its header of 4 bytes; also after the handshake (tickets, key
  /// updates). The array is the handshake's from now on.
  ///
  /// @throws AlertException when the peer broke a rule; the alert is the caller's to send, and the
  ///   handshake is over
  void receive(byte[] message) throws AlertException;

  /// The peer sent ChangeCipherSpec: a step of TLS 1.2; in TLS 1.3 the record layer drops it and
  /// does not ask.
  default void receiveChangeCipherSpec() throws AlertException {
    throw new AlertException(
        dev.motet.tls.alert.Alert.UNEXPECTED_MESSAGE, "ChangeCipherSpec out of order");
  }

  /// Bytes of the longest message that may come next, without its header: what a record layer holds
  /// of a message that is not complete yet.
  default int maxMessageBytes() {
    return 64 * 1024;
  }

  /// Whether application data may be sent and received.
  boolean isDone();

  /// Null until [#isDone()].
  @Nullable Negotiated negotiated();

  /// Whether the peer asked for new write keys and [#updateWriteKeys()] was not called since. Read
  /// by the writing thread, set by the reading one.
  default boolean owesKeyUpdate() {
    return false;
  }

  /// Sends a KeyUpdate and changes the write keys (RFC 8446 4.6.3). Called by the writing thread.
  default void updateWriteKeys() {}

  /// Key material for other purposes (RFC 8446 7.5, RFC 5705).
  ///
  /// @throws IllegalStateException before the handshake is done
  byte[] export(byte[] label, byte[] context, int length);
}
