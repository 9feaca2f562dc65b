package dev.motet.tls.zstd;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Decodes compressed blocks (RFC 8878 3.1.1.3), whose tables may be those of the block before.
final class Block {
  private static final int MAX_LITERALS = 128 * 1024;

  private final Output output;
  private final Sequences sequences = new Sequences();
  private @Nullable HuffmanTable literals;

  Block(Output output) {
    this.output = output;
  }

  void decode(ByteReader in) throws ProtocolException {
    byte[] bytes = literals(in);
    sequences.decode(in, bytes, output);
  }

  // type (2 bits: 0 raw, 1 repeated byte, 2 compressed, 3 compressed by the table before), format
  // of
  // the sizes (2 bits), sizes
  private byte[] literals(ByteReader in) throws ProtocolException {
    int first = in.u8();
    int type = first & 3;
    int format = (first >>> 2) & 3;
    if (type >= 2) {
      return compressed(in, first, type == 2, format);
    }
    int size =
        switch (format) {
          case 1 -> (first >>> 4) | (in.u8() << 4);
          case 3 -> (first >>> 4) | ((int) Zstd.little(in, 2) << 4);
          default -> first >>> 3;
        };
    if (type == 0) {
      return in.bytes(size);
    }
    byte[] repeated = new byte[limited(size)];
    Arrays.fill(repeated, (byte) in.u8());
    return repeated;
  }

  private byte[] compressed(ByteReader in, int first, boolean withTable, int format)
      throws ProtocolException {
    int sizeBits = format <= 1 ? 10 : format == 2 ? 14 : 18;
    long header = first | (Zstd.little(in, (4 + 2 * sizeBits) / 8 - 1) << 8);
    int mask = (1 << sizeBits) - 1;
    int size = limited((int) (header >>> 4) & mask);
    ByteReader source = in.sub((int) (header >>> (4 + sizeBits)) & mask);
    if (withTable) {
      literals = HuffmanTable.read(source);
    }
    if (literals == null) {
      throw new ProtocolException("literals without a table");
    }
    byte[] decoded = new byte[size];
    if (format == 0) {
      literals.decode(source, decoded, 0, size);
    } else {
      four(literals, source, decoded);
    }
    return decoded;
  }

  // sizes of the first three streams (u16 each, little endian), four streams
  private static void four(HuffmanTable table, ByteReader in, byte[] decoded)
      throws ProtocolException {
    int[] sizes = {(int) Zstd.little(in, 2), (int) Zstd.little(in, 2), (int) Zstd.little(in, 2)};
    int each = (decoded.length + 3) / 4;
    int from = 0;
    for (int size : sizes) {
      int to = from + each;
      if (to > decoded.length) {
        throw new ProtocolException(decoded.length + " literals in four streams");
      }
      table.decode(in.sub(size), decoded, from, to);
      from = to;
    }
    table.decode(in, decoded, from, decoded.length);
  }

  private static int limited(int size) throws ProtocolException {
    if (size > MAX_LITERALS) {
      throw new ProtocolException(size + " literals (expected: at most 131072)");
    }
    return size;
  }
}
