package dev.motet.http.h1;

import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.ProtocolException;

/// The lines of a message, and what may stand in them. One byte is one character.
final class Lines {
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

  private Lines() {}

  /// The text before the next CRLF.
  ///
  /// @throws HttpException for a bare CR or LF, and for control characters
  static String read(ByteReader in) throws ProtocolException {
    StringBuilder line = new StringBuilder(64);
    while (true) {
      int c = in.u8();
      if (c == '\r') {
        // RFC 9112 2.2: a CR without LF, and an LF without CR, mean different things to different
        // programs
        if (in.u8() != '\n') {
          throw new HttpException(400, "CR without LF");
        }
        return line.toString();
      }
      if (c == '\n') {
        throw new HttpException(400, "LF without CR");
      }
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        throw new HttpException(400, "control character " + c + " in a header");
      }
      line.append((char) c);
    }
  }

  /// @throws ProtocolException when the text would not stay on its line
  static void write(ByteWriter out, String line) throws ProtocolException {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
        throw new ProtocolException("character " + (int) c + " in a header (expected: text)");
      }
    }
    out.latin1(line).u8('\r').u8('\n');
  }

  /// Whether `text[from, to)` consists of the characters of names and methods; at least one.
  static boolean isToken(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      boolean alphanumeric =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!alphanumeric && TOKEN_MARKS.indexOf(c) < 0) {
        return false;
      }
    }
    return to > from;
  }

  /// The text from `start` on without blanks and tabs around it.
  static String trim(String line, int start) {
    int from = start;
    int to = line.length();
    while (from < to && isBlank(line.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(line.charAt(to - 1))) {
      to--;
    }
    return line.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
