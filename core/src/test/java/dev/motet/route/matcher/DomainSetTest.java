package dev.motet.route.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Both kinds of set, held to the same definition.
class DomainSetTest {
  private static Stream<DomainSet> sets(List<String> domains, List<String> suffixes) {
    return Stream.of(
        new DomainTable(domains, suffixes), DomainTree.of(DomainEntries.of(domains, suffixes)));
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, example.com, true",
    "example.com, www.example.com, true",
    "example.com, a.b.example.com, true",
    "example.com, badexample.com, false",
    "example.com, com, false",
    "example.com, .example.com, true",
    "example.com, example.com., false",
    ".example.com, example.com, false",
    ".example.com, www.example.com, true",
    ".example.com, badexample.com, false",
    ".example.com, .example.com, true",
    "com, example.com, true",
    "EXAMPLE.com, www.example.com, true",
    "example.com, example.com.evil, false",
    "., a., true",
    "., a.b, false",
    "пример.рф, www.пример.рф, true",
    "пример.рф, непример.рф, false",
  })
  void suffixesMatchWholeLabels(String suffix, String name, boolean expected) {
    assertThat(sets(List.of(), List.of(suffix))).allMatch(set -> set.contains(name) == expected);
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, example.com, true",
    "example.com, www.example.com, false",
    "Example.Com, example.com, true",
    "www.example.com, example.com, false",
    "a..b, a..b, true",
    "a..b, a.b, false",
  })
  void domainsMatchAsAWhole(String domain, String name, boolean expected) {
    assertThat(sets(List.of(domain), List.of())).allMatch(set -> set.contains(name) == expected);
  }

  @Test
  void aNameCanBeDomainAndSuffixAtOnce() {
    assertThat(sets(List.of("example.com"), List.of(".example.com")))
        .allMatch(set -> set.contains("example.com") && set.contains("www.example.com"));
  }

  @Test
  void anEmptySetContainsNothing() {
    assertThat(sets(List.of(), List.of()))
        .noneMatch(set -> set.contains("") || set.contains(".") || set.contains("a.b"));
  }

  @Test
  void aDomainBesideASuffixDoesNotCoverWhatIsBelow() {
    List<String> domains = List.of("a.com", "b.a.com", "a-b.com", "com");

    assertThat(sets(domains, List.of("b.com")))
        .allMatch(set ->
            set.contains("a.com")
                && set.contains("b.a.com")
                && set.contains("x.b.com")
                && !set.contains("c.a.com")
                && !set.contains("c.com")
                && !set.contains("x.a-b.com"));
  }

  /// What stands between a suffix and the names below it must not hide it.
  @Test
  void namesThatSortCloseToASuffixDoNotHideIt() {
    List<String> around = new ArrayList<>();
    for (char c = 0; c < 0x100; c++) {
      if (c != '.') {
        around.add(c + "x.com");
        around.add("y." + c + "x.com");
      }
    }
    assertThat(sets(around, List.of("x.com")))
        .allMatch(set ->
            set.contains("x.com")
                && set.contains("\0.x.com")
                && set.contains("zz.x.com")
                && !set.contains("zzx.com"));
  }

  @Test
  void agreesWithComparingText() {
    Random random = new Random(7);
    for (int round = 0; round < 3_000; round++) {
      List<String> domains = Names.crowded(random, 40);
      List<String> suffixes = Names.crowded(random, 1 + random.nextInt(40));
      List<DomainSet> sets = sets(domains, suffixes).toList();
      for (int i = 0; i < 30; i++) {
        String name = asked(random, domains, suffixes);
        boolean expected = Names.matches(domains, suffixes, name);
        for (DomainSet set : sets) {
          assertThat(set.contains(name))
              .as("%s in %s: %s, %s", name, set.getClass(), domains, suffixes)
              .isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void whatVisitorsSeeMakesTheSameSet() {
    Random random = new Random(8);
    for (int round = 0; round < 300; round++) {
      List<String> domains = Names.crowded(random, 60);
      List<String> suffixes = Names.crowded(random, 60);
      for (DomainSet set : sets(domains, suffixes).toList()) {
        List<String> seenDomains = new ArrayList<>();
        List<String> seenSuffixes = new ArrayList<>();
        set.forEach((name, exact, below) -> {
          assertThat(exact || below).isTrue();
          if (exact) {
            seenDomains.add(name);
          }
          if (below) {
            seenSuffixes.add("." + name);
          }
        });
        assertThat(seenDomains).doesNotHaveDuplicates();
        for (int i = 0; i < 50; i++) {
          String name = asked(random, domains, suffixes);
          assertThat(Names.matches(seenDomains, seenSuffixes, name))
              .as("%s: %s, %s", name, domains, suffixes)
              .isEqualTo(set.contains(name));
        }
      }
    }
  }

  @Test
  void manyEntriesMakeATree() {
    List<String> some = Names.random(new Random(1), DomainTable.MOST);

    assertThat(DomainSet.of(some.subList(1, some.size()), List.of()))
        .isInstanceOf(DomainTable.class);
    assertThat(DomainSet.of(some, List.of())).isInstanceOf(DomainTree.class);
    assertThat(DomainSet.of(some, some).contains(some.get(3))).isTrue();
  }

  private static String asked(Random random, List<String> domains, List<String> suffixes) {
    List<String> all = random.nextBoolean() ? domains : suffixes;
    String some = all.isEmpty() ? "" : all.get(random.nextInt(all.size()));
    return random.nextInt(4) == 0 ? Names.crowded(random) : Names.near(random, some);
  }

  @Test
  void orderOfEntriesDoesNotMatter() {
    Random random = new Random(9);
    List<String> names = Names.random(random, 500);
    names.addAll(names.subList(0, 100));
    DomainSet one = DomainSet.of(List.of(), names);
    Collections.shuffle(names, random);
    DomainSet other = DomainSet.of(List.of(), names);

    assertThat(other.bytes()).isEqualTo(one.bytes());
    assertThat(names).allMatch(name -> one.contains(name) && other.contains("www." + name));
  }
}
