package dev.motet.http.h1;

import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.ProtocolException;

/// What a response says before its body.
///
/// @param minor 0 for HTTP/1.0, 1 for HTTP/1.1
/// @param status 100 to 999
public record ResponseHead(int minor, int status, String reason, Headers headers) {
  // "HTTP/1." minor, SP, status (3 digits), [SP, reason], CRLF, headers
  static ResponseHead read(ByteReader in) throws ProtocolException {
    String line = Lines.read(in);
    boolean known = line.startsWith("HTTP/1.1 ") || line.startsWith("HTTP/1.0 ");
    if (!known || line.length() < 12 || (line.length() > 12 && line.charAt(12) != ' ')) {
      throw new HttpException(502, "malformed status line");
    }
    int status = 0;
    for (int i = 9; i < 12; i++) {
      char digit = line.charAt(i);
      if (digit < '0' || digit > '9') {
        throw new HttpException(502, "malformed status");
      }
      status = 10 * status + digit - '0';
    }
    if (status < 100) {
      throw new HttpException(502, "status " + status + " (expected: 100 to 999)");
    }
    String reason = line.length() > 13 ? line.substring(13) : "";
    return new ResponseHead(line.charAt(7) - '0', status, reason, Headers.read(in));
  }

  /// The bytes to send.
  ///
  /// @throws ProtocolException when a part of it would not stay in its place
  public Buffer toBuffer() throws ProtocolException {
    Buffer buffer = Buffer.allocate(reason.length() + 24 + headers.size());
    ByteWriter out = new ByteWriter(buffer);
    Lines.write(out, "HTTP/1." + minor + " " + status + " " + reason);
    headers.write(out);
    return buffer;
  }

  /// Whether the server would take another request on the same connection.
  public boolean keepsAlive() {
    return Persistence.keepsAlive(minor, headers);
  }
}
