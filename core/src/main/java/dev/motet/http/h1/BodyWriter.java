package dev.motet.http.h1;

import dev.motet.io.Buffer;
import dev.motet.io.ByteWriter;
import dev.motet.io.Conn;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// Writes one body with its framing. One thread.
public final class BodyWriter {
  /// What a trailer must not say (RFC 9110 6.5.1).
  private static final List<String> NOT_IN_TRAILERS =
      List.of("content-length", "transfer-encoding", "host", "connection", "content-encoding");

  private final Conn out;
  private final boolean chunked;

  /// @param chunked whether each write becomes a chunk
  public BodyWriter(Conn out, boolean chunked) {
    this.out = out;
    this.chunked = chunked;
  }

  /// Copies a body to its end.
  ///
  /// @param buffer empty, of any size; empty again afterwards
  public void copy(BodyReader in, Buffer buffer) throws IOException {
    while (in.read(buffer) >= 0) {
      write(buffer);
      buffer.clear();
    }
    end(in.trailers());
  }

  /// Writes a part of the body.
  public void write(Buffer part) throws IOException {
    if (chunked) {
      byte[] size =
          (Integer.toHexString(part.length()) + "\r\n")
              .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      part.prepend(size, 0, size.length);
      part.array[part.to++] = '\r';
      part.array[part.to++] = '\n';
    }
    out.write(part);
  }

  /// Marks the end of the body.
  public void end(Headers trailers) throws IOException {
    if (!chunked) {
      return;
    }
    Headers passed = new Headers();
    for (Headers.Field field : trailers) {
      if (!NOT_IN_TRAILERS.contains(field.name().toLowerCase(Locale.ROOT))) {
        passed.add(field.name(), field.value());
      }
    }
    Buffer last = Buffer.allocate(3 + passed.size());
    ByteWriter writer = new ByteWriter(last).u8('0').u8('\r').u8('\n');
    passed.write(writer);
    out.write(last);
  }
}
