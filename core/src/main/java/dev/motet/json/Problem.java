package dev.motet.json;

import org.jspecify.annotations.Nullable;

/// One error or warning of a configuration.
///
/// @param kind how much it matters
/// @param position where
/// @param text what is wrong, what was expected, and a suggestion where there is one
/// @param line the line of the source at that position; null when there is none to show
public record Problem(Kind kind, Position position, String text, @Nullable String line) {
  /// A problem that no line is shown for.
  public Problem(Kind kind, Position position, String text) {
    this(kind, position, text, null);
  }

  /// How much a problem matters.
  public enum Kind {
    ERROR,
    /// Valid for sing-box, known here, not built yet: an error in other words.
    UNBUILT,
    WARNING
  }

  public boolean isError() {
    return kind != Kind.WARNING;
  }

  /// A warning taken seriously (`--strict`).
  public Problem asError() {
    return isError() ? this : new Problem(Kind.ERROR, position, text, line);
  }

  /// With the offending line and a caret below its place, when there is a line. Values of secret
  /// fields are blotted out.
  public String render() {
    return line == null ? toString() : this + "\n" + Excerpt.of(line, position.column());
  }

  @Override
  public String toString() {
    return position + ": " + text;
  }
}
