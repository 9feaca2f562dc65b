package dev.motet.protocol.group;

import dev.motet.io.ForwardingPacketConn;
import dev.motet.io.PacketConn;

/// A packet connection that its group knows of.
final class GroupPacketConn extends ForwardingPacketConn {
  private final Held held;

  GroupPacketConn(PacketConn below, Held held) {
    super(below);
    this.held = held;
  }

  @Override
  public void close() {
    held.end();
    below.close();
  }
}
