package dev.motet.io;

import java.io.IOException;

/// Passes every call on to the `PacketConn` below, except [#source()] and [#sink()]: a layer that
/// can be left out says so itself.
public abstract class ForwardingPacketConn implements PacketConn {
  protected final PacketConn below;

  protected ForwardingPacketConn(PacketConn below) {
    this.below = below;
  }

  @Override
  public int receive(PacketBatch into) throws IOException {
    return below.receive(into);
  }

  @Override
  public void send(PacketBatch packets) throws IOException {
    below.send(packets);
  }

  @Override
  public boolean reportsReadiness() {
    return below.reportsReadiness();
  }

  @Override
  public boolean awaitReadable(long nanos) throws IOException {
    return below.awaitReadable(nanos);
  }

  @Override
  public void abort(IOException reason) {
    below.abort(reason);
  }

  @Override
  public void close() {
    below.close();
  }
}
