package dev.motet.json;

/// One error or warning of a configuration.
///
/// @param kind how much it matters
/// @param position where
/// @param text what is wrong, what was expected, and a suggestion where there is one
public record Problem(Kind kind, Position position, String text) {
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

  @Override
  public String toString() {
    return position + ": " + text;
  }
}
