package dev.motet.tls.zstd;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import java.util.Arrays;

/// A decoding table of the literals (RFC 8878 4.2). Immutable.
final class HuffmanTable {
  private static final int MAX_BITS = 11;
  private static final int MAX_SYMBOLS = 256;

  /// RFC 8878 4.2.1.2
  private static final int WEIGHT_LOG = 6;

  private static final int MAX_WEIGHTS = 255;

  private final int log;
  private final byte[] symbols;
  private final byte[] bits;

  private HuffmanTable(int log) {
    this.log = log;
    this.symbols = new byte[1 << log];
    this.bits = new byte[1 << log];
  }

  // weights: less than 128, so many bytes of compressed ones; else one less than number + 127, of 4
  // bits each
  static HuffmanTable read(ByteReader in) throws ProtocolException {
    int header = in.u8();
    if (header < 128) {
      return of(compressed(in.sub(header)));
    }
    int[] weights = new int[header - 127];
    for (int i = 0; i < weights.length; i += 2) {
      int pair = in.u8();
      weights[i] = pair >>> 4;
      if (i + 1 < weights.length) {
        weights[i + 1] = pair & 0xf;
      }
    }
    return of(weights);
  }

  /// Two states take turns until the bits are used up.
  private static int[] compressed(ByteReader in) throws ProtocolException {
    FseTable table = FseTable.read(in, WEIGHT_LOG, MAX_BITS + 2);
    BackwardBits source = new BackwardBits(in);
    int[] weights = new int[MAX_WEIGHTS];
    int count = 0;
    int current = source.read(table.log());
    int other = source.read(table.log());
    while (source.left() >= 0) {
      if (count + 2 > MAX_WEIGHTS) {
        throw new ProtocolException("more than 255 weights of literals");
      }
      weights[count++] = table.symbol(current);
      int next = table.next(current, source);
      current = other;
      other = next;
    }
    if (count == 0) {
      throw new ProtocolException("no weights of literals");
    }
    weights[count++] = table.symbol(current);
    return Arrays.copyOf(weights, count);
  }

  /// @param weights without the last one, which follows from them
  private static HuffmanTable of(int... weights) throws ProtocolException {
    int sum = 0;
    for (int weight : weights) {
      if (weight > MAX_BITS) {
        throw new ProtocolException("weight " + weight + " of a literal");
      }
      sum += weight == 0 ? 0 : 1 << (weight - 1);
    }
    if (sum == 0 || weights.length >= MAX_SYMBOLS) {
      throw new ProtocolException(weights.length + " weights of literals, together " + sum);
    }
    int log = 32 - Integer.numberOfLeadingZeros(sum);
    int rest = (1 << log) - sum;
    if (log > MAX_BITS || Integer.bitCount(rest) != 1) {
      throw new ProtocolException("weights of literals, together " + sum);
    }
    int[] all = Arrays.copyOf(weights, weights.length + 1);
    all[weights.length] = 32 - Integer.numberOfLeadingZeros(rest);
    HuffmanTable table = new HuffmanTable(log);
    table.fill(all);
    return table;
  }

  private void fill(int... weights) {
    int at = 0;
    for (int weight = 1; weight <= log; weight++) {
      for (int symbol = 0; symbol < weights.length; symbol++) {
        if (weights[symbol] == weight) {
          int end = at + (1 << (weight - 1));
          Arrays.fill(symbols, at, end, (byte) symbol);
          Arrays.fill(bits, at, end, (byte) (log + 1 - weight));
          at = end;
        }
      }
    }
  }

  /// Decodes one stream, which has exactly these literals.
  void decode(ByteReader in, byte[] out, int from, int to) throws ProtocolException {
    BackwardBits source = new BackwardBits(in);
    for (int i = from; i < to; i++) {
      int next = source.peek(log);
      out[i] = symbols[next];
      source.skip(bits[next]);
    }
    if (source.left() != 0) {
      throw new ProtocolException(source.left() + " bits left of literals (expected: 0)");
    }
  }
}
