package dev.motet.tls.client;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.message.Message;

/// What a client waits for. A message that has no place in a state is refused by it; a state is
/// left as soon as it was given one.
interface State {
  /// Bytes of the longest message that is not a certificate chain, without its header.
  int MAX_MESSAGE_BYTES = 64 * 1024;

  /// Takes one complete message.
  ///
  /// @return the state after it
  /// @throws ProtocolException when the message cannot be read: `decode_error`
  State receive(byte[] message) throws ProtocolException;

  /// Takes the ChangeCipherSpec of TLS 1.2.
  default State receiveChangeCipherSpec() throws AlertException {
    throw new AlertException(Alert.UNEXPECTED_MESSAGE, "ChangeCipherSpec out of order");
  }

  /// See [dev.motet.tls.handshake.Handshake#maxMessageBytes()].
  default int maxMessageBytes() {
    return MAX_MESSAGE_BYTES;
  }

  /// An alert is about to be sent: the keys that protect it are to be in force.
  default void beforeAlert() {}

  /// The body of a message of the only type that may come.
  ///
  /// @throws AlertException `unexpected_message` for another type
  static ByteReader body(byte[] message, int expected) throws ProtocolException {
    if (Message.type(message) != expected) {
      throw unexpected(message, String.valueOf(expected));
    }
    return Message.body(message);
  }

  /// RFC 8446 4: a message in the wrong order aborts the handshake.
  static AlertException unexpected(byte[] message, String expected) {
    return new AlertException(
        Alert.UNEXPECTED_MESSAGE,
        "handshake message of type " + Message.type(message) + " (expected: " + expected + ")");
  }
}
