package dev.motet.tls.zstd;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;

/// Decodes one frame (RFC 8878 3.1.1) into an array whose length is known before. The checksum is
/// not looked at: what is decoded here is proved by signatures.
public final class Zstd {
  private static final long MAGIC = 0xfd2f_b528L;
  private static final int CHECKSUM_BYTES = 4;

  /// RFC 8878 3.1.1.2.3
  private static final int MAX_BLOCK_BYTES = 128 * 1024;

  private Zstd() {}

  /// @param maxBytes that the frame may decode to
  /// @throws ProtocolException when it is damaged, or longer
  public static byte[] decode(byte[] frame, int maxBytes) throws ProtocolException {
    ByteReader in = new ByteReader(frame);
    boolean checksum = header(in);
    Output output = new Output(maxBytes);
    Block block = new Block(output);
    boolean last = false;
    while (!last) {
      last = block(in, block, output);
    }
    in.skip(checksum ? CHECKSUM_BYTES : 0);
    in.end();
    return output.toBytes();
  }

  // magic (u32), descriptor (u8), window (u8, absent in a single segment), dictionary (0, 1, 2 or 4
  // bytes), content size (0, 1, 2, 4 or 8 bytes)
  /// Whether a checksum follows the blocks.
  private static boolean header(ByteReader in) throws ProtocolException {
    long magic = little(in, 4);
    if (magic != MAGIC) {
      throw new ProtocolException("no Zstandard frame: it begins with " + Long.toHexString(magic));
    }
    int descriptor = in.u8();
    boolean single = (descriptor & 0x20) != 0;
    if ((descriptor & 0x08) != 0) {
      throw new ProtocolException("reserved bit in the header of a Zstandard frame");
    }
    in.skip(single ? 0 : 1);
    if ((descriptor & 3) != 0) {
      throw new ProtocolException("Zstandard frame with a dictionary");
    }
    int size = 1 << (descriptor >>> 6);
    in.skip(size > 1 ? size : single ? 1 : 0);
    return (descriptor & 0x04) != 0;
  }

  // little endian: last (1 bit), type (2 bits: 0 raw, 1 repeated byte, 2 compressed), bytes (21
  // bits)
  /// Whether it was the last.
  private static boolean block(ByteReader in, Block block, Output output) throws ProtocolException {
    int header = (int) little(in, 3);
    int bytes = header >>> 3;
    if (bytes > MAX_BLOCK_BYTES) {
      throw new ProtocolException("Zstandard block of " + bytes + " bytes");
    }
    switch ((header >>> 1) & 3) {
      case 0 -> output.add(in.bytes(bytes), 0, bytes);
      case 1 -> output.repeat((byte) in.u8(), bytes);
      case 2 -> block.decode(in.sub(bytes));
      default -> throw new ProtocolException("Zstandard block of a reserved type");
    }
    return (header & 1) != 0;
  }

  static long little(ByteReader in, int bytes) throws ProtocolException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) in.u8() << (8 * i);
    }
    return value;
  }
}
