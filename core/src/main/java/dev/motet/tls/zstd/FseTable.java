package dev.motet.tls.zstd;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import java.util.Arrays;

/// A decoding table of finite state entropy (RFC 8878 4.1): for each state a symbol, and how the
/// next state is found. Immutable.
final class FseTable {
  private final int log;
  private final byte[] symbols;
  private final byte[] bits;
  private final int[] bases;

  private FseTable(int log) {
    int size = 1 << log;
    this.log = log;
    this.symbols = new byte[size];
    this.bits = new byte[size];
    this.bases = new int[size];
  }

  /// Of one symbol, which needs no bits.
  static FseTable constant(int symbol) {
    FseTable table = new FseTable(0);
    table.symbols[0] = (byte) symbol;
    return table;
  }

  /// @param counts for each symbol its share of the states, which are `1 << log`; -1 for less than
  ///   one
  static FseTable of(int log, int... counts) throws ProtocolException {
    FseTable table = new FseTable(log);
    int[] next = table.spread(counts);
    for (int state = 0; state < table.symbols.length; state++) {
      int number = next[table.symbols[state]]++;
      int needed = log - (31 - Integer.numberOfLeadingZeros(number));
      table.bits[state] = (byte) needed;
      table.bases[state] = (number << needed) - (1 << log);
    }
    return table;
  }

  /// Lays out the symbols; gives for each the number of its first state.
  private int[] spread(int... counts) throws ProtocolException {
    int size = symbols.length;
    int[] next = new int[counts.length];
    int high = size;
    for (int symbol = 0; symbol < counts.length; symbol++) {
      if (counts[symbol] < 0) {
        symbols[--high] = (byte) symbol;
        next[symbol] = 1;
      }
    }
    int step = (size >>> 1) + (size >>> 3) + 3;
    int at = 0;
    for (int symbol = 0; symbol < counts.length; symbol++) {
      if (counts[symbol] > 0) {
        next[symbol] = counts[symbol];
      }
      for (int i = 0; i < counts[symbol]; i++) {
        symbols[at] = (byte) symbol;
        do {
          at = (at + step) & (size - 1);
        } while (at >= high);
      }
    }
    if (at != 0) {
      throw new ProtocolException("Zstandard table that is not full");
    }
    return next;
  }

  /// Reads the description of a table (RFC 8878 4.1.1); what follows it begins at the next byte.
  static FseTable read(ByteReader in, int maxLog, int maxSymbols) throws ProtocolException {
    ForwardBits source = new ForwardBits(in);
    int log = source.read(4) + 5;
    if (log > maxLog) {
      throw new ProtocolException("Zstandard table of " + log + " bits (at most " + maxLog + ")");
    }
    int[] counts = new int[maxSymbols];
    int left = 1 << log;
    int symbol = 0;
    while (left > 0) {
      if (symbol >= maxSymbols) {
        throw new ProtocolException("Zstandard table with too many symbols");
      }
      int count = count(source, left);
      counts[symbol++] = count;
      left -= Math.abs(count);
      if (count == 0) {
        symbol += zeros(source, maxSymbols);
      }
    }
    if (left < 0 || symbol > maxSymbols) {
      throw new ProtocolException("Zstandard table that is too full");
    }
    source.end();
    return of(log, Arrays.copyOf(counts, symbol));
  }

  // A value of 0 to left + 1, the small ones with a bit less; the count is one less than it.
  private static int count(ForwardBits source, int left) throws ProtocolException {
    int bits = 32 - Integer.numberOfLeadingZeros(left + 1);
    int half = (1 << (bits - 1)) - 1;
    int small = (1 << bits) - 1 - (left + 1);
    int value = source.read(bits - 1);
    if (value >= small) {
      value |= source.read(1) << (bits - 1);
      if (value > half) {
        value -= small;
      }
    }
    return value - 1;
  }

  /// Further symbols without a state: numbers of 2 bits as long as they are 3.
  private static int zeros(ForwardBits source, int max) throws ProtocolException {
    int zeros = 0;
    int more = 3;
    while (more == 3 && zeros <= max) {
      more = source.read(2);
      zeros += more;
    }
    return zeros;
  }

  /// Bits of the first state.
  int log() {
    return log;
  }

  int symbol(int state) {
    return symbols[state] & 0xff;
  }

  int next(int state, BackwardBits source) {
    return bases[state] + source.read(bits[state]);
  }

  /// Reads bits of bytes from the lowest one on.
  private static final class ForwardBits {
    private final ByteReader in;
    private int current;
    private int left;

    ForwardBits(ByteReader in) {
      this.in = in;
    }

    int read(int count) throws ProtocolException {
      int value = 0;
      for (int i = 0; i < count; i++) {
        if (left == 0) {
          current = in.u8();
          left = 8;
        }
        value |= (current & 1) << i;
        current >>>= 1;
        left--;
      }
      return value;
    }

    /// The rest of the byte means nothing.
    void end() {
      left = 0;
    }
  }
}
