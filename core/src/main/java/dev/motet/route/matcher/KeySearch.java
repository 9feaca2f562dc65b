package dev.motet.route.matcher;

import dev.motet.route.matcher.Key.Kind;
import java.net.InetAddress;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

// hot
/// One search in a [KeyIndex]: it is told all that is known of a session, then says the first
/// member that passes the test. Belongs to one thread.
///
/// Members are tested as they are found, but only those before the first one so far: the order in
/// which facts are told changes nothing but the effort.
public final class KeySearch {
  private static final int PORT_SHIFT = 64 - Key.PORT_BITS;

  private final KeyIndex index;
  private final int from;
  private final IntPredicate test;
  private int best = Integer.MAX_VALUE;

  KeySearch(KeyIndex index, int from, IntPredicate test) {
    this.index = index;
    this.from = from;
    this.test = test;
  }

  /// Whether to tell facts of this kind is of use.
  public boolean asks(Kind kind) {
    return index.has(kind);
  }

  /// @param name in lower case
  public void name(String name) {
    if (index.has(Kind.NAME)) {
      long hash = Key.noName();
      for (int i = name.length() - 1; i >= 0; i--) {
        char c = name.charAt(i);
        if (c == '.') {
          look(Key.name(hash));
        }
        hash = Key.step(hash, c);
      }
      look(Key.name(hash));
    }
    if (index.has(Kind.GRAM)) {
      for (int i = name.length() - Key.GRAM; i >= 0; i--) {
        look(Key.gram(name, i));
      }
    }
  }

  /// @param four, six the kind for each family
  public void address(Kind four, Kind six, InetAddress address) {
    if (index.has(four) || index.has(six)) {
      IpBits bits = IpBits.of(address);
      prefixes(bits.wide() ? six : four, bits.high(), bits.low());
    }
  }

  public void port(Kind kind, int port) {
    prefixes(kind, portBits(port), 0);
  }

  /// @param text null for none
  public void text(Kind kind, @Nullable String text) {
    if (text != null && index.has(kind)) {
      look(Key.text(kind, text));
    }
  }

  public void fact(Kind kind) {
    look(Key.fact(kind));
  }

  /// The first member, -1 for none.
  public int first() {
    best = index.firstOfAlways(from, best, test);
    return best == Integer.MAX_VALUE ? -1 : best;
  }

  /// A port as the highest of 128 bits.
  static long portBits(int port) {
    return (long) port << PORT_SHIFT;
  }

  private void prefixes(Kind kind, long high, long low) {
    for (int word = 0; word < KeyIndex.WORDS; word++) {
      for (long rest = index.lengths(kind, word); rest != 0; rest &= rest - 1) {
        look(Key.prefix(kind, high, low, word * 64 + Long.numberOfTrailingZeros(rest)));
      }
    }
  }

  private void look(long key) {
    best = index.first(key, from, best, test);
  }
}
