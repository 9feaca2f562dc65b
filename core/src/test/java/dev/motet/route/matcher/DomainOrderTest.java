package dev.motet.route.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainOrderTest {
  @ParameterizedTest
  @CsvSource({
    "a, b, -1",
    "a, a, 0",
    "com, a.com, -1",
    "a.com, -com, -1",
    "z.com, acom, -1",
    "b.a, a.b, -1",
    "'', a, -1",
    "é, z, 1",
  })
  void readsNamesFromTheirEnd(String a, String b, int order) {
    assertThat(Integer.signum(DomainOrder.compare(a, 0, b, 0))).isEqualTo(order);
    assertThat(Integer.signum(DomainOrder.compare(b, 0, a, 0))).isEqualTo(-order);
  }

  @Test
  void keysAreOrderedAsNamesAndTellThem() {
    Random random = new Random(5);
    for (int i = 0; i < 100_000; i++) {
      String a = Names.crowded(random);
      String b = Names.near(random, a);
      byte[] keyA = key(a);
      byte[] keyB = key(b);

      assertThat(Integer.signum(Arrays.compareUnsigned(keyA, keyB)))
          .as("%s, %s", a, b)
          .isEqualTo(Integer.signum(DomainOrder.compare(a, 0, b, 0)));
      assertThat(DomainOrder.name(keyA, keyA.length)).isEqualTo(a);
    }
  }

  @Test
  void aKeyIsUtf8FromTheEnd() {
    byte[] utf8 = "\ud83d\ude00z中é".getBytes(StandardCharsets.UTF_8);
    byte[] key = key("é中z\ud83d\ude00");

    assertThat(key).isEqualTo(utf8);
    assertThat(key("a.-")).isEqualTo(new byte[] {'-' + 1, 0, 'a'});
  }

  private static byte[] key(String name) {
    byte[] key = new byte[DomainOrder.room(name.length())];
    return Arrays.copyOf(key, DomainOrder.key(name, 0, key));
  }
}
