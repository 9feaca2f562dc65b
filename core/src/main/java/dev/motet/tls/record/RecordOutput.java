package dev.motet.tls.record;

import dev.motet.io.Buffer;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.TrafficKeys;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.ProtocolVersion;
import org.jspecify.annotations.Nullable;

// hot
/// Records that leave. Holds nothing once they were taken. Of the writing thread; during the
/// handshake of the one that drives it.
final class RecordOutput {
  private static final int WARNING = 1;
  private static final int FATAL = 2;

  /// Handshake messages that no record was made of yet.
  private @Nullable Buffer flight;

  /// Complete records.
  private @Nullable Buffer records;

  private @Nullable RecordCipher cipher;
  private boolean joined = true;
  private boolean initial = true;
  private int maxPlainText = RecordInput.MAX_CONTENT_BYTES + 1;
  private @Nullable RecordShape shape;

  /// Whether messages of a flight share records.
  void join(boolean together) {
    joined = together;
  }

  void shape(@Nullable RecordShape next) {
    shape = next;
  }

  /// RFC 8449 4: of a protected record, type and padding included.
  void limit(int bytes) {
    maxPlainText = Math.min(bytes, RecordInput.MAX_CONTENT_BYTES + 1);
  }

  void keys(TrafficKeys keys) {
    endFlight();
    cipher = RecordCipher.of(keys);
  }

  boolean isTls12() {
    return cipher != null && !cipher.isTls13();
  }

  boolean isWornOut(long records) {
    return cipher != null && cipher.isWornOut(records);
  }

  void message(byte[] message) {
    flight = withRoom(flight, message.length);
    flight.append(message, 0, message.length);
    // RFC 8446 5.1: a record of an initial ClientHello has the version that old servers know
    if (initial || !joined) {
      boolean hello = initial && message[0] == HandshakeType.CLIENT_HELLO;
      initial = false;
      endFlight(hello ? ProtocolVersion.TLS_1_0 : ProtocolVersion.TLS_1_2);
    }
  }

  /// One record of exactly so many bytes.
  void message(byte[] message, int recordBytes) throws AlertException {
    endFlight();
    initial = false;
    RecordCipher keys = cipher;
    int padding = recordBytes - message.length - overhead();
    boolean exact = keys == null || !keys.isTls13();
    if (exact ? padding != 0 : padding < 0) {
      throw new AlertException(
          Alert.INTERNAL_ERROR,
          "message of " + message.length + " bytes in a record of " + recordBytes);
    }
    if (recordBytes - overhead() > maxContent()) {
      throw new AlertException(
          Alert.INTERNAL_ERROR,
          "record of "
              + recordBytes
              + " bytes (expected: content of at most "
              + maxContent()
              + ")");
    }
    record(ContentType.HANDSHAKE, message, 0, message.length, padding);
  }

  /// A record of application data with nothing in it, of exactly so many bytes.
  void padding(int recordBytes) throws AlertException {
    endFlight();
    int padding = recordBytes - overhead();
    if (cipher == null || !cipher.isTls13() || padding < 0 || padding > maxContent()) {
      throw new AlertException(
          Alert.INTERNAL_ERROR, "padding in a record of " + recordBytes + " bytes");
    }
    record(ContentType.APPLICATION_DATA, new byte[0], 0, 0, padding);
  }

  void changeCipherSpec() {
    endFlight();
    initial = false;
    plain(ContentType.CHANGE_CIPHER_SPEC, new byte[] {1}, 0, 1, ProtocolVersion.TLS_1_2);
  }

  // RFC 8446 6: level (u8), description (u8)
  void alert(Alert alert) {
    endFlight();
    int level = alert == Alert.CLOSE_NOTIFY || alert == Alert.USER_CANCELED ? WARNING : FATAL;
    record(ContentType.ALERT, new byte[] {(byte) level, (byte) alert.code()}, 0, 2, 0);
  }

  /// Makes records of what was sent.
  void endFlight() {
    endFlight(ProtocolVersion.TLS_1_2);
  }

  private void endFlight(int version) {
    Buffer from = flight;
    flight = null;
    while (from != null && !from.isEmpty()) {
      int count = Math.min(from.length(), maxContent());
      if (cipher == null) {
        plain(ContentType.HANDSHAKE, from.array, from.from, count, version);
      } else {
        record(ContentType.HANDSHAKE, from.array, from.from, count, 0);
      }
      from.skip(count);
    }
  }

