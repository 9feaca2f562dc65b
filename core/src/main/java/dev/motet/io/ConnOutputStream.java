package dev.motet.io;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/// Writes to a [Conn] for code that writes streams. Of one thread at a time; closing it closes the
/// connection.
public final class ConnOutputStream extends OutputStream {
  private final Conn conn;

  public ConnOutputStream(Conn conn) {
    this.conn = conn;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b});
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, from.length);
    Buffer buffer = Buffer.allocate(length); // a layer may overwrite what it is given
    buffer.append(from, offset, length);
    conn.write(buffer);
  }

  @Override
  public void close() {
    conn.close();
  }
}
