package dev.motet.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who gives way to whom when there are too many associations.
class UdpBudgetTest {
  /// Names of associations in the order in which they had to give way.
  private final List<String> displaced = new ArrayList<>();

  @Test
  void theOneThatWasQuietForLongestGivesWay() {
    UdpBudget budget = UdpBudget.of(3, 3);
    UdpBudget.Lease a = begin(budget, "a", "192.0.2.1");
    begin(budget, "b", "192.0.2.2");
    begin(budget, "c", "192.0.2.3");
    a.touch();
    begin(budget, "d", "192.0.2.4");
    assertThat(displaced).containsExactly("b");
    assertThat(budget.size()).isEqualTo(3);
  }

  @Test
  void whatHasEndedMakesRoom() {
    UdpBudget budget = UdpBudget.of(2, 2);
    UdpBudget.Lease a = begin(budget, "a", "192.0.2.1");
    begin(budget, "b", "192.0.2.2");
    a.close();
    a.close();
    begin(budget, "c", "192.0.2.3");
    assertThat(displaced).isEmpty();
    begin(budget, "d", "192.0.2.4");
    assertThat(displaced).containsExactly("b");
  }

  @Test
  void aSourceBeyondItsShareTakesOnlyFromItself() {
    UdpBudget budget = UdpBudget.of(160, 4);
    begin(budget, "quiet", "192.0.2.1");
    for (int i = 0; i < 10; i++) {
      begin(budget, "flood " + i, "192.0.2.2");
    }
    assertThat(displaced).hasSize(6).allMatch(name -> name.startsWith("flood"));
    assertThat(displaced.getFirst()).isEqualTo("flood 0");
    assertThat(budget.size()).isEqualTo(5);
  }

  @Test
  void aNetworkOfIpv6IsOneSource() {
    UdpBudget budget = UdpBudget.of(160, 2);
    begin(budget, "a", "2001:db8::1");
    begin(budget, "b", "2001:db8::2");
    begin(budget, "other network", "2001:db8:0:1::1");
    begin(budget, "c", "2001:db8::3:4");
    assertThat(displaced).containsExactly("a");
  }

  /// A flood begins associations faster than they end: further ones would use up what those that
  /// are ending still hold.
  @Test
  void nobodyIsLetInWhileTooManyAreEnding() {
    UdpBudget budget = UdpBudget.of(32, 32);
    List<UdpBudget.Lease> first = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      first.add(begin(budget, "first " + i, "192.0.2." + i));
    }
    begin(budget, "33", "198.51.100.1");
    begin(budget, "34", "198.51.100.2");
    assertThat(displaced).containsExactly("first 0", "first 1");
    assertThat(begin(budget, "35", "198.51.100.3")).isNull();
    assertThat(budget.size()).isEqualTo(32);

    first.get(0).close();
    assertThat(begin(budget, "36", "198.51.100.4")).isNotNull();
    assertThat(begin(budget, "37", "198.51.100.5")).isNull();
    assertThat(displaced).containsExactly("first 0", "first 1", "first 2");
  }

  @Test
  void theLastOneThatIsEndingKeepsTheOnlyPlace() {
    UdpBudget budget = UdpBudget.of(1, 1);
    UdpBudget.Lease a = begin(budget, "a", "192.0.2.1");
    UdpBudget.Lease b = begin(budget, "b", "192.0.2.2");
    b.close();
    assertThat(begin(budget, "c", "192.0.2.3")).isNull();
    a.close();
    assertThat(begin(budget, "d", "192.0.2.4")).isNotNull();
    assertThat(displaced).containsExactly("a");
  }

  /// A flood from one source leaves room that others get.
  @Test
  void aSourceThatIsEndingManyKeepsNobodyElseOut() {
    UdpBudget budget = UdpBudget.of(32, 4);
    for (int i = 0; i < 10; i++) {
      begin(budget, "flood " + i, "192.0.2.1");
    }
    assertThat(begin(budget, "flood", "192.0.2.1")).isNull();
    assertThat(begin(budget, "other", "192.0.2.2")).isNotNull();
  }

  /// This JVM has more heap than the largest budget needs.
  @ParameterizedTest
  @CsvSource({"256, 64", "1024, 256", "20000, 5000", "1048576, 16384", "1, 64"})
  void isAQuarterOfTheDescriptors(long descriptors, int limit) {
    UdpBudget budget = UdpBudget.ofDescriptors(() -> descriptors);
    int begun = 0;
    while (displaced.isEmpty()) {
      byte[] address = {10, (byte) (begun >> 16), (byte) (begun >> 8), (byte) begun};
      begin(budget, "x", address);
      begun++;
    }
    assertThat(begun - 1).isEqualTo(limit);
  }

  private UdpBudget.Lease begin(UdpBudget budget, String name, String source) {
    return begin(budget, name, InetAddress.ofLiteral(source));
  }

  private void begin(UdpBudget budget, String name, byte[] source) {
    try {
      begin(budget, name, InetAddress.getByAddress(source));
    } catch (java.net.UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private UdpBudget.Lease begin(UdpBudget budget, String name, InetAddress source) {
    return budget.begin(source, _ -> displaced.add(name));
  }
}
