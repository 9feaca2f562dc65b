package dev.motet.http.h1;

import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.ProtocolException;

/// What a request says before its body.
///
/// @param target as the client wrote it: a path, a URL, or a host and port
/// @param minor 0 for HTTP/1.0, 1 for HTTP/1.1
public record RequestHead(String method, String target, int minor, Headers headers) {
  private static final int MAX_TARGET = 16 * 1024;

  // method, SP, target, SP, "HTTP/1." minor, CRLF, headers
  static RequestHead read(ByteReader in) throws ProtocolException {
    String line = Lines.read(in);
    int first = line.indexOf(' ');
    int last = line.lastIndexOf(' ');
    if (first <= 0 || last == first || !Lines.isToken(line, 0, first)) {
      throw new HttpException(400, "malformed request line");
    }
    String target = line.substring(first + 1, last);
    if (target.isEmpty() || target.indexOf(' ') >= 0 || target.indexOf('\t') >= 0) {
      throw new HttpException(400, "malformed request target");
    }
    if (target.length() > MAX_TARGET) {
      throw new HttpException(414, "target of " + target.length() + " bytes");
    }
    int minor = minor(line.substring(last + 1));
    RequestHead head = new RequestHead(line.substring(0, first), target, minor, Headers.read(in));
    if (head.headers.all("Host").size() > 1) {
      throw new HttpException(400, "more than one Host");
    }
    return head;
  }

  /// The bytes to send.
  ///
  /// @throws ProtocolException when a part of it would not stay in its place
  public Buffer toBuffer() throws ProtocolException {
    if (target.indexOf(' ') >= 0) {
      throw new ProtocolException("blank in a request target");
    }
    Buffer buffer = Buffer.allocate(method.length() + target.length() + 16 + headers.size());
    ByteWriter out = new ByteWriter(buffer);
    Lines.write(out, method + " " + target + " HTTP/1." + minor);
    headers.write(out);
    return buffer;
  }

  /// Whether the client would send another request on the same connection.
  public boolean keepsAlive() {
    return Persistence.keepsAlive(minor, headers);
  }

  private static int minor(String version) throws HttpException {
    return switch (version) {
      case "HTTP/1.1" -> 1;
      case "HTTP/1.0" -> 0;
      default -> {
        boolean other = version.matches("HTTP/[0-9]\\.[0-9]");
        throw new HttpException(other ? 505 : 400, "version that is not HTTP/1.1 or HTTP/1.0");
      }
    };
  }
}
