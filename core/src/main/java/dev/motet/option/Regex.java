package dev.motet.option;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// Regular expressions of RE2: matched in linear time, without look-around and back-references
/// (config-check 23).
public final class Regex {
  static final String EXPECTED = "a regular expression of RE2";

  /// How often a part may be repeated, counters around it multiplied: what compiles to more is
  /// refused, as in Go.
  private static final long MAX_REPEATS = 1000;

  private Regex() {}

  /// @throws IllegalArgumentException when it is none; the message says why
  public static Pattern compile(String text) {
    if (new Counters(text).most() > MAX_REPEATS) {
      throw new IllegalArgumentException("repeated more than " + MAX_REPEATS + " times");
    }
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(e.getDescription() + ": `" + e.getPattern() + "`", e);
    }
  }

  /// Checks the text and keeps it.
  static String checked(String text) {
    compile(text);
    return text;
  }

  /// Finds how often the most repeated part is repeated. What is no expression at all may give any
  /// number: the compiler finds that out.
  private static final class Counters {
    private final String text;
    private int at;

    Counters(String text) {
      this.text = text;
    }

    long most() {
      long most = 1;
      while (at < text.length()) {
        most = Math.max(most, sequence());
        at++; // a parenthesis that nothing opened
      }
      return most;
    }

    /// Up to the end or the parenthesis that closes this group.
    private long sequence() {
      long most = 1;
      long last = 1;
      while (at < text.length() && text.charAt(at) != ')') {
        char c = text.charAt(at++);
        switch (c) {
          case '(' -> {
            last = sequence();
            at++;
          }
          case '\\' -> {
            escape();
            last = 1;
          }
          case '[' -> {
            characters();
            last = 1;
          }
          case '{' -> last = saturated(last, count());
          default -> last = c == '*' || c == '+' || c == '?' ? last : 1;
        }
        most = Math.max(most, last);
      }
      return most;
    }

    private void escape() {
      if (text.startsWith("Q", at)) {
        int end = text.indexOf("\\E", at);
        at = end < 0 ? text.length() : end + 2;
      } else {
        at++;
      }
    }

    /// A class in brackets; one that comes first in it stands for itself.
    private void characters() {
      if (text.startsWith("^", at)) {
        at++;
      }
      boolean first = true;
      while (at < text.length() && (first || text.charAt(at) != ']')) {
        first = false;
        if (text.startsWith("[:", at) && text.indexOf(":]", at) > 0) {
          at = text.indexOf(":]", at) + 2;
        } else {
          at += text.charAt(at) == '\\' ? 2 : 1;
        }
      }
      at++;
    }

    /// The larger number in `{n}`, `{n,}`, `{n,m}`; 1 for what stands for itself.
    private long count() {
      int end = text.indexOf('}', at);
      String inside = end < 0 ? "" : text.substring(at, end);
      if (!inside.matches("[0-9]{1,9}(,[0-9]{0,9})?")) {
        return 1;
      }
      at = end + 1;
      long most = 0;
      for (String number : inside.split(",")) {
        most = Math.max(most, Long.parseLong(number));
      }
      return Math.max(1, most);
    }

    private static long saturated(long a, long b) {
      return Math.min(a * b, Integer.MAX_VALUE);
    }
  }
}
