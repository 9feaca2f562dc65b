package dev.motet.json;

import tools.jackson.core.JacksonException;

/// What is wrong with a text that is no JSON, in the words of its author.
///
/// @param at offset of the first wrong character
record SyntaxHint(int at, String text) {
  private static final String VALUE =
      "a JSON value: text in double quotes, a decimal number, an object, a list, true, false, null";

  /// @param at where the parser stopped, inside the text
  static SyntaxHint of(char[] text, int at, JacksonException cause) {
    char c = text[at];
    String original = String.valueOf(cause.getOriginalMessage());
    if (original.contains("CTRL-CHAR")) {
      return new SyntaxHint(
          at,
          String.format(
              "raw control character U+%04X (expected in strings: an escape as \\n)", (int) c));
    }
    if (original.contains("escape")) {
      return new SyntaxHint(
          at, "unknown escape in a string (expected: \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0041)");
    }
    if (original.matches("(?s).*(token|numeric value|hexadecimal|decimal).*")
        && !original.contains("expected a valid value")) {
      return word(text, at);
    }
    if (c == '\'') {
      return new SyntaxHint(at, "unexpected ' (strings stand in double quotes)");
    }
    return new SyntaxHint(at, "unexpected " + name(c) + " (expected: " + expected(original) + ")");
  }

  /// `NaN`, `0x1`, `+1`, `01`: the whole word is wrong, not the letter the parser stopped at.
  private static SyntaxHint word(char[] text, int at) {
    int start = at;
    while (start > 0 && isWord(text[start - 1])) {
      start--;
    }
    int end = at;
    while (end < text.length && isWord(text[end])) {
      end++;
    }
    String word = new String(text, start, end - start);
    return new SyntaxHint(start, JsonTree.quote(word) + " is not " + VALUE);
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '+' || c == '-' || c == '.';
  }

  private static String expected(String original) {
    if (original.contains("property name and value")) {
      return "a colon behind the name";
    }
    if (original.contains("property name")) {
      return "a name in double quotes, or }";
    }
    if (original.contains("separate Array")) {
      return "a comma or ]";
    }
    if (original.contains("separate Object")) {
      return "a comma or }";
    }
    if (original.contains("close marker")) {
      return "the bracket that closes what is open";
    }
    return VALUE;
  }

  private static String name(char c) {
    boolean visible = (c > ' ' && c < 0x7f) || Character.isLetterOrDigit(c);
    return visible ? JsonTree.quote(String.valueOf(c)) : String.format("character U+%04X", (int) c);
  }
}
