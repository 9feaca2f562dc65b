package dev.motet.json;

/// Cuts a text, whose comments are blanked, into the tokens of JSON (RFC 8259 2). Which of them may
/// follow which is its user's business. Time is linear in the text.
///
/// Written by hand, since the parsers to be had cost a start 30 ms and more for tables of numbers.
final class JsonTokens {
  static final String VALUE =
      "a JSON value: text in double quotes, a decimal number, an object, a list, true, false, null";

  /// Beyond it the conversion of a number takes time that is not linear.
  private static final int MAX_NUMBER = 1000;

  private static final String ESCAPE =
      "unknown escape in a string (expected: \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0041)";

  /// What a token is. A word is anything of letters, digits, signs and points that means nothing.
  enum Kind {
    OBJECT,
    OBJECT_END,
    LIST,
    LIST_END,
    COMMA,
    COLON,
    TEXT,
    NUMBER,
    TRUE,
    FALSE,
    NULL,
    WORD,
    END
  }

  private final char[] text;
  private Kind kind = Kind.END;
  private int start;
  private int end;
  private String value = "";

  JsonTokens(char[] text) {
    this.text = text;
  }

  /// Moves to the next token.
  ///
  /// @throws SyntaxFault for characters that are part of none
  Kind next() throws SyntaxFault {
    start = end;
    while (start < text.length && isSpace(text[start])) {
      start++;
    }
    end = start + 1;
    kind = start == text.length ? Kind.END : token(text[start]);
    return kind;
  }

  private Kind token(char first) throws SyntaxFault {
    return switch (first) {
      case '{' -> Kind.OBJECT;
      case '}' -> Kind.OBJECT_END;
      case '[' -> Kind.LIST;
      case ']' -> Kind.LIST_END;
      case ',' -> Kind.COMMA;
      case ':' -> Kind.COLON;
      case '"' -> string();
      default -> {
        if (!isWord(first)) {
          throw stray(first);
        }
        yield word();
      }
    };
  }

  /// Of the token: the text without quotes and escapes, the number as it is written.
  String value() {
    return value;
  }

  /// Offset of the first character of the token.
  int start() {
    return start;
  }

  /// Offset behind its last character.
  int end() {
    return end;
  }

  /// The token should not stand here.
  ///
  /// @param expected in its place
  SyntaxFault unexpected(String expected) {
    if (kind == Kind.END) {
      return new SyntaxFault(text.length, "the text ends inside a value");
    }
    if (kind == Kind.WORD && expected.equals(VALUE)) {
      return new SyntaxFault(start, JsonTree.quote(value) + " is not " + VALUE);
    }
    return new SyntaxFault(
        start, "unexpected " + name(text[start]) + " (expected: " + expected + ")");
  }

  private Kind string() throws SyntaxFault {
    int from = end;
    while (end < text.length && text[end] != '"' && text[end] != '\\' && text[end] >= ' ') {
      end++;
    }
    if (end < text.length && text[end] == '"') {
      value = new String(text, from, end++ - from);
      return Kind.TEXT;
    }
    StringBuilder out = new StringBuilder().append(text, from, end - from);
    while (end < text.length) {
      char c = text[end++];
      if (c == '"') {
        value = out.toString();
        return Kind.TEXT;
      }
      if (c < ' ') {
        throw control(end - 1);
      }
      out.append(c == '\\' ? escaped() : c);
    }
    throw new SyntaxFault(text.length, "the text ends inside a value");
  }

  /// RFC 8259 7; `end` stands behind the backslash.
  private char escaped() throws SyntaxFault {
    char c = end < text.length ? text[end] : 0;
    int at = end++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw new SyntaxFault(Math.min(at, text.length), ESCAPE);
    };
  }

  private char unicode() throws SyntaxFault {
    int code = 0;
    for (int i = 0; i < 4; i++, end++) {
      int digit = end < text.length ? hexDigit(text[end]) : -1;
      if (digit < 0) {
        throw new SyntaxFault(end, ESCAPE);
      }
      code = code << 4 | digit;
    }
    return (char) code;
  }

  /// Not with `Character.digit`, which knows the digits of all scripts.
  private static int hexDigit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int letter = c | 0x20;
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
  }

  private Kind word() throws SyntaxFault {
    while (end < text.length && isWord(text[end])) {
      end++;
    }
    value = new String(text, start, end - start);
    return switch (value) {
      case "true" -> Kind.TRUE;
      case "false" -> Kind.FALSE;
      case "null" -> Kind.NULL;
      default -> isNumber() ? Kind.NUMBER : Kind.WORD;
    };
  }

  /// RFC 8259 6: `-`? (`0` | digit 1-9, digits) (`.` digits)? ((`e`|`E`) (`+`|`-`)? digits)?
  private boolean isNumber() throws SyntaxFault {
    int at = text[start] == '-' ? start + 1 : start;
    int behind = digits(at);
    if (behind == at || (text[at] == '0' && behind > at + 1)) {
      return false;
    }
    if (behind < end && text[behind] == '.') {
      at = behind + 1;
      behind = digits(at);
      if (behind == at) {
        return false;
      }
    }
    if (behind < end && (text[behind] | 0x20) == 'e') {
      boolean sign = behind + 1 < end && (text[behind + 1] == '+' || text[behind + 1] == '-');
      at = behind + (sign ? 2 : 1);
      behind = digits(at);
      if (behind == at) {
        return false;
      }
    }
    if (behind == end && end - start > MAX_NUMBER) {
      throw new SyntaxFault(start, "a number of more than " + MAX_NUMBER + " characters");
    }
    return behind == end;
  }

  /// Offset behind the digits that begin at an offset.
  private int digits(int at) {
    int behind = at;
    while (behind < end && text[behind] >= '0' && text[behind] <= '9') {
      behind++;
    }
    return behind;
  }

  private SyntaxFault stray(char c) {
    if (c < ' ') {
      return control(start);
    }
    return c == '\''
        ? new SyntaxFault(start, "unexpected ' (strings stand in double quotes)")
        : new SyntaxFault(start, "unexpected " + name(c));
  }

  private SyntaxFault control(int at) {
    String code = String.format("U+%04X", (int) text[at]);
    return new SyntaxFault(
        at, "raw control character " + code + " (expected in strings: an escape as \\n)");
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '+' || c == '-' || c == '.' || c == '_' || c == '$';
  }

  private static String name(char c) {
    boolean visible = (c > ' ' && c < 0x7f) || Character.isLetterOrDigit(c);
    return visible ? JsonTree.quote(String.valueOf(c)) : String.format("character U+%04X", (int) c);
  }
}
