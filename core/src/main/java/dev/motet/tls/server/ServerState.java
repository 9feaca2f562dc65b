package dev.motet.tls.server;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.message.Message;

/// What a server waits for. Each state takes the one message that may come next and gives the state
/// after it. For one thread.
sealed interface ServerState
    permits AwaitHello,
        AwaitRetriedHello,
        AwaitCertificate,
        AwaitCertificateVerify,
        AwaitFinished,
        Established,
        ServerState.Over {
  /// Bytes of messages that are short, with room for what is only in the wrong place.
  int SHORT_BYTES = 1024;

  /// @param message complete
  /// @throws AlertException when the message is not the one, or breaks a rule
  ServerState receive(byte[] message) throws AlertException;

  /// See [dev.motet.tls.handshake.Handshake#maxMessageBytes()].
  default int maxMessageBytes() {
    return 64 * 1024;
  }

  /// Reads the body of a message.
  interface Reader<T> {
    T read(ByteReader in) throws ProtocolException;
  }

  /// The message, which must be of this type and readable.
  static <T> T read(byte[] message, int type, String name, Reader<T> reader) throws AlertException {
    if (Message.type(message) != type) {
      throw unexpected(message, name);
    }
    try {
      return reader.read(Message.body(message));
    } catch (ProtocolException e) {
      throw AlertException.undecodable(name, e);
    }
  }

  static AlertException unexpected(byte[] message, String expected) {
    return new AlertException(
        Alert.UNEXPECTED_MESSAGE,
        "handshake message of type " + Message.type(message) + " (expected: " + expected + ")");
  }

  /// The handshake failed, or another message is being dealt with.
  record Over() implements ServerState {
    @Override
    public ServerState receive(byte[] message) throws AlertException {
      throw unexpected(message, "none, the handshake failed");
    }
  }
}
