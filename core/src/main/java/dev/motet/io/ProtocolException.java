package dev.motet.io;

import java.io.IOException;

/// The peer's bytes are not allowed. Says the value and what was expected; carries no stack trace,
/// because it says nothing about this program. Closes that one connection, logged at debug level.
public class ProtocolException extends IOException {
  public ProtocolException(String message) {
    super(message);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
