package dev.motet.route.matcher;

import java.util.List;
import java.util.Locale;

// hot
/// A few domains and domain suffixes in one hash table: a lookup walks the name once from its end
/// and asks the table at each label. Immutable, allocates nothing.
final class DomainTable implements DomainSet {
  /// From so many entries on a [DomainTree] is faster or smaller.
  static final int MOST = 64;

  private final String[] names;
  private final byte[] kinds;
  private final int mask;

  /// @param domains names that match as a whole
  /// @param suffixes `x` matches `x` and all below it, `.x` only what is below
  DomainTable(List<String> domains, List<String> suffixes) {
    int size = Integer.highestOneBit(Math.max(1, domains.size() + suffixes.size())) * 4;
    names = new String[size];
    kinds = new byte[size];
    mask = size - 1;
    for (String domain : domains) {
      add(domain, DomainEntries.EXACT);
    }
    for (String suffix : suffixes) {
      if (suffix.startsWith(".")) {
        add(suffix.substring(1), DomainEntries.BELOW);
      } else {
        add(suffix, DomainEntries.EXACT | DomainEntries.BELOW);
      }
    }
  }

  @Override
  public boolean contains(String name) {
    int hash = 0;
    for (int i = name.length() - 1; i >= 0; i--) {
      char c = name.charAt(i);
      if (c == '.' && kindOf(name, i + 1, hash, DomainEntries.BELOW)) {
        return true;
      }
      hash = step(hash, c);
    }
    return kindOf(name, 0, hash, DomainEntries.EXACT);
  }

  @Override
  public void forEach(Visitor visitor) {
    for (int slot = 0; slot < names.length; slot++) {
      if (names[slot] != null) {
        visitor.visit(
            names[slot],
            (kinds[slot] & DomainEntries.EXACT) != 0,
            (kinds[slot] & DomainEntries.BELOW) != 0);
      }
    }
  }

  @Override
  public long bytes() {
    return 4L * names.length + kinds.length;
  }

  private boolean kindOf(String name, int from, int hash, int kind) {
    int length = name.length() - from;
    for (int slot = spread(hash); names[slot] != null; slot = (slot + 1) & mask) {
      if (names[slot].length() == length && name.startsWith(names[slot], from)) {
        return (kinds[slot] & kind) != 0;
      }
    }
    return false;
  }

  private void add(String written, int kind) {
    String name = written.toLowerCase(Locale.ROOT);
    int hash = 0;
    for (int i = name.length() - 1; i >= 0; i--) {
      hash = step(hash, name.charAt(i));
    }
    int slot = spread(hash);
    while (names[slot] != null && !names[slot].equals(name)) {
      slot = (slot + 1) & mask;
    }
    names[slot] = name;
    kinds[slot] = (byte) (kinds[slot] | kind);
  }

  private static int step(int hash, char c) {
    return hash * 31 + c;
  }

  private int spread(int hash) {
    int mixed = hash * 0x9e37_79b9;
    return (mixed ^ mixed >>> 16) & mask;
  }
}
