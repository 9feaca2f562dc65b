package dev.motet.secure;

import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.tls.message.ExtensionType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Cuts a ClientHello within the first label of its name (inventory TLS-3).
final class HelloCut {
  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int HEADER_BYTES = 5;

  /// Version, random.
  private static final int FIXED_BYTES = 2 + 32;

  private HelloCut() {}

  /// The parts of what is written first; a single one where it is no ClientHello with a name.
  ///
  /// @param records whether each part is a TLS record of its own
  static List<Buffer> cut(Buffer first, boolean records, RandomGenerator random) {
    int cut;
    try {
      cut = place(first, random);
    } catch (ProtocolException _) {
      return List.of(first);
    }
    byte[] bytes = Arrays.copyOfRange(first.array, first.from, first.to);
    if (!records) {
      return List.of(part(bytes, 0, cut), part(bytes, cut, bytes.length));
    }
    int end = HEADER_BYTES + (((bytes[3] & 0xff) << 8) | (bytes[4] & 0xff));
    List<Buffer> parts = new ArrayList<>(2);
    parts.add(record(bytes, HEADER_BYTES, cut, cut));
    parts.add(record(bytes, cut, end, bytes.length));
    return parts;
  }

  private static Buffer part(byte[] bytes, int from, int to) {
    return new Buffer(Arrays.copyOfRange(bytes, from, to), 0, to - from);
  }

  /// A record of a part of the message, and what stands behind it.
  private static Buffer record(byte[] bytes, int from, int to, int behind) {
    byte[] record = new byte[HEADER_BYTES + (behind - from)];
    System.arraycopy(bytes, 0, record, 0, 3);
    record[3] = (byte) ((to - from) >> 8);
    record[4] = (byte) (to - from);
    System.arraycopy(bytes, from, record, HEADER_BYTES, behind - from);
    return new Buffer(record, 0, record.length);
  }

  // record: type (u8: 22), version (u16), length (u16); message: type (u8: 1), length (u24),
  // version
  // (u16), random (32), session id (u8 length), suites (u16 length), methods (u8 length),
  // extensions
  /// Where to cut, from the beginning of the record.
  private static int place(Buffer first, RandomGenerator random) throws ProtocolException {
    ByteReader record = new ByteReader(first.array, first.from, first.to);
    int all = record.remaining();
    if (record.u8() != HANDSHAKE || record.u8() != 3) {
      throw new ProtocolException("no handshake");
    }
    record.skip(1);
    int length = record.u16();
    ByteReader in = record.sub(length);
    int behind = record.remaining();
    if (in.u8() != CLIENT_HELLO || in.u24() > in.remaining()) {
      throw new ProtocolException("no ClientHello in one record");
    }
    in.skip(FIXED_BYTES);
    in.skip(in.u8());
    in.skip(in.u16());
    in.skip(in.u8());
    ByteReader extensions = in.sub(in.u16());
    int afterExtensions = in.remaining() + behind;
    while (extensions.u16() != ExtensionType.SERVER_NAME) {
      extensions.skip(extensions.u16());
    }
    // RFC 6066 3: length of the extension, of the list, type, name (u16 length)
    extensions.skip(2 + 2 + 1);
    int nameBytes = extensions.u16();
    int at = all - afterExtensions - extensions.remaining();
    String name = extensions.latin1(nameBytes);
    int dot = name.indexOf('.');
    int label = dot < 0 ? nameBytes : dot;
    if (label == 0) {
      throw new ProtocolException("no label");
    }
    return at + random.nextInt(label);
  }
}
