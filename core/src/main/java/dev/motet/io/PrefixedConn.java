package dev.motet.io;

import java.io.IOException;

/// Gives back bytes that were read too early, then becomes transparent.
public final class PrefixedConn extends ForwardingConn {
  private final Buffer early;

  /// @param early this takes it over
  public PrefixedConn(Buffer early, Conn below) {
    super(below);
    this.early = early;
  }

  @Override
  public int read(Buffer into) throws IOException {
    if (early.isEmpty()) {
      return below.read(into);
    }
    return early.moveTo(into, into.readable());
  }

  @Override
  public Conn source() {
    return early.isEmpty() ? below.source() : this;
  }

  @Override
  public Conn sink() {
    return below.sink();
  }

  @Override
  public boolean awaitReadable(long nanos) throws IOException {
    return !early.isEmpty() || below.awaitReadable(nanos);
  }
}
