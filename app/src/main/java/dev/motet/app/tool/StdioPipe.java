package dev.motet.app.tool;

import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Joins standard input and output with a connection (inventory CLI-20). The sending direction has
/// a thread of its own, which ends with the process when standard input blocks.
public record StdioPipe(InputStream in, OutputStream out) {
  private static final int BLOCK = 16 * 1024;
  private static final int MAX_PACKET = 65_507;

  /// Until the peer ends its direction.
  public void join(Conn conn) throws IOException {
    Thread.ofVirtual().name("motet-stdin").start(() -> send(conn));
    Buffer buffer = Buffer.allocate(BLOCK);
    while (conn.read(buffer.clear()) >= 0) {
      out.write(buffer.array, buffer.from, buffer.length());
      out.flush();
    }
  }

  private void send(Conn conn) {
    try {
      Buffer buffer = Buffer.allocate(BLOCK);
      for (int count; (count = in.read(buffer.clear().array, buffer.from, BLOCK)) >= 0; ) {
        buffer.to += count;
        conn.write(buffer);
      }
      conn.closeWrite();
    } catch (IOException e) {
      conn.abort(e);
    }
  }

  /// Each read of standard input becomes a packet; until `conn` is closed.
  public void join(PacketConn conn, Destination to) throws IOException {
    Thread.ofVirtual().name("motet-stdin").start(() -> send(conn, to));
    PacketBatch batch = new PacketBatch(8, MAX_PACKET);
    while (conn.receive(batch) >= 0) {
      for (int i = 0; i < batch.count(); i++) {
        Buffer data = batch.get(i).data;
        out.write(data.array, data.from, data.length());
      }
      out.flush();
      batch.clear();
    }
  }

  private void send(PacketConn conn, Destination to) {
    try {
      byte[] bytes = new byte[MAX_PACKET];
      PacketBatch batch = new PacketBatch(1, MAX_PACKET);
      for (int count; (count = in.read(bytes)) >= 0; ) {
        batch.clear();
        Packet packet = batch.add();
        packet.data.append(bytes, 0, count);
        packet.remote = to;
        conn.send(batch);
      }
    } catch (IOException e) {
      conn.abort(e);
    }
  }
}
