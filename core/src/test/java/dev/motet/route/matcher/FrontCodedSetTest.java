package dev.motet.route.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FrontCodedSetTest {
  @Test
  void findsTheGreatestStringNotAboveAndSaysWhetherTheQuestionStartsWithIt() {
    Random random = new Random(10);
    for (int round = 0; round < 400; round++) {
      TreeMap<String, Integer> strings = strings(random);
      FrontCodedSet set = set(strings);
      for (int i = 0; i < 100; i++) {
        String asked = asked(random, strings);
        Map.Entry<String, Integer> floor = strings.floorEntry(asked);
        long found = set.prefixOf(bits(asked).bytes(), asked.length());
        if (floor == null || !asked.startsWith(floor.getKey())) {
          assertThat(found).as("%s in %s", asked, strings).isEqualTo(FrontCodedBlock.NONE);
        } else {
          assertThat(FrontCodedBlock.lengthOf(found)).isEqualTo(floor.getKey().length());
          assertThat(FrontCodedBlock.tagOf(found)).isEqualTo(floor.getValue());
        }
      }
    }
  }

  @Test
  void visitsEveryStringInOrder() {
    Random random = new Random(11);
    for (int round = 0; round < 100; round++) {
      TreeMap<String, Integer> strings = strings(random);
      List<String> seen = new ArrayList<>();
      set(strings).forEach((bits, tag) -> seen.add(text(bits) + tag));

      assertThat(seen)
          .isEqualTo(strings.entrySet().stream().map(e -> e.getKey() + e.getValue()).toList());
    }
  }

  private static FrontCodedSet set(TreeMap<String, Integer> strings) {
    FrontCodedSet.Builder builder = new FrontCodedSet.Builder(8);
    strings.forEach((string, tag) -> builder.add(bits(string), tag));
    return builder.build();
  }

  /// Bit strings as texts of 0 and 1, which sort the same way; some have long beginnings in common,
  /// some are others and zeros.
  private static TreeMap<String, Integer> strings(Random random) {
    TreeMap<String, Integer> strings = new TreeMap<>();
    List<String> stems = List.of("", random(random, 70), "0".repeat(130), random(random, 300));
    for (int i = random.nextInt(400); i > 0; i--) {
      String string = stems.get(random.nextInt(4)) + random(random, random.nextInt(30));
      strings.put(string + "0".repeat(random.nextInt(9) / 8 * 70), random.nextInt(256));
    }
    return strings;
  }

  private static String asked(Random random, TreeMap<String, Integer> strings) {
    String other = random(random, random.nextInt(200));
    String floor = strings.floorKey(other);
    return random.nextInt(4) == 0 || floor == null
        ? other
        : floor.substring(0, random.nextInt(floor.length() + 1))
            + random(random, random.nextInt(3));
  }

  private static String random(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(random.nextInt(2));
    }
    return text.toString();
  }

  private static BitArray bits(String text) {
    BitArray bits = new BitArray(1);
    text.chars().forEach(c -> bits.append(c - '0', 1));
    return bits;
  }

  private static String text(BitArray bits) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bits.length(); i++) {
      text.append(Bits.first(Bits.window(bits.bytes(), i), 1));
    }
    return text.toString();
  }
}
