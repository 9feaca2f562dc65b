package dev.motet.http.h1;

import dev.motet.io.Buffer;
import dev.motet.io.ByteWriter;
import dev.motet.io.Conn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/// Writes one body with its framing. One thread.
public final class BodyWriter {
  /// What a trailer must not say (RFC 9110 6.5.1): a recipient that merges it into the header would
  /// see another message, besides what [Persistence] keeps to one connection.
  private static final Set<String> NOT_IN_TRAILERS =
      Set.of(
          "authorization",
          "cache-control",
          "content-encoding",
          "content-length",
          "content-range",
          "content-type",
          "cookie",
          "expect",
          "host",
          "location",
          "max-forwards",
          "range",
          "set-cookie",
          "vary",
          "www-authenticate");

  private final Conn out;
  private final boolean chunked;

  /// @param chunked whether each write becomes a chunk
  public BodyWriter(Conn out, boolean chunked) {
    this.out = out;
    this.chunked = chunked;
  }

  /// Writes a part of the body.
  public void write(Buffer part) throws IOException {
    if (chunked) {
      String line = Integer.toHexString(part.length()) + "\r\n";
      byte[] size = line.getBytes(StandardCharsets.US_ASCII);
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
    for (Headers.Field field : Persistence.endToEnd(trailers)) {
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
