package dev.motet.route.matcher;

import dev.motet.io.IpPrefix;
import dev.motet.route.matcher.Key.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What must be known of a session for a rule to match it, as far as a [KeyIndex] can tell: the
/// rule matches no session of which this does not hold. Exists while an index is made.
public sealed interface Need {
  /// So many alternatives at most: a rule with more is better asked each time than found.
  int MOST = 512;

  /// Holds for every session.
  Need NOTHING = new All(List.of());

  /// Holds for none.
  Need NEVER = new Any(List.of());

  /// The session has this [Key].
  record One(long key) implements Need {
    @Override
    public int keys() {
      return 1;
    }
  }

  /// Every one holds.
  record All(List<Need> parts) implements Need {
    @Override
    public int keys() {
      return sum(parts);
    }

    @Override
    public boolean isNothing() {
      return parts.isEmpty();
    }
  }

  /// At least one holds.
  record Any(List<Need> parts) implements Need {
    @Override
    public int keys() {
      return sum(parts);
    }
  }

  /// How many keys it is made of.
  int keys();

  /// Whether every session has it.
  default boolean isNothing() {
    return false;
  }

  static Need all(List<Need> parts) {
    return switch (parts.size()) {
      case 0 -> NOTHING;
      case 1 -> parts.getFirst();
      default -> new All(List.copyOf(parts));
    };
  }

  /// Nothing when one of them is, or when they are too many.
  static Need any(List<Need> parts) {
    for (Need part : parts) {
      if (part.isNothing()) {
        return NOTHING;
      }
    }
    return switch (parts.size()) {
      case 0 -> NEVER;
      case 1 -> parts.getFirst();
      default -> sum(parts) > MOST ? NOTHING : new Any(List.copyOf(parts));
    };
  }

  private static int sum(List<Need> parts) {
    int sum = 0;
    for (Need part : parts) {
      sum += part.keys();
    }
    return sum;
  }

  /// One of these texts.
  static Need texts(Kind kind, List<String> texts) {
    if (texts.size() > MOST) {
      return NOTHING;
    }
    List<Need> any = new ArrayList<>(texts.size());
    for (String text : texts) {
      any.add(new One(Key.text(kind, text)));
    }
    return any(any);
  }

  /// The domain is one of these, or stands below one.
  ///
  /// @param names in any case; a dot in front means only what is below
  static Need names(List<String> names) {
    if (names.size() > MOST) {
      return NOTHING;
    }
    List<Need> any = new ArrayList<>();
    for (String written : names) {
      String name = written.toLowerCase(Locale.ROOT);
      any.add(new One(Key.text(Kind.NAME, name)));
      if (name.startsWith(".")) {
        any.add(new One(Key.text(Kind.NAME, name.substring(1))));
      }
    }
    return any(any);
  }

  /// The domain contains this: all its groups of three characters. Nothing when it is shorter.
  static Need keyword(String written) {
    String word = written.toLowerCase(Locale.ROOT);
    List<Need> all = new ArrayList<>();
    for (int at = 0; at + Key.GRAM <= word.length(); at++) {
      all.add(new One(Key.gram(word, at)));
    }
    return all(all);
  }

  /// An address in one of these blocks.
  ///
  /// @param four, six the kind for each family
  static Need blocks(Kind four, Kind six, List<IpPrefix> blocks) {
    if (blocks.size() > MOST) {
      return NOTHING;
    }
    List<Need> any = new ArrayList<>();
    for (IpPrefix block : blocks) {
      IpBits start = IpBits.of(block.address());
      Kind kind = start.wide() ? six : four;
      any.add(new One(Key.prefix(kind, start.high(), start.low(), block.bits())));
    }
    return any(any);
  }

  static Need fact(Kind kind) {
    return new One(Key.fact(kind));
  }

  static Need port(Kind kind, int port) {
    return ports(kind, port, port);
  }

  /// A port in this range, both ends included: it is made of at most 30 prefixes.
  static Need ports(Kind kind, int from, int to) {
    List<Need> any = new ArrayList<>();
    for (int at = from; at <= to; ) {
      int free = Math.min(Key.PORT_BITS, Integer.numberOfTrailingZeros(at));
      while (at + (1 << free) - 1 > to) {
        free--;
      }
      any.add(new One(Key.prefix(kind, KeySearch.portBits(at), 0, Key.PORT_BITS - free)));
      at += 1 << free;
    }
    return any(any);
  }
}
