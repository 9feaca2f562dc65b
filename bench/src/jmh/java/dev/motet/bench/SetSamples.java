package dev.motet.bench;

import dev.motet.io.IpPrefix;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Random entries for sets.
final class SetSamples {
  private static final String[] TOP = {"com", "net", "org", "de", "io", "co.uk"};

  private SetSamples() {}

  /// A label of 6 to 12 letters and digits below a top-level domain.
  static String suffix(Random random) {
    StringBuilder name = new StringBuilder();
    for (int length = 6 + random.nextInt(7); length > 0; length--) {
      name.append(Character.forDigit(random.nextInt(36), 36));
    }
    return name.append('.').append(TOP[random.nextInt(TOP.length)]).toString();
  }

  static List<String> suffixes(Random random, int count) {
    List<String> suffixes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      suffixes.add(suffix(random));
    }
    return suffixes;
  }

  static InetAddress address(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    if (length == 16) {
      bytes[0] = (byte) (0x20 | bytes[0] & 0x1f);
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static List<IpPrefix> blocks(Random random, int count, int length, int least, int most) {
    List<IpPrefix> blocks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      blocks.add(new IpPrefix(address(random, length), least + random.nextInt(most - least + 1)));
    }
    return blocks;
  }
}
