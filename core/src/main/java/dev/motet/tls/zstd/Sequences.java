package dev.motet.tls.zstd;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import org.jspecify.annotations.Nullable;

/// Decodes the second part of a compressed block (RFC 8878 3.1.1.3.2): how many literals come next,
/// and which of the bytes before follow them.
final class Sequences {
  private static final int LENGTH_LOG = 9;
  private static final int OFFSET_LOG = 8;

  /// Offsets of more bits reach further back than anything that is decoded here.
  private static final int MAX_OFFSET_BITS = 24;

  private @Nullable FseTable literalLengths;
  private @Nullable FseTable offsets;
  private @Nullable FseTable matchLengths;

  /// The three offsets used last (RFC 8878 3.1.1.5).
  private final int[] recent = {1, 4, 8};

  void decode(ByteReader in, byte[] literals, Output output) throws ProtocolException {
    int count = count(in);
    if (count == 0) {
      in.end();
      output.add(literals, 0, literals.length);
      return;
    }
    int modes = in.u8();
    if ((modes & 3) != 0) {
      throw new ProtocolException("reserved bits before Zstandard sequences");
    }
    FseTable lengths =
        table(in, modes >>> 6, LENGTH_LOG, SequenceCodes.literalLengths(), literalLengths);
    literalLengths = lengths;
    FseTable distances = table(in, (modes >>> 4) & 3, OFFSET_LOG, SequenceCodes.offsets(), offsets);
    offsets = distances;
    FseTable matches =
        table(in, (modes >>> 2) & 3, LENGTH_LOG, SequenceCodes.matchLengths(), matchLengths);
    matchLengths = matches;
    execute(new BackwardBits(in), count, new Tables(lengths, distances, matches), literals, output);
  }

  private static int count(ByteReader in) throws ProtocolException {
    int first = in.u8();
    if (first < 128) {
      return first;
    }
    return first < 255 ? ((first - 128) << 8) | in.u8() : (int) Zstd.little(in, 2) + 0x7f00;
  }

  // 0: the usual one, 1: one symbol, 2: described here, 3: that of the block before
  private static FseTable table(
      ByteReader in, int mode, int maxLog, SequenceCodes codes, @Nullable FseTable before)
      throws ProtocolException {
    return switch (mode) {
      case 0 -> codes.usual();
      case 1 -> FseTable.constant(codes.checked(in.u8()));
      case 2 -> FseTable.read(in, maxLog, codes.symbols());
      default -> {
        if (before == null) {
          throw new ProtocolException("Zstandard sequences without a table");
        }
        yield before;
      }
    };
  }

  private void execute(
      BackwardBits source, int count, Tables tables, byte[] literals, Output output)
      throws ProtocolException {
    int length = source.read(tables.lengths.log());
    int distance = source.read(tables.distances.log());
    int match = source.read(tables.matches.log());
    int used = 0;
    for (int i = 0; i < count; i++) {
      int offsetBits = tables.distances.symbol(distance);
      if (offsetBits > MAX_OFFSET_BITS) {
        throw new ProtocolException("offset of " + offsetBits + " bits");
      }
      int value = (1 << offsetBits) + source.read(offsetBits);
      int matched = SequenceCodes.matchLength(tables.matches.symbol(match), source);
      int literal = SequenceCodes.literalLength(tables.lengths.symbol(length), source);
      if (i + 1 < count) {
        length = tables.lengths.next(length, source);
        match = tables.matches.next(match, source);
        distance = tables.distances.next(distance, source);
      }
      if (source.left() < 0 || literal > literals.length - used) {
        throw new ProtocolException("Zstandard sequences are cut");
      }
      output.add(literals, used, literal);
      used += literal;
      output.copy(offset(value, literal), matched);
    }
    if (source.left() != 0) {
      throw new ProtocolException(source.left() + " bits left of sequences (expected: 0)");
    }
    output.add(literals, used, literals.length - used);
  }

  /// RFC 8878 3.1.1.5: 1 to 3 are the recent ones, one further without literals.
  private int offset(int value, int literal) {
    if (value > 3) {
      return remember(2, value - 3);
    }
    int which = value - 1 + (literal == 0 ? 1 : 0);
    return which == 3 ? remember(2, recent[0] - 1) : remember(which, recent[which]);
  }

  private int remember(int from, int offset) {
    System.arraycopy(recent, 0, recent, 1, from);
    recent[0] = offset;
    return offset;
  }

  private record Tables(FseTable lengths, FseTable distances, FseTable matches) {}
}
