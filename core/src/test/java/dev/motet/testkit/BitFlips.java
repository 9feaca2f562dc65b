package dev.motet.testkit;

import java.io.IOException;
import java.util.Random;

/// Feeds damaged copies of a valid message to a parser: it may accept or throw an [IOException],
/// any other exception is a bug that fails the test with the seed's bytes.
public final class BitFlips {
  private BitFlips() {}

  /// Flips 1 to 8 bits at random places in `rounds` copies, from a fixed seed.
  public static void survivesEvery(byte[] valid, int rounds, Truncations.Parser parser) {
    Random random = new Random(0x5eed);
    for (int round = 0; round < rounds; round++) {
      byte[] damaged = valid.clone();
      for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        parser.parse(damaged.clone());
      } catch (IOException _) {
        // refused: what a parser is for
      } catch (RuntimeException | Error bug) {
        throw new AssertionError(
            "round " + round + ", bytes " + java.util.HexFormat.of().formatHex(damaged), bug);
      }
    }
  }
}
