package dev.motet.route.matcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Trees of sizes and shapes that a small set does not have.
class DomainTreeTest {
  private static final int MANY = 200_000;

  @Test
  void manyEntriesTakeAtMostTenBytesEach() {
    List<String> suffixes = Names.random(new Random(1), MANY);
    DomainSet set = DomainSet.of(List.of(), suffixes);

    assertThat(set.bytes()).isLessThanOrEqualTo(10L * MANY).isGreaterThan(MANY);
    assertThat(suffixes).allMatch(set::contains);
  }

  @Test
  void findsEveryEntryOfALargeSetAndNothingElse() {
    Random random = new Random(2);
    List<String> domains = Names.random(random, 50_000);
    List<String> suffixes = Names.random(random, 50_000);
    DomainSet set = DomainSet.of(domains, suffixes);
    Set<String> known = new HashSet<>(domains);
    known.addAll(suffixes);

    assertThat(domains).allMatch(name -> set.contains(name) && !set.contains("a." + name));
    assertThat(suffixes).allMatch(name -> set.contains(name) && set.contains("a.b." + name));
    for (int i = 0; i < 100_000; i++) {
      String name = Names.random(random);
      assertThat(set.contains(name)).isEqualTo(known.contains(name));
      assertThat(set.contains("." + name + ".")).isFalse();
    }
  }

  /// Names that share more bits than a digit of [Heads] has, several times over.
  @ParameterizedTest
  @ValueSource(ints = {5, 30, 200, 2_000})
  void findsNamesWithALongCommonEnd(int shared) {
    Random random = new Random(shared);
    String end = ".x" + "y.z".repeat(shared / 3);
    List<String> suffixes = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      suffixes.add(random.nextInt(9999) + (i % 2 == 0 ? end : end.substring(0, end.length() / 2)));
    }
    DomainSet set = DomainSet.of(List.of(), suffixes);

    for (int i = 0; i < 10_000; i++) {
      String name = Integer.toString(i);
      for (String tail : List.of(end, end.substring(0, end.length() / 2), end + "z")) {
        assertThat(set.contains("www." + name + tail)).isEqualTo(suffixes.contains(name + tail));
      }
    }
  }

  @Test
  void findsNamesThatAreEndsOfEachOther() {
    List<String> domains = new ArrayList<>();
    StringBuilder name = new StringBuilder("a");
    for (int i = 0; i < 1_000; i++) {
      domains.add(name.toString());
      name.insert(0, i % 3 == 0 ? "." : "a");
    }
    DomainSet set = DomainSet.of(domains, List.of());

    assertThat(domains).allMatch(set::contains);
    assertThat(domains).noneMatch(domain -> set.contains("b" + domain));
    assertThat(set.contains(name.toString())).isFalse();
  }

  @Test
  void namesCanBeAsLongAsDnsAndTlsAllow() {
    List<String> suffixes = new ArrayList<>(Names.random(new Random(3), 100));
    String dns = "a".repeat(63) + ("." + "b".repeat(63)).repeat(2) + "." + "c".repeat(61);
    String tls = "d".repeat(0xffff);
    suffixes.add(dns);
    suffixes.add(tls);
    suffixes.add("e" + tls);
    DomainSet set = DomainSet.of(List.of(), suffixes);

    assertThat(dns).hasSize(253);
    assertThat(set.contains(dns)).isTrue();
    assertThat(set.contains(dns.substring(1))).isFalse();
    assertThat(set.contains("w." + dns)).isTrue();
    assertThat(set.contains(tls)).isTrue();
    assertThat(set.contains("w." + tls)).isTrue();
    assertThat(set.contains("w" + tls)).isFalse();
    assertThat(set.contains("e" + tls)).as("longer than any name asked for").isFalse();
  }

  @Test
  void whatASuffixCoversTakesNoSpace() {
    List<String> suffixes = new ArrayList<>(Names.random(new Random(4), 1_000));
    long alone = DomainSet.of(List.of(), suffixes).bytes();
    List<String> covered = suffixes.stream().map(name -> "www." + name).toList();

    assertThat(DomainSet.of(covered, suffixes).bytes()).isEqualTo(alone);
  }

  @Test
  void refusesNamesOutOfOrder() {
    byte[] a = {'a'};
    byte[] b = {'b'};

    assertThatThrownBy(() ->
            DomainSet.of(sink -> {
              sink.add(b, 1, DomainEntries.EXACT);
              sink.add(a, 1, DomainEntries.EXACT);
            }))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
