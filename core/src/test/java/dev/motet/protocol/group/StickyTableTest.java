package dev.motet.protocol.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class StickyTableTest {
  private static final long LIFE = StickyTable.LIFE.toNanos();

  private final StickyTable table = new StickyTable();

  private static StickyTable.Key key(String client, String site) {
    return new StickyTable.Key(InetAddress.ofLiteral(client), site);
  }

  @Test
  void clientAndSiteTogetherDecide() {
    table.stick(key("192.0.2.1", "a.test"), "x", 0);
    assertThat(table.find(key("192.0.2.1", "a.test"), 1)).isEqualTo("x");
    assertThat(table.find(key("192.0.2.2", "a.test"), 1)).isNull();
    assertThat(table.find(key("192.0.2.1", "b.test"), 1)).isNull();
  }

  @Test
  void whatWasNotUsedForLongIsForgotten() {
    table.stick(key("192.0.2.1", "a.test"), "x", 0);
    assertThat(table.find(key("192.0.2.1", "a.test"), LIFE)).isEqualTo("x");
    table.stick(key("192.0.2.1", "a.test"), "x", LIFE);
    assertThat(table.find(key("192.0.2.1", "a.test"), 2 * LIFE)).isEqualTo("x");
    assertThat(table.find(key("192.0.2.1", "a.test"), 2 * LIFE + 1)).isNull();
    assertThat(table.size()).isZero();
  }

  @Test
  void theOneThatWasNotUsedForLongestMakesRoom() {
    for (int i = 0; i < StickyTable.MAX_ENTRIES; i++) {
      table.stick(key("192.0.2.1", "site" + i), "x", i);
    }
    assertThat(table.find(key("192.0.2.1", "site0"), 1)).isEqualTo("x");
    table.stick(key("192.0.2.1", "one more"), "x", 1);
    assertThat(table.size()).isEqualTo(StickyTable.MAX_ENTRIES);
    assertThat(table.find(key("192.0.2.1", "site0"), 1)).isEqualTo("x");
    assertThat(table.find(key("192.0.2.1", "site1"), 1)).isNull();
  }
}
