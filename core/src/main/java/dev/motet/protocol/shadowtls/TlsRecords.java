package dev.motet.protocol.shadowtls;

import dev.motet.io.Buffer;

/// The records of TLS as far as ShadowTLS looks at them: type (u8), version (u16: major 3),
/// fragment (u16 length).
final class TlsRecords {
  static final int HEADER_BYTES = 5;

  static final int CHANGE_CIPHER_SPEC = 20;
  static final int ALERT = 21;
  static final int HANDSHAKE = 22;
  static final int APPLICATION_DATA = 23;

  /// RFC 5246 6.2.3; TLS 1.3 allows less (RFC 8446 5.2).
  static final int MAX_FRAGMENT_BYTES = (1 << 14) + 2048;

  private static final int FIRST_TYPE = CHANGE_CIPHER_SPEC;
  private static final int LAST_TYPE = 24; // heartbeat, RFC 6520
  private static final int MAJOR = 3;

  private TlsRecords() {}

  static int type(Buffer record) {
    return record.array[record.from] & 0xff;
  }

  /// Bytes of the fragment that a header announces.
  static int fragmentBytes(Buffer record) {
    return u16(record.array, record.from + 3);
  }

  /// Whether these bytes, however few, can be the beginning of a record.
  static boolean isPlausible(Buffer bytes) {
    int length = bytes.length();
    if (length == 0) {
      return true;
    }
    int type = type(bytes);
    return type >= FIRST_TYPE
        && type <= LAST_TYPE
        && (length < 2 || bytes.array[bytes.from + 1] == MAJOR)
        && (length < HEADER_BYTES || fragmentBytes(bytes) <= MAX_FRAGMENT_BYTES);
  }

  /// Bytes of the record at the front, header included; 0 while it is not whole, or where none can
  /// be.
  static int wholeBytes(Buffer bytes) {
    if (bytes.length() < HEADER_BYTES || !isPlausible(bytes)) {
      return 0;
    }
    int whole = HEADER_BYTES + fragmentBytes(bytes);
    return whole <= bytes.length() ? whole : 0;
  }

  /// Takes the first record off; the result is a view of it.
  static Buffer next(Buffer records) {
    int end = records.from + HEADER_BYTES + fragmentBytes(records);
    Buffer record = new Buffer(records.array, records.from, end);
    records.from = end;
    return record;
  }

  /// Writes the header of a record of application data.
  static void writeHeader(byte[] array, int at, int fragmentBytes) {
    array[at] = APPLICATION_DATA;
    array[at + 1] = MAJOR;
    array[at + 2] = MAJOR; // TLS 1.2, as in all records since
    array[at + 3] = (byte) (fragmentBytes >>> 8);
    array[at + 4] = (byte) fragmentBytes;
  }

  private static int u16(byte[] array, int at) {
    return ((array[at] & 0xff) << 8) | (array[at + 1] & 0xff);
  }
}
