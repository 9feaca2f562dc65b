package dev.motet.dns.message;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A domain name (RFC 1035 3.1): equal to another in any case of its ASCII letters, kept as
/// written. Immutable.
public final class Name {
  /// With all length bytes and the root's.
  public static final int MAX_BYTES = 255;

  public static final Name ROOT = new Name(new byte[1]);

  private static final int MAX_LABEL_BYTES = 63;

  /// Labels behind their lengths, ended by the root's empty one; never compressed.
  private final byte[] wire;

  private final int hash;

  /// @param wire a well-formed name, which nobody changes any more
  Name(byte[] wire) {
    this.wire = wire;
    this.hash = hash(wire, 0, wire.length);
  }

  /// @param text labels separated by dots, with or without the final one; each character one byte
  ///   where that is possible, else as UTF-8
  /// @throws ProtocolException when a label is empty or too long, or the name is
  public static Name of(String text) throws ProtocolException {
    String plain = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    if (plain.isEmpty()) {
      return ROOT;
    }
    boolean narrow = plain.chars().allMatch(c -> c <= 0xff);
    byte[] bytes = plain.getBytes(narrow ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    if (bytes.length + 2 > MAX_BYTES) {
      throw new ProtocolException(
          "name of " + (bytes.length + 2) + " bytes (expected: at most 255)");
    }
    byte[] wire = new byte[bytes.length + 2];
    int start = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] == '.') {
        int length = i - start;
        if (length == 0 || length > MAX_LABEL_BYTES) {
          throw new ProtocolException("label of " + length + " bytes (expected: 1 to 63)");
        }
        wire[start] = (byte) length;
        System.arraycopy(bytes, start, wire, start + 1, length);
        start = i + 1;
      }
    }
    return new Name(wire);
  }

  // Name: labels of u8 length (1 to 63) and bytes, ended by u8 0 or by a pointer: u16 with both
  // highest bits set, the rest is the offset in the message where the name goes on (RFC 1035 4.1.4)

  /// Reads a name that may be compressed, and leaves the reader behind it.
  ///
  /// @param message from its first byte on
  static Name read(ByteReader in, byte[] message) throws ProtocolException {
    byte[] wire = new byte[MAX_BYTES];
    int length = 0;
    int lowest = in.position();
    ByteReader at = in;
    while (true) {
      int head = at.u8();
      if (head == 0) {
        return new Name(Arrays.copyOf(wire, length + 1));
      }
      switch (head & 0xc0) {
        case 0x00 -> {
          if (length + head + 2 > MAX_BYTES) {
            throw new ProtocolException("name of more than 255 bytes");
          }
          wire[length++] = (byte) head;
          System.arraycopy(at.bytes(head), 0, wire, length, head);
          length += head;
        }
        case 0xc0 -> {
          int target = (head & 0x3f) << 8 | at.u8();
          // only backwards, and each time further: no loop can be built
          if (target >= lowest || target < Message.HEADER_BYTES) {
            throw new ProtocolException("pointer to " + target + " in a name at " + lowest);
          }
          lowest = target;
          at = new ByteReader(message, target, message.length);
        }
        default ->
            throw new ProtocolException("label of type " + (head >> 6) + " (expected: 0 or 3)");
      }
    }
  }

  /// Bytes of the uncompressed form.
  int length() {
    return wire.length;
  }

  /// The uncompressed form; not to be changed.
  byte[] wire() {
    return wire;
  }

  public boolean isRoot() {
    return wire.length == 1;
  }

  /// As zone files write it: `example.org.`, with `\.`, `\\` and `\DDD` where needed.
  public String text() {
    if (isRoot()) {
      return ".";
    }
    StringBuilder text = new StringBuilder(wire.length);
    for (int at = 0; wire[at] != 0; at += 1 + wire[at]) {
      for (int i = at + 1; i <= at + wire[at]; i++) {
        appendEscaped(text, wire[i] & 0xff);
      }
      text.append('.');
    }
    return text.toString();
  }

  /// As [#text()] without the final dot: what a client would write to connect there.
  public String host() {
    String text = text();
    return text.substring(0, text.length() - 1);
  }

  private static void appendEscaped(StringBuilder text, int c) {
    if (c == '.' || c == '\\' || c == '"') {
      text.append('\\').append((char) c);
    } else if (c > 0x20 && c < 0x7f) {
      text.append((char) c);
    } else {
      text.append('\\').append((char) ('0' + c / 100));
      text.append((char) ('0' + c / 10 % 10)).append((char) ('0' + c % 10));
    }
  }

  /// Whether the bytes are those of this name, in any case of letters.
  static boolean equal(byte[] a, int fromA, byte[] b, int fromB, int count) {
    for (int i = 0; i < count; i++) {
      if (lower(a[fromA + i]) != lower(b[fromB + i])) {
        return false;
      }
    }
    return true;
  }

  /// hot: equal for names that are equal. A length byte is never a letter.
  static int hash(byte[] bytes, int from, int to) {
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + lower(bytes[i]);
    }
    return hash;
  }

  /// hot
  static byte lower(byte c) {
    return c >= 'A' && c <= 'Z' ? (byte) (c + ('a' - 'A')) : c;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Name n
        && wire.length == n.wire.length
        && equal(wire, 0, n.wire, 0, wire.length);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return text();
  }
}
