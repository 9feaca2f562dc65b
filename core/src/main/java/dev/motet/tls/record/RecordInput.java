package dev.motet.tls.record;

import dev.motet.io.Buffer;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.Level;
import org.jspecify.annotations.Nullable;

// hot
/// Records that arrive: their headers, their protection and what is inside (RFC 8446 5.1, 5.2). Of
/// the reading thread.
final class RecordInput {
  static final int MAX_CONTENT_BYTES = 1 << 14;

  /// Beyond the content: its type, padding, a tag; of other ciphers too.
  private static final int MAX_EXPANSION = 256;

  /// An alert, or a ChangeCipherSpec: what may be without protection while there are keys.
  private static final int MAX_CLEAR_BYTES = 2;

  /// What [#open] gives for a record that was dropped.
  static final int SKIPPED = -1;

  /// More early data than this ends the connection; a server's ticket says how much it takes.
  private static final int MAX_SKIPPED_BYTES = 64 * 1024;

  private @Nullable RecordCipher cipher;

  /// Bytes of early data that may still be dropped.
  private int skippable;

  /// RFC 8446 4.2.10: records of early data do not open, until one does.
  void skipEarlyData() {
    skippable = MAX_SKIPPED_BYTES;
  }

  void keys(RecordCipher next) {
    cipher = next;
  }

  /// Whether keys of TLS 1.3 are in force.
  boolean isTls13() {
    return cipher != null && cipher.isTls13();
  }

  /// Whether the peer sends under its last keys, which it does after its Finished.
  boolean isApplication() {
    return cipher != null && cipher.level() == Level.APPLICATION;
  }

  /// Bytes of the record that begins there, header included; 0 while its header is not complete.
  /// Refuses what can become no record as early as it shows.
  int recordBytes(Buffer raw) throws AlertException {
    int there = raw.length();
    if (there > 0 && !ContentType.isKnown(raw.array[raw.from])) {
      int type = raw.array[raw.from] & 0xff;
      throw unexpected("record of type " + type + " (expected: 20 to 23)");
    }
    // RFC 8446 5.1: the version is ignored for all purposes; with another major one it is no TLS
    if (there > 1 && raw.array[raw.from + 1] != 3) {
      int major = raw.array[raw.from + 1] & 0xff;
      throw new AlertException(
          Alert.PROTOCOL_VERSION, "record of version " + major + " (expected: 3)");
    }
    if (there < RecordCipher.HEADER_BYTES) {
      return 0;
    }
    int payload = ((raw.array[raw.from + 3] & 0xff) << 8) | (raw.array[raw.from + 4] & 0xff);
    boolean clear = cipher == null && skippable == 0;
    int limit = clear ? MAX_CONTENT_BYTES : MAX_CONTENT_BYTES + MAX_EXPANSION;
    // RFC 8446 5.1, 5.2
    if (payload > limit) {
      throw overflow(payload, limit);
    }
    return RecordCipher.HEADER_BYTES + payload;
  }

  /// The most content that a record of so many bytes has. [#open] needs room for one byte more.
  int contentLimit(int recordBytes) {
    RecordCipher keys = cipher;
    if (keys == null) {
      return recordBytes - RecordCipher.HEADER_BYTES;
    }
    int inner = keys.innerBytes(recordBytes);
    return Math.max(MAX_CLEAR_BYTES, keys.isTls13() ? inner - 1 : inner);
  }

  /// Takes the record off `raw`, which holds all of it, and appends its content to `into`.
  ///
  /// @return the type of the content
  int open(Buffer raw, int recordBytes, Buffer into) throws AlertException {
    int type = raw.array[raw.from];
    int start = into.to;
    RecordCipher keys = cipher;
    if (keys == null && type == ContentType.APPLICATION_DATA && skips(recordBytes)) {
      raw.skip(recordBytes);
      return SKIPPED;
    }
    if (keys == null || isInClear(keys, type, recordBytes)) {
      into.append(
          raw.array, raw.from + RecordCipher.HEADER_BYTES, recordBytes - RecordCipher.HEADER_BYTES);
    } else if (keys.isTls13()) {
      type = open13(keys, type, raw, recordBytes, into);
    } else {
      open12(keys, type, raw, recordBytes, into);
    }
    raw.skip(recordBytes);
    // RFC 8446 5.1, 5.4: only application data may be empty
    if (into.to == start && type != ContentType.APPLICATION_DATA && type != SKIPPED) {
      throw unexpected("empty record of type " + type);
    }
    return type;
  }

  private static void open12(RecordCipher keys, int type, Buffer raw, int recordBytes, Buffer into)
      throws AlertException {
    // RFC 5246 7.1: it stands before the keys that it announces
    if (type == ContentType.CHANGE_CIPHER_SPEC) {
      throw unexpected("protected ChangeCipherSpec");
    }
    int content = keys.open(raw.array, raw.from, recordBytes, into.array, into.to);
    limit(content, MAX_CONTENT_BYTES);
    into.to += content;
  }

  private int open13(RecordCipher keys, int outer, Buffer raw, int recordBytes, Buffer into)
      throws AlertException {
    // RFC 8446 5.2: opaque_type is always application_data
    if (outer != ContentType.APPLICATION_DATA) {
      throw unexpected("record of type " + outer + " without protection");
    }
    int inner;
    try {
      inner = keys.open(raw.array, raw.from, recordBytes, into.array, into.to);
    } catch (AlertException e) {
      if (skips(recordBytes)) {
        return SKIPPED;
      }
      throw e;
    }
    skippable = 0;
    // RFC 8446 5.4: the full encoded TLSInnerPlaintext has at most 2^14 + 1 bytes
    limit(inner, MAX_CONTENT_BYTES + 1);
    int last = into.to + inner - 1;
    while (last >= into.to && into.array[last] == 0) {
      last--;
    }
    // RFC 8446 5.4: no byte but zeros
    if (last < into.to) {
      throw unexpected("record of zeros only");
    }
    into.to = last;
    int type = into.array[last] & 0xff;
    // RFC 8446 5: a protected change_cipher_spec is refused too
    if (!ContentType.isKnown(type) || type == ContentType.CHANGE_CIPHER_SPEC) {
      throw unexpected("protected record of type " + type);
    }
    return type;
  }

  /// RFC 8446 D.4: ChangeCipherSpec is never protected in TLS 1.3. An alert of a peer that could
  /// not make keys is not either; once a record was opened, it could.
  private static boolean isInClear(RecordCipher keys, int type, int recordBytes) {
    int content = recordBytes - RecordCipher.HEADER_BYTES;
    if (!keys.isTls13() || content > MAX_CLEAR_BYTES) {
      return false;
    }
    return type == ContentType.CHANGE_CIPHER_SPEC
        || (type == ContentType.ALERT && keys.level() == Level.HANDSHAKE && keys.sequence() == 0);
  }

  private boolean skips(int recordBytes) {
    boolean skips = recordBytes <= skippable;
    skippable -= skips ? recordBytes : skippable;
    return skips;
  }

  private static void limit(int bytes, int limit) throws AlertException {
    if (bytes > limit) {
      throw overflow(bytes, limit);
    }
  }

  private static AlertException overflow(int bytes, int limit) {
    return new AlertException(
        Alert.RECORD_OVERFLOW, "record of " + bytes + " bytes (expected: at most " + limit + ")");
  }

  private static AlertException unexpected(String message) {
    return new AlertException(Alert.UNEXPECTED_MESSAGE, message);
  }
}
