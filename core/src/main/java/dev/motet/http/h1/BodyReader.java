package dev.motet.http.h1;

import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// The bytes of one body, without their framing. One thread.
public final class BodyReader {
  private static final int MAX_LINE = 1024;
  private static final int MAX_TRAILER_BYTES = 16 * 1024;

  private final H1Reader in;
  private final Body framing;

  /// Bytes left of the body, or of the chunk.
  private long left;

  private boolean firstChunk = true;
  private boolean ended;
  private Headers trailers = new Headers();

  BodyReader(H1Reader in, Body framing) {
    this.in = in;
    this.framing = framing;
    switch (framing) {
      case Body.None _ -> ended = true;
      case Body.Length(long bytes) -> {
        left = bytes;
        ended = bytes == 0;
      }
      case Body.Chunked _ -> left = 0;
      case Body.UntilClose _ -> left = Long.MAX_VALUE;
    }
  }

  /// Waits for bytes without a buffer.
  ///
  /// @return false where only [#read] can wait
  public boolean await() throws IOException {
    return ended || in.await();
  }

  /// Appends what is there, at least one byte.
  ///
  /// @return -1 at the end of the body
  /// @throws EOFException when the stream ends before
  public int read(Buffer into) throws IOException {
    if (!ended && framing instanceof Body.Chunked && left == 0) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    int count = in.take(into, left);
    if (count < 0) {
      ended = true;
      if (framing instanceof Body.UntilClose) {
        return -1;
      }
      throw new EOFException("end of stream with " + left + " bytes of a body to come");
    }
    if (!(framing instanceof Body.UntilClose)) {
      left -= count;
      ended = left == 0 && framing instanceof Body.Length;
    }
    return count;
  }

  /// The fields behind the last chunk; empty before the end of the body.
  public Headers trailers() {
    return trailers;
  }

  // chunk: size (hex), [';' extensions], CRLF, data, CRLF; the last one has size 0 and no data,
  // then trailer fields and an empty line
  private void nextChunk() throws IOException {
    if (!firstChunk && !in.line(0).isEmpty()) {
      throw new HttpException(400, "chunk longer than its size");
    }
    firstChunk = false;
    left = size(in.line(MAX_LINE));
    if (left == 0) {
      trailers = trailerFields();
      ended = true;
    }
  }

  private static long size(String line) throws HttpException {
    int end = line.indexOf(';');
    String digits = end < 0 ? line : line.substring(0, end).stripTrailing();
    if (digits.isEmpty()
        || digits.length() > 15
        || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80)) {
      throw new HttpException(400, "malformed chunk size");
    }
    return Long.parseLong(digits, 16);
  }

  private Headers trailerFields() throws IOException {
    StringBuilder lines = new StringBuilder();
    String line;
    do {
      line = in.line(MAX_TRAILER_BYTES);
      lines.append(line).append("\r\n");
      if (lines.length() > MAX_TRAILER_BYTES) {
        throw new HttpException(431, "trailer of more than " + MAX_TRAILER_BYTES + " bytes");
      }
    } while (!line.isEmpty());
    byte[] bytes = lines.toString().getBytes(StandardCharsets.ISO_8859_1);
    return Headers.read(new ByteReader(bytes));
  }
}
