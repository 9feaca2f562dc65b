package dev.motet.route.matcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Names as configurations and clients write them, good ones and bad ones, and what it means that a
/// set holds one.
final class Names {
  private static final String[] ODD = {
    "é",
    "中",
    "\ud83d\ude00",
    "\ud83d\ude01",
    "\ud83d",
    "\ude00",
    "\uffff",
    "\0",
    "\u007f",
    "-",
    "*",
    " ",
  };

  private Names() {}

  /// The definition that a set has to agree with.
  static boolean matches(List<String> domains, List<String> suffixes, String name) {
    return domains.contains(name) || suffixes.stream().anyMatch(s -> isBelow(name, s));
  }

  static boolean isBelow(String name, String suffix) {
    return suffix.startsWith(".")
        ? name.endsWith(suffix)
        : name.equals(suffix) || name.endsWith("." + suffix);
  }

  /// Few different characters, so that names meet.
  static String crowded(Random random) {
    StringBuilder name = new StringBuilder();
    for (int left = random.nextInt(8); left > 0; left--) {
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> name.append('.');
        case 3 -> name.append(ODD[random.nextInt(ODD.length)]);
        default -> name.append((char) ('a' + random.nextInt(2)));
      }
    }
    return name.toString();
  }

  /// A name close to another.
  static String near(Random random, String name) {
    StringBuilder near = new StringBuilder(name);
    int at = random.nextInt(name.length() + 1);
    switch (random.nextInt(6)) {
      case 0 -> near.insert(0, ".");
      case 1 -> near.insert(0, "x.");
      case 2 -> near.insert(at, crowded(random));
      case 3 -> near.delete(0, at);
      case 4 -> near.setLength(at);
      default -> {}
    }
    return near.toString();
  }

  static List<String> crowded(Random random, int most) {
    List<String> names = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      names.add(crowded(random));
    }
    return names;
  }

  /// A label of 6 to 12 letters and digits below a top-level domain.
  static String random(Random random) {
    StringBuilder name = new StringBuilder();
    for (int length = 6 + random.nextInt(7); length > 0; length--) {
      name.append(Character.forDigit(random.nextInt(36), 36));
    }
    return name.append('.').append(random.nextBoolean() ? "com" : "co.uk").toString();
  }

  static List<String> random(Random random, int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(random(random));
    }
    return names;
  }
}
