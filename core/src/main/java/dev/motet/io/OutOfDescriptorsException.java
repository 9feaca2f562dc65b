package dev.motet.io;

import java.io.IOException;

/// The process or the system has no descriptor left (EMFILE, ENFILE): an accept may be tried again
/// once one is freed.
public final class OutOfDescriptorsException extends IOException {
  public OutOfDescriptorsException(String message) {
    super(message);
  }
}
