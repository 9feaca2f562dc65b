package dev.motet.tls.fingerprint;

import java.security.SecureRandom;
import java.util.List;

/// The values that stand for [Grease#PLACEHOLDER] in one connection. A group has the same one in
/// supported_groups and in key_share.
///
/// @param firstExtension never equal to `lastExtension`
record GreaseValues(
    int suite, int group, int version, int scheme, int firstExtension, int lastExtension) {
  private static final int SEEDS = 6;

  static GreaseValues draw(SecureRandom random) {
    byte[] seeds = new byte[SEEDS];
    random.nextBytes(seeds);
    int first = value(seeds[4]);
    int last = value(seeds[5]);
    // BoringSSL: two equal ones would be a duplicate extension
    return new GreaseValues(
        value(seeds[0]),
        value(seeds[1]),
        value(seeds[2]),
        value(seeds[3]),
        first,
        first == last ? last ^ 0x1010 : last);
  }

  // BoringSSL: the upper half of a random byte, `a` below it, twice
  private static int value(byte seed) {
    int half = (seed & 0xf0) | 0x0a;
    return (half << 8) | half;
  }

  static List<Integer> fill(List<Integer> numbers, int value) {
    return numbers.stream().map(number -> number == Grease.PLACEHOLDER ? value : number).toList();
  }
}
