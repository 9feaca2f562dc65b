package dev.motet.tls.record;

/// How application data is cut into records and padded, for those who hide lengths. Asked for each
/// record, by the writing thread; may keep a state, then for one connection.
public interface RecordShape {
  /// Content of the next record.
  ///
  /// @param left bytes that wait to be sent, at least 1
  /// @return at least 1; what is more than `left` or than a record may hold is cut to that
  int content(int left);

  /// Zeros behind a record of so much content (RFC 8446 5.4); what a record has no room for is cut.
  /// Nothing is padded in TLS 1.2.
  int padding(int content);
}
