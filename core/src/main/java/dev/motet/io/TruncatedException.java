package dev.motet.io;

/// The bytes end in the middle of a value: a stream parser waits for more, a packet is dropped.
public final class TruncatedException extends ProtocolException {
  public TruncatedException(int wanted, int left) {
    super(left + " bytes left (expected: " + wanted + ")");
  }
}