  /// What is ready to leave, which the caller gets; null for nothing.
  @Nullable Buffer take() {
    Buffer taken = records;
    records = null;
    return taken;
  }

  /// Whether the bytes can be sealed where they stand: the records need room before and behind.
  boolean fitsInPlace(Buffer content) {
    return shape == null
        && content.headRoom() >= shift(content.length())
        && content.room() >= keys().tail();
  }

  /// Bytes by which the first record begins before its content: those of the later ones make way
  /// downwards, so that the last one stays where it is.
  private int shift(int length) {
    int count = (length + maxContent() - 1) / maxContent();
    return keys().head() + (count - 1) * overhead();
  }

  /// Turns the bytes into records of application data, without another array.
  void sealInPlace(Buffer content) {
    RecordCipher keys = keys();
    int max = maxContent();
    int start = content.from - shift(content.length());
    int to = start;
    for (int at = content.from; at < content.to; at += max) {
      int length = Math.min(max, content.to - at);
      to +=
          keys.seal(ContentType.APPLICATION_DATA, content.array, at, length, 0, content.array, to);
    }
    content.from = start;
    content.to = to;
  }

  /// Moves bytes from the front of `content` into records of application data behind those of
  /// `into`, as many as it has room for.
  void seal(Buffer content, Buffer into) {
    RecordCipher keys = keys();
    while (!content.isEmpty()) {
      int max = Math.min(maxContent(), into.room() - overhead());
      int length = Math.min(max, content.length());
      // a record is not cut to fill a buffer, but to fit into one
      if (max <= 0 || (!into.isEmpty() && length < Math.min(maxContent(), content.length()))) {
        return;
      }
      int padding = 0;
      RecordShape cut = shape;
      if (cut != null) {
        length = Math.clamp(cut.content(content.length()), 1, length);
        padding = keys.isTls13() ? Math.clamp(cut.padding(length), 0, max - length) : 0;
      }
      into.to += sealed(keys, content, length, padding, into);
      content.skip(length);
    }
  }

  private static int sealed(
      RecordCipher keys, Buffer content, int length, int padding, Buffer into) {
    if (padding == 0) {
      return keys.seal(
          ContentType.APPLICATION_DATA,
          content.array,
          content.from,
          length,
          0,
          into.array,
          into.to);
    }
    int at = into.to + keys.head();
    System.arraycopy(content.array, content.from, into.array, at, length);
    java.util.Arrays.fill(into.array, at + length, at + length + 1 + padding, (byte) 0);
    return keys.seal(
        ContentType.APPLICATION_DATA, into.array, at, length, padding, into.array, into.to);
  }

  private void record(int type, byte[] content, int from, int length, int padding) {
    RecordCipher keys = cipher;
    if (keys == null) {
      plain(type, content, from, length, ProtocolVersion.TLS_1_2);
      return;
    }
    Buffer out = withRoom(records, overhead() + length + padding);
    records = out;
    int at = out.to + keys.head();
    System.arraycopy(content, from, out.array, at, length);
    out.to += keys.seal(type, out.array, at, length, padding, out.array, out.to);
  }

  private void plain(int type, byte[] content, int from, int length, int version) {
    Buffer out = withRoom(records, RecordCipher.HEADER_BYTES + length);
    records = out;
    new dev.motet.io.ByteWriter(out).u8(type).u16(version).u16(length);
    out.append(content, from, length);
  }

  private int overhead() {
    RecordCipher keys = cipher;
    return keys == null ? RecordCipher.HEADER_BYTES : keys.head() + keys.tail();
  }

  int maxContent() {
    RecordCipher keys = cipher;
    if (keys == null) {
      return RecordInput.MAX_CONTENT_BYTES;
    }
    return keys.isTls13()
        ? maxPlainText - 1
        : Math.min(maxPlainText, RecordInput.MAX_CONTENT_BYTES);
  }

  private RecordCipher keys() {
    RecordCipher keys = cipher;
    if (keys == null) {
      throw new IllegalStateException("application data before there are keys");
    }
    return keys;
  }

  /// The buffer, or a larger one with the same bytes.
  private static Buffer withRoom(@Nullable Buffer buffer, int bytes) {
    if (buffer == null) {
      return Buffer.allocate(Math.max(bytes, 512));
    }
    if (buffer.room() >= bytes) {
      return buffer;
    }
    Buffer larger = Buffer.allocate(Math.max(buffer.length() + bytes, 2 * buffer.length()));
    larger.append(buffer);
    return larger;
  }
}
