package dev.motet.protocol.shadowtls;

import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import dev.motet.io.Conn;
import java.io.IOException;

/// Copies one direction byte for byte to its end.
final class PlainCopy {
  private PlainCopy() {}

  static void run(Conn from, Conn to, Buffers buffers) throws IOException {
    boolean more = true;
    boolean bulk = false;
    while (more) {
      from.awaitReadable(-1); // without a buffer, where that is possible
      Buffer buffer = bulk ? buffers.takeBulk() : buffers.takeSmall();
      try {
        int room = buffer.readable();
        int count = from.read(buffer);
        more = count >= 0;
        bulk = count == room;
        if (more) {
          to.write(buffer);
        }
      } finally {
        buffers.give(buffer);
      }
    }
  }
}
