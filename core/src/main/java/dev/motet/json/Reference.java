package dev.motet.json;

/// A field that names another entry by its tag, noted while decoding and checked after it.
///
/// @param position of the field; the entry that refers is the beginning of its path
/// @param strict a tag that no entry has is an error, otherwise a warning
public record Reference(Kind kind, String tag, Position position, boolean strict) {
  /// Which entries share one space of tags.
  public enum Kind {
    INBOUND("inbound"),
    /// Endpoints included.
    OUTBOUND("outbound"),
    DNS_SERVER("DNS server"),
    RULE_SET("rule-set");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }
}
