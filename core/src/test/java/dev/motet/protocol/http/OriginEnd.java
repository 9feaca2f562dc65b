package dev.motet.protocol.http;

import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// The origin server's end of a session, byte by byte.
record OriginEnd(Conn conn) {
  String readHead() throws IOException {
    return readUntil("\r\n\r\n");
  }

  /// Empty at the end of the stream.
  String readUntil(String end) throws IOException {
    StringBuilder text = new StringBuilder();
    Buffer one = new Buffer(new byte[1 + Buffer.TAIL_ROOM], 0, 0);
    while (text.length() < end.length()
        || !text.substring(text.length() - end.length()).equals(end)) {
      one.from = 0;
      one.to = 0;
      if (conn.read(one) < 0) {
        return "";
      }
      text.append((char) one.array[0]);
    }
    return text.toString();
  }

  void write(String text) throws IOException {
    conn.write(Buffer.copyOf(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /// Nothing more is to come from this end.
  void end() throws IOException {
    conn.closeWrite();
  }

  void awaitEnd() throws IOException {
    Buffer ignored = Buffer.allocate(100);
    while (conn.read(ignored) >= 0) {
      ignored.clear();
    }
  }
}
