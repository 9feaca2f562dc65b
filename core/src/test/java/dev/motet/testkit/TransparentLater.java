package dev.motet.testkit;

import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.ForwardingConn;
import java.io.IOException;

/// A layer that inverts the first bytes of each direction and is transparent from then on, in each
/// direction at a moment of its own.
public final class TransparentLater extends ForwardingConn {
  private long readLeft;
  private long writeLeft;

  /// @param readInverted bytes changed while reading
  /// @param writeInverted bytes changed while writing
  public TransparentLater(Conn below, long readInverted, long writeInverted) {
    super(below);
    this.readLeft = readInverted;
    this.writeLeft = writeInverted;
  }

  @Override
  public int read(Buffer into) throws IOException {
    int count = below.read(into);
    if (count > 0) {
      int changed = (int) Math.min(count, readLeft);
      invert(into.array, into.to - count, changed);
      readLeft -= changed;
    }
    return count;
  }

  @Override
  public void write(Buffer from) throws IOException {
    int changed = (int) Math.min(from.length(), writeLeft);
    invert(from.array, from.from, changed);
    writeLeft -= changed;
    below.write(from);
  }

  @Override
  public void write(Buffer head, Buffer body) throws IOException {
    write(head);
    write(body);
  }

  @Override
  public Conn source() {
    return readLeft == 0 ? below : this;
  }

  @Override
  public Conn sink() {
    return writeLeft == 0 ? below : this;
  }

  private static void invert(byte[] array, int from, int count) {
    for (int i = from; i < from + count; i++) {
      array[i] = (byte) ~array[i];
    }
  }
}
