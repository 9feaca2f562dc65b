package dev.motet.io;

import java.io.IOException;
import java.util.function.BooleanSupplier;

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

  /// The layers of packets above end with the one below.
  @Override
  public boolean abortIfQuiet(IOException reason, BooleanSupplier stillQuiet) {
    if (!below.abortIfQuiet(reason, stillQuiet)) {
      return false;
    }
    abort(reason);
    return true;
  }

  @Override
  public void close() {
    below.close();
  }
}
