package dev.motet.json;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line of a configuration with a caret below one of its columns, fit for a terminal or a log: at
/// most 100 columns, values of secret fields blotted out.
final class Excerpt {
  private static final int WIDTH = 100;

  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)\"([a-z0-9_]*(?:password|secret|token|uuid|psk|private_key|passphrase|auth_str|obfs)"
              + "|auth|key|user_id|short_id)\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)");

  private Excerpt() {}

  static String of(String line, int column) {
    int[] codePoints = blot(line).codePoints().map(c -> c < ' ' ? ' ' : c).toArray();
    int at = Math.min(column - 1, codePoints.length);
    int from = codePoints.length <= WIDTH ? 0 : Math.max(0, at - WIDTH / 2);
    int to = Math.min(codePoints.length, from + WIDTH);
    String shown = new String(codePoints, from, to - from);
    String indent = "  " + (from > 0 ? "…" : "");
    return indent
        + shown
        + (to < codePoints.length ? "…" : "")
        + "\n"
        + " ".repeat(indent.length() + at - from)
        + "^";
  }

  private static String blot(String line) {
    return SECRET
        .matcher(line)
        .replaceAll(m -> {
          int value = m.start(2) - m.start();
          return Matcher.quoteReplacement(
              m.group().substring(0, value)
                  + "*".repeat(m.group(2).codePointCount(0, m.group(2).length())));
        });
  }
}
