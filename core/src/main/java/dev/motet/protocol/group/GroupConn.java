package dev.motet.protocol.group;

import dev.motet.io.Conn;
import dev.motet.io.ForwardingConn;

/// A stream that its group knows of. Transparent, so that what is below can be spliced.
final class GroupConn extends ForwardingConn {
  private final Held held;

  GroupConn(Conn below, Held held) {
    super(below);
    this.held = held;
  }

  @Override
  public Conn source() {
    return below;
  }

  @Override
  public Conn sink() {
    return below;
  }

  @Override
  public void close() {
    held.end();
    below.close();
  }
}
