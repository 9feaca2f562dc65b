package dev.motet.route.matcher;

// hot
/// One thing that can be known of a session, as a number: the kind, for prefixes their length, and
/// a hash of the value. Two values can have one key, so what is found by a key has to be asked.
public final class Key {
  private static final int KIND_SHIFT = 60;
  private static final int BITS_SHIFT = 52;
  private static final int BITS_MASK = 0xff;
  private static final long HASH_MASK = (1L << BITS_SHIFT) - 1;

  /// Start and factor of FNV-1a with 64 bits.
  private static final long START = 0xcbf2_9ce4_8422_2325L;

  private static final long FACTOR = 0x100_0000_01b3L;

  /// Characters of a [Kind#GRAM].
  static final int GRAM = 3;

  /// Bits of a port.
  static final int PORT_BITS = 16;

  private static final Kind[] KINDS = Kind.values();

  private Key() {}

  /// What keys are about; at most 16.
  public enum Kind {
    /// A domain, or what stands behind one of its dots.
    NAME,
    /// Three characters of a domain.
    GRAM,
    /// The first bits of an address of the destination.
    ADDRESS_4,
    ADDRESS_6,
    /// An address of the destination is private.
    PRIVATE,
    /// The first bits of the destination's port.
    PORT,
    /// The first bits of the client's address.
    SOURCE_4,
    SOURCE_6,
    SOURCE_PRIVATE,
    SOURCE_PORT,
    INBOUND,
    USER,
    PROTOCOL,
    CLIENT
  }

  static Kind kind(long key) {
    return KINDS[(int) (key >>> KIND_SHIFT)];
  }

  /// The length of a prefix.
  static int bits(long key) {
    return (int) (key >>> BITS_SHIFT) & BITS_MASK;
  }

  /// A kind without values.
  static long fact(Kind kind) {
    return of(kind, 0, START);
  }

  static long text(Kind kind, String text) {
    long hash = START;
    for (int i = text.length() - 1; i >= 0; i--) {
      hash = step(hash, text.charAt(i));
    }
    return of(kind, 0, hash);
  }

  /// The hash of a text is made from its end, so that walking a domain gives those of all its ends.
  static long step(long hash, char c) {
    return (hash ^ c) * FACTOR;
  }

  static long name(long hash) {
    return of(Kind.NAME, 0, hash);
  }

  static long noName() {
    return START;
  }

  /// Three characters of the text, from this one on.
  static long gram(String text, int at) {
    long three =
        ((long) text.charAt(at) << 32) | ((long) text.charAt(at + 1) << 16) | text.charAt(at + 2);
    return of(Kind.GRAM, 0, three);
  }

  /// Numbers that share their first bits.
  ///
  /// @param high, low 128 bits; shorter numbers stand in the upper ones
  static long prefix(Kind kind, long high, long low, int bits) {
    long first = bits < 64 ? high & Prefixes.mask(bits) : high;
    long last = bits > 64 ? low & Prefixes.mask(bits - 64) : 0;
    return of(kind, bits, mixed(first) + last);
  }

  private static long of(Kind kind, int bits, long value) {
    long seed = ((long) kind.ordinal() << 8) | bits;
    return (seed << BITS_SHIFT) | (mixed(value + seed * FACTOR) & HASH_MASK);
  }

  /// Every bit of the result depends on every bit of the value.
  private static long mixed(long value) {
    long mixed = (value ^ (value >>> 33)) * 0xff51_afd7_ed55_8ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ce_b9fe_1a85_ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
