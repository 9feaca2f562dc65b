package dev.motet.route.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.IpPrefix;
import dev.motet.route.matcher.Key.Kind;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyIndexTest {
  private static final int KEYS = 12;

  /// Whatever keys an index chooses, it leads to the first member whose need holds.
  @Test
  void findsTheFirstMemberWhoseNeedHolds() {
    Random random = new Random(3);
    for (int round = 0; round < 2_000; round++) {
      List<Need> needs =
          IntStream.range(0, random.nextInt(40)).mapToObj(_ -> need(random, 3)).toList();
      KeyIndex index = KeyIndex.of(needs);
      for (int i = 0; i < 20; i++) {
        Set<Long> keys = new HashSet<>();
        int from = random.nextInt(5);
        KeySearch search = index.search(from, member -> holds(needs.get(member), keys));
        List<String> texts = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
          String text = "t" + random.nextInt(KEYS);
          texts.add(text);
          keys.add(Key.text(Kind.USER, text));
        }
        texts.forEach(text -> search.text(Kind.USER, text));
        int expected =
            IntStream.range(from, Math.max(from, needs.size()))
                .filter(member -> holds(needs.get(member), keys))
                .findFirst()
                .orElse(-1);
        assertThat(search.first()).as("%s in %s", texts, needs).isEqualTo(expected);
      }
    }
  }

  private static Need need(Random random, int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return random.nextInt(10) == 0
          ? Need.NOTHING
          : new Need.One(Key.text(Kind.USER, "t" + random.nextInt(KEYS)));
    }
    List<Need> parts =
        IntStream.range(0, random.nextInt(4)).mapToObj(_ -> need(random, depth - 1)).toList();
    return random.nextBoolean() ? Need.all(parts) : Need.any(parts);
  }

  private static boolean holds(Need need, Set<Long> keys) {
    return switch (need) {
      case Need.One(long key) -> keys.contains(key);
      case Need.All(List<Need> parts) -> parts.stream().allMatch(part -> holds(part, keys));
      case Need.Any(List<Need> parts) -> parts.stream().anyMatch(part -> holds(part, keys));
    };
  }

  @ParameterizedTest
  @CsvSource({
    "0, 65535",
    "0, 0",
    "65535, 65535",
    "1, 65534",
    "1000, 1999",
    "1024, 65535",
    "443, 443",
    "32767, 32768",
    "5, 4",
  })
  void aRangeOfPortsIsFoundByItsPortsAndNoOthers(int from, int to) {
    KeyIndex index = KeyIndex.of(List.of(Need.NEVER, Need.ports(Kind.PORT, from, to)));
    for (int port = 0; port <= 0xffff; port++) {
      int asked = port;
      assertThat(finds(index, search -> search.port(Kind.PORT, asked)))
          .as("port %d", port)
          .isEqualTo(port >= from && port <= to);
    }
    assertThat(finds(index, search -> search.port(Kind.SOURCE_PORT, from))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, example.com, true",
    "example.com, www.example.com, true",
    "Example.COM, www.example.com, true",
    ".example.com, www.example.com, true",
    ".example.com, .example.com, true",
    "example.com, badexample.com, false",
    "example.com, example.com.evil, false",
    "com, a.b.com, true",
    "., a., true",
    "a..b, a..b, true",
    "пример.рф, www.пример.рф, true",
  })
  void namesLeadToWhatTheyStandBelow(String suffix, String name, boolean expected) {
    assertThat(finds(Need.names(List.of(suffix)), search -> search.name(name))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "google, www.google.com, true",
    "GOOGLE, www.google.com, true",
    "google, g.o.o.g.l.e, false",
    "com, a.com, true",
    "co, a.net, true",
    "'', a.net, true",
  })
  void namesLeadToWordsInThem(String word, String name, boolean expected) {
    assertThat(finds(Need.keyword(word), search -> search.name(name))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.9.9.9, true",
    "10.1.2.3/8, 10.9.9.9, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "0.0.0.0/0, 1.2.3.4, true",
    "0.0.0.0/0, ::1, false",
    "::/0, ::1, true",
    "::/0, 1.2.3.4, false",
    "2001:db8::/64, 2001:db8::1:2:3:4, true",
    "2001:db8::/65, 2001:db8::8000:0:0:0, false",
    "2001:db8::/65, 2001:db8::7000:0:0:0, true",
    "::1/128, ::1, true",
    "::1/128, ::2, false",
  })
  void addressesLeadToTheirBlocks(String block, String address, boolean expected) {
    Need need = Need.blocks(Kind.ADDRESS_4, Kind.ADDRESS_6, List.of(IpPrefix.parse(block)));
    InetAddress asked = InetAddress.ofLiteral(address);

    assertThat(finds(need, search -> search.address(Kind.ADDRESS_4, Kind.ADDRESS_6, asked)))
        .isEqualTo(expected);
    assertThat(finds(need, search -> search.address(Kind.SOURCE_4, Kind.SOURCE_6, asked)))
        .isFalse();
  }

  @Test
  void tooManyAlternativesAreNoHelp() {
    List<String> names = IntStream.range(0, Need.MOST + 1).mapToObj(i -> "n" + i).toList();

    assertThat(Need.names(names)).isEqualTo(Need.NOTHING);
    assertThat(Need.names(names.subList(1, names.size()))).isNotEqualTo(Need.NOTHING);
    assertThat(
            Need.any(List.of(Need.names(names.subList(0, 400)), Need.names(names.subList(0, 400)))))
        .isEqualTo(Need.NOTHING);
  }

  private static boolean finds(Need need, Consumer<KeySearch> facts) {
    return finds(KeyIndex.of(List.of(Need.NEVER, need)), facts);
  }

  private static boolean finds(KeyIndex index, Consumer<KeySearch> facts) {
    KeySearch search = index.search(0, _ -> true);
    facts.accept(search);
    return search.first() == 1;
  }
}
