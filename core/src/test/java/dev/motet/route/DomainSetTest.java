package dev.motet.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainSetTest {
  @ParameterizedTest
  @CsvSource({
    "example.com, example.com, true",
    "example.com, www.example.com, true",
    "example.com, a.b.example.com, true",
    "example.com, badexample.com, false",
    "example.com, com, false",
    ".example.com, example.com, false",
    ".example.com, www.example.com, true",
    ".example.com, badexample.com, false",
    "com, example.com, true",
    "EXAMPLE.com, www.example.com, true",
    "example.com, example.com.evil, false",
  })
  void suffixesMatchWholeLabels(String suffix, String name, boolean expected) {
    assertThat(new DomainSet(List.of(), List.of(suffix)).contains(name)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, example.com, true",
    "example.com, www.example.com, false",
    "Example.Com, example.com, true",
    "www.example.com, example.com, false",
  })
  void domainsMatchAsAWhole(String domain, String name, boolean expected) {
    assertThat(new DomainSet(List.of(domain), List.of()).contains(name)).isEqualTo(expected);
  }

  @Test
  void aNameCanBeDomainAndSuffixAtOnce() {
    DomainSet set = new DomainSet(List.of("example.com"), List.of(".example.com"));

    assertThat(set.contains("example.com")).isTrue();
    assertThat(set.contains("www.example.com")).isTrue();
  }

  @Test
  void agreesWithComparingText() {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      List<String> domains = names(random);
      List<String> suffixes = new ArrayList<>(names(random));
      suffixes.replaceAll(suffix -> random.nextBoolean() ? "." + suffix : suffix);
      DomainSet set = new DomainSet(domains, suffixes);
      for (String name : names(random)) {
        boolean expected =
            domains.contains(name) || suffixes.stream().anyMatch(s -> endsWith(name, s));
        assertThat(set.contains(name))
            .as("%s in %s, %s", name, domains, suffixes)
            .isEqualTo(expected);
      }
    }
  }

  private static boolean endsWith(String name, String suffix) {
    return suffix.startsWith(".")
        ? name.endsWith(suffix)
        : name.equals(suffix) || name.endsWith("." + suffix);
  }

  private static List<String> names(Random random) {
    List<String> names = new ArrayList<>();
    for (int i = random.nextInt(20); i >= 0; i--) {
      StringBuilder name = new StringBuilder();
      for (int label = random.nextInt(3); label >= 0; label--) {
        name.append(name.isEmpty() ? "" : ".").append((char) ('a' + random.nextInt(3)));
      }
      names.add(name.toString());
    }
    return names;
  }
}
