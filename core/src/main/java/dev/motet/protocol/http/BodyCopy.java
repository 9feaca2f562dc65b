package dev.motet.protocol.http;

import dev.motet.http.h1.BodyReader;
import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import java.io.IOException;

// hot
/// Moves a body to its end, block by block. A buffer is held only while bytes are in flight, where
/// the source can be waited for without one.
final class BodyCopy {
  private BodyCopy() {}

  /// Takes the blocks.
  interface Sink {
    void write(Buffer block) throws IOException;
  }

  static void run(BodyReader from, Sink to, Buffers buffers) throws IOException {
    boolean bulk = false;
    int count;
    do {
      boolean waited = from.await();
      Buffer buffer = bulk ? buffers.takeBulk() : buffers.takeSmall();
      try {
        int room = buffer.readable();
        count = from.read(buffer);
        // As in a stream relay: what only a read can wait for must not hold a large one idle.
        bulk = count == room || (waited && count >= Buffers.SMALL);
        if (count > 0) {
          to.write(buffer);
        }
      } finally {
        buffers.give(buffer);
      }
    } while (count >= 0);
  }
}
