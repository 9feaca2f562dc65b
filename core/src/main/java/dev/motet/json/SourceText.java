package dev.motet.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The characters of one configuration file, with its comments set apart and its lines found.
///
/// Comments are `//`, `#` and `/* */` outside strings; they do not nest, and those of a line end at
/// LF only. Columns count characters: a pair of surrogates is one.
public final class SourceText {
  private static final int MAX_EXCERPT_LINE = 2000;

  /// A comment as written, `//` and `*/` included.
  record Comment(int start, int end, boolean closed) {}

  private final @Nullable String file;
  private final String text;
  private final char[] blanked;
  private final List<Comment> comments = new ArrayList<>();
  private final int[] lineStarts;
  private final int[] lowSurrogates;

  public SourceText(@Nullable String file, String text) {
    this.file = file;
    this.text = text;
    this.blanked = text.toCharArray();
    findComments();
    comments.forEach(c -> blank(c.start, c.end));
    if (hasByteOrderMark()) {
      blank(0, 1);
    }
    this.lineStarts = lineStarts(text);
    this.lowSurrogates = lowSurrogates(text);
  }

  /// Invalid UTF-8 becomes U+FFFD.
  public static SourceText of(@Nullable String file, byte[] bytes) {
    return new SourceText(file, new String(bytes, StandardCharsets.UTF_8));
  }

  @Nullable String file() {
    return file;
  }

  /// The text with spaces in place of comments and of a byte order mark, so that offsets stay.
  char[] blanked() {
    return blanked;
  }

  List<Comment> comments() {
    return comments;
  }

  boolean hasByteOrderMark() {
    return text.startsWith("\uFEFF");
  }

  String substring(int from, int to) {
    return text.substring(from, to);
  }

  int length() {
    return text.length();
  }

  /// 0 for the first line.
  int lineIndex(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found : -found - 2;
  }

  Position position(String path, int offset) {
    int line = lineIndex(offset);
    int start = lineStarts[line];
    int pairs = countBelow(lowSurrogates, offset) - countBelow(lowSurrogates, start);
    return new Position(path, file, line + 1, offset - start - pairs + 1);
  }

  /// A line by its number from 1, without its end; null when it is too long to show.
  @Nullable String line(int number) {
    int start = lineStarts[number - 1];
    int end = number < lineStarts.length ? lineStarts[number] - 1 : text.length();
    return end - start > MAX_EXCERPT_LINE ? null : text.substring(start, end).stripTrailing();
  }

  private void findComments() {
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '"') {
        i = endOfString(i + 1);
      } else if (c == '#' || text.startsWith("//", i)) {
        int end = text.indexOf('\n', i);
        i = addComment(i, end < 0 ? text.length() : end, true);
      } else if (text.startsWith("/*", i)) {
        int end = text.indexOf("*/", i + 2);
        i = end < 0 ? addComment(i, text.length(), false) : addComment(i, end + 2, true);
      } else {
        i++;
      }
    }
  }

  private int addComment(int start, int end, boolean closed) {
    comments.add(new Comment(start, end, closed));
    return end;
  }

  private int endOfString(int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"' || c == '\n') {
        return i + 1; // a raw line feed is an error that the parser reports
      }
    }
    return text.length();
  }

  private void blank(int start, int end) {
    for (int i = start; i < end; i++) {
      if (blanked[i] != '\n') {
        blanked[i] = ' ';
      }
    }
  }

  private static int[] lineStarts(String text) {
    return IntStream.concat(
            IntStream.of(0),
            IntStream.range(0, text.length()).filter(i -> text.charAt(i) == '\n').map(i -> i + 1))
        .toArray();
  }

  private static int[] lowSurrogates(String text) {
    return IntStream.range(1, text.length())
        .filter(i -> Character.isSurrogatePair(text.charAt(i - 1), text.charAt(i)))
        .toArray();
  }

  private static int countBelow(int[] sorted, int limit) {
    int found = Arrays.binarySearch(sorted, limit);
    return found >= 0 ? found : -found - 1;
  }
}
