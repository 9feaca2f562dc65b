package dev.motet.http.h1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the end of a body is found (RFC 9112 section 6.3).
public sealed interface Body {
  /// There is none.
  record None() implements Body {}

  /// So many bytes.
  record Length(long bytes) implements Body {}

  /// Chunks that carry their length.
  record Chunked() implements Body {}

  /// All until the connection ends; responses only.
  record UntilClose() implements Body {}

  /// @throws HttpException when two programs could see different ends
  static Body of(RequestHead request) throws HttpException {
    Body framed = framed(request.minor(), request.headers(), 400);
    return framed == null ? new None() : framed;
  }

  /// @param method of the request
  static Body of(ResponseHead response, String method) throws HttpException {
    int status = response.status();
    if (method.equals("HEAD") || status < 200 || status == 204 || status == 304) {
      return new None();
    }
    Body framed = framed(response.minor(), response.headers(), 502);
    return framed == null ? new UntilClose() : framed;
  }

  private static @Nullable Body framed(int minor, Headers headers, int status)
      throws HttpException {
    List<String> codings = headers.all("Transfer-Encoding");
    List<String> lengths = headers.all("Content-Length");
    if (!codings.isEmpty()) {
      // RFC 9112 6.1: these are the shapes of request smuggling
      if (!lengths.isEmpty() || minor == 0) {
        throw new HttpException(
            status, "Transfer-Encoding with " + (minor == 0 ? "HTTP/1.0" : "Content-Length"));
      }
      if (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
        throw new HttpException(
            status == 400 ? 501 : status, "transfer coding that is not \"chunked\"");
      }
      return new Chunked();
    }
    if (lengths.size() > 1) {
      throw new HttpException(status, lengths.size() + " times Content-Length");
    }
    if (lengths.isEmpty()) {
      return null;
    }
    return new Length(length(lengths.getFirst(), status));
  }

  private static long length(String text, int status) throws HttpException {
    boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (text.isEmpty() || text.length() > 18 || !digits) {
      throw new HttpException(status, "malformed Content-Length");
    }
    return Long.parseLong(text);
  }
}
