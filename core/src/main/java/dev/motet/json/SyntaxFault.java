package dev.motet.json;

/// A text is no JSON: where, and why in the words of its author.
final class SyntaxFault extends Exception {
  private static final long serialVersionUID = 1;

  private final int at;

  /// @param at offset of the first wrong character, which is the length of the text at its end
  SyntaxFault(int at, String text) {
    super(text, null, false, false);
    this.at = at;
  }

  int at() {
    return at;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
