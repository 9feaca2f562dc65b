package dev.motet.api.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Lines of UTF-8 on a channel. Of one thread.
final class ControlLines {
  private final SocketChannel channel;
  private final int maxBytes;

  /// @param maxBytes of a line that is read
  ControlLines(SocketChannel channel, int maxBytes) {
    this.channel = channel;
    this.maxBytes = maxBytes;
  }

  /// The first line; null when the other end closes before its end.
  ///
  /// @throws IOException when it is too long
  @Nullable String read() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4096);
    while (true) {
      if (!bytes.hasRemaining()) {
        if (bytes.capacity() >= maxBytes) {
          throw new IOException("a line of more than " + maxBytes + " bytes");
        }
        bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), bytes.capacity() * 2));
        bytes.position(bytes.capacity() / 2);
      }
      int before = bytes.position();
      if (channel.read(bytes) < 0) {
        return null;
      }
      for (int i = before; i < bytes.position(); i++) {
        if (bytes.get(i) == '\n') {
          return new String(bytes.array(), 0, i, StandardCharsets.UTF_8);
        }
      }
    }
  }

  void write(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      int _ = channel.write(bytes);
    }
  }
}
