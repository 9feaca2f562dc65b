package dev.motet.crypto;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.SignatureException;

/// The two numbers of a signature by ECDSA (RFC 3279 2.2.3), read strictly from DER.
record EcdsaValue(BigInteger r, BigInteger s) {
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;

  /// Longest content with a length of one byte.
  private static final int MAX_SHORT = 0x7f;

  /// A length of one byte follows.
  private static final int LONG_1 = 0x81;

  // sequence (u8: 30), length (u8; or 81, u8 above 7f), two of: integer (u8: 02), length (u8),
  // number
  static EcdsaValue read(byte[] signature) throws SignatureException {
    try {
      return read(ByteBuffer.wrap(signature));
    } catch (BufferUnderflowException e) {
      throw new SignatureException("signature that is cut off", e);
    }
  }

  private static EcdsaValue read(ByteBuffer in) throws SignatureException {
    expect(SEQUENCE, in.get() & 0xff);
    int length = in.get() & 0xff;
    if (length == LONG_1) {
      length = in.get() & 0xff;
      if (length <= MAX_SHORT) {
        throw new SignatureException("length " + length + " not in its shortest form");
      }
    } else if (length > MAX_SHORT) {
      throw new SignatureException("length that begins with " + length);
    }
    if (length != in.remaining()) {
      throw new SignatureException(in.remaining() + " bytes (expected: " + length + ")");
    }
    EcdsaValue value = new EcdsaValue(number(in), number(in));
    if (in.hasRemaining()) {
      throw new SignatureException(in.remaining() + " bytes left over (expected: none)");
    }
    return value;
  }

  byte[] write() {
    byte[] first = r.toByteArray();
    byte[] second = s.toByteArray();
    int length = 2 + first.length + 2 + second.length;
    ByteBuffer out = ByteBuffer.allocate(length > MAX_SHORT ? 3 + length : 2 + length);
    out.put((byte) SEQUENCE);
    if (length > MAX_SHORT) {
      out.put((byte) LONG_1);
    }
    out.put((byte) length);
    out.put((byte) INTEGER).put((byte) first.length).put(first);
    out.put((byte) INTEGER).put((byte) second.length).put(second);
    return out.array();
  }

  private static BigInteger number(ByteBuffer in) throws SignatureException {
    expect(INTEGER, in.get() & 0xff);
    byte[] bytes = new byte[in.get() & 0xff];
    in.get(bytes);
    if (bytes.length == 0 || bytes[0] < 0) {
      throw new SignatureException("number that is empty or negative");
    }
    if (bytes.length > 1 && bytes[0] == 0 && bytes[1] >= 0) {
      throw new SignatureException("number not in its shortest form");
    }
    return new BigInteger(bytes);
  }

  private static void expect(int wanted, int found) throws SignatureException {
    if (found != wanted) {
      throw new SignatureException("tag " + found + " (expected: " + wanted + ")");
    }
  }
}
