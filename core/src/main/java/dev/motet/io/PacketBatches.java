package dev.motet.io;

import java.io.IOException;

// hot
/// Receives from a packet connection, batch after batch. Where waiting needs no batch, one of the
/// pool is held only while it is filled and used.
public final class PacketBatches {
  /// Receives into a batch and uses what came.
  public interface Step {
    /// @param batch empty
    /// @return false at the end of the connection
    boolean take(PacketBatch batch) throws IOException;
  }

  private PacketBatches() {}

  /// Returns at the end of the connection; blocks until then.
  public static void receiveAll(PacketConn conn, Buffers buffers, Step step) throws IOException {
    if (!conn.reportsReadiness()) {
      PacketBatch one = new PacketBatch(1, PacketBatch.MAX_PACKET_BYTES);
      while (step.take(one)) {
        one.clear();
      }
      return;
    }
    boolean more = true;
    while (more) {
      conn.awaitReadable(-1);
      PacketBatch batch = buffers.takeBatch();
      try {
        more = step.take(batch);
      } finally {
        buffers.give(batch);
      }
    }
  }
}
