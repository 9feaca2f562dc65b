package dev.motet.route.matcher;

// hot
/// Many domains and domain suffixes in few bytes each: their keys ([DomainOrder]) as bits
/// ([AlphabeticCode]) in a [FrontCodedSet]. Immutable and thread-safe.
///
/// Since no entry covers another ([SmallestEntries]) and what stands below a name follows it
/// directly, the entry that covers a name can only be the greatest one that is not above it:
/// between the two would be names that the entry covers as well. So one search answers for all
/// labels.
final class DomainTree implements DomainSet {
  /// Longer entries are left out, since no protocol carries a longer name.
  private static final int MOST_BYTES = 0xffff;

  private final AlphabeticCode code;
  private final FrontCodedSet set;

  /// Of every entry; 0 when they differ and each entry has its own as a tag.
  private final int kinds;

  private DomainTree(AlphabeticCode code, FrontCodedSet set, int kinds) {
    this.code = code;
    this.set = set;
    this.kinds = kinds;
  }

  static DomainTree of(DomainEntries entries) {
    DomainEntries smallest = new SmallestEntries(entries);
    Survey survey = new Survey();
    smallest.each(survey);
    AlphabeticCode code = new AlphabeticCode(survey.weights);
    int common = survey.same ? survey.kinds : 0;
    FrontCodedSet.Builder builder = new FrontCodedSet.Builder(common == 0 ? 2 : 0);
    BitArray bits = new BitArray(256);
    smallest.each((key, length, kinds) -> {
      if (length > MOST_BYTES) {
        return;
      }
      bits.truncate(0);
      for (int i = 0; i < length; i++) {
        code.append(key[i] & 0xff, bits);
      }
      builder.add(bits, common == 0 ? kinds : 0);
    });
    return new DomainTree(code, builder.build(), common);
  }

  @Override
  public boolean contains(String name) {
    int dot = code.length(DomainOrder.DOT);
    int most = Math.min(set.longest() + dot, name.length() * 3 * AlphabeticCode.LONGEST);
    byte[] asked = new byte[((most + AlphabeticCode.LONGEST) >>> 6) * 8 + 16];
    int encoded = code.encode(name, asked, most);
    boolean whole = encoded >= 0;
    int bits = whole ? encoded : ~encoded;
    long found = set.prefixOf(asked, bits);
    if (found == FrontCodedBlock.NONE) {
      return false;
    }
    int own = kinds == 0 ? FrontCodedBlock.tagOf(found) : kinds;
    int length = FrontCodedBlock.lengthOf(found);
    if (whole && length == bits) {
      return (own & DomainEntries.EXACT) != 0;
    }
    return (own & DomainEntries.BELOW) != 0
        && length + dot <= bits
        && code.starts(Bits.window(asked, length), DomainOrder.DOT);
  }

  @Override
  public void forEach(Visitor visitor) {
    set.forEach((bits, tag) -> {
      byte[] key = new byte[(int) bits.length()];
      int length = 0;
      for (int at = 0; at < bits.length(); ) {
        int symbol = code.decode(Bits.window(bits.bytes(), at));
        key[length++] = (byte) symbol;
        at += code.length(symbol);
      }
      int own = kinds == 0 ? tag : kinds;
      visitor.visit(
          DomainOrder.name(key, length),
          (own & DomainEntries.EXACT) != 0,
          (own & DomainEntries.BELOW) != 0);
    });
  }

  @Override
  public long bytes() {
    return set.size() + code.bytes();
  }

  /// The first pass: how often each byte occurs and whether all entries are of the same kinds.
  private static final class Survey implements DomainEntries.Sink {
    private final long[] weights = new long[256];
    private int kinds;
    private boolean same = true;

    /// The dot has a code even if no entry has one: it stands behind what a question matches.
    Survey() {
      weights[DomainOrder.DOT] = 1;
    }

    @Override
    public void add(byte[] key, int length, int kinds) {
      same &= this.kinds == 0 || this.kinds == kinds;
      this.kinds = kinds;
      for (int i = 0; i < length; i++) {
        weights[key[i] & 0xff]++;
      }
    }
  }
}
