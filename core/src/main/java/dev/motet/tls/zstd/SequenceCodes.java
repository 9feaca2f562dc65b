package dev.motet.tls.zstd;

import dev.motet.io.ProtocolException;

/// The codes of sequences, their meaning, and how often each usually comes (RFC 8878 3.1.1.3.2.1,
/// 3.1.1.3.2.2).
///
/// @param symbols how many codes there are
/// @param log of the usual table
/// @param counts of the usual table. Not to be changed
record SequenceCodes(int symbols, int log, int[] counts) {
  /// From 16 on: what is added to the extra bits, and how many these are.
  private static final int[] LITERAL_BASES = {
    16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768,
    65_536
  };

  private static final int[] LITERAL_BITS = {
    1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
  };

  /// From 32 on.
  private static final int[] MATCH_BASES = {
    35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16_387,
    32_771, 65_539
  };

  private static final int[] MATCH_BITS = {
    1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
  };

  private static final int[] LITERAL_COUNTS = {
    4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1,
    -1, -1, -1, -1
  };

  private static final int[] OFFSET_COUNTS = {
    1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1
  };

  private static final int[] MATCH_COUNTS = {
    1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1
  };

  static SequenceCodes literalLengths() {
    return new SequenceCodes(36, 6, LITERAL_COUNTS);
  }

  static SequenceCodes offsets() {
    return new SequenceCodes(32, 5, OFFSET_COUNTS);
  }

  static SequenceCodes matchLengths() {
    return new SequenceCodes(53, 6, MATCH_COUNTS);
  }

  FseTable usual() throws ProtocolException {
    return FseTable.of(log, counts);
  }

  int checked(int symbol) throws ProtocolException {
    if (symbol >= symbols) {
      throw new ProtocolException("code " + symbol + " of " + symbols + " in a sequence");
    }
    return symbol;
  }

  static int literalLength(int code, BackwardBits source) {
    return code < 16 ? code : LITERAL_BASES[code - 16] + source.read(LITERAL_BITS[code - 16]);
  }

  static int matchLength(int code, BackwardBits source) {
    return code < 32 ? code + 3 : MATCH_BASES[code - 32] + source.read(MATCH_BITS[code - 32]);
  }
}
