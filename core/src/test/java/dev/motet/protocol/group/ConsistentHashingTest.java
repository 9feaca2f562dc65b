package dev.motet.protocol.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.DialRequest;
import dev.motet.io.Destination;
import dev.motet.testkit.TestEnv;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsistentHashingTest {
  private static final int SITES = 10_000;

  private final TestEnv env = new TestEnv();
  private final ConsistentHashing hashing = new ConsistentHashing();

  private List<GroupMember> members(String... tags) {
    List<GroupMember> members = new ArrayList<>();
    for (String tag : tags) {
      members.add(new GroupMember(env, tag, null));
    }
    return members;
  }

  private List<String> order(List<GroupMember> members, String host) {
    DialRequest request = new DialRequest(Destination.of(host, 443));
    return hashing.order(members, request).stream().map(GroupMember::tag).toList();
  }

  @Test
  void allHostsOfASiteGoTheSameWay() {
    List<GroupMember> members = members("a", "b", "c");
    List<String> way = order(members, "example.org");
    assertThat(order(members, "www.example.org")).isEqualTo(way);
    assertThat(order(members, "img.cdn.EXAMPLE.org")).isEqualTo(way);
    assertThat(order(members("c", "b", "a"), "example.org")).isEqualTo(way);
  }

  @Test
  void sitesSpreadEvenly() {
    Map<String, Integer> counts = new HashMap<>();
    List<GroupMember> members = members("a", "b", "c", "d");
    for (int i = 0; i < SITES; i++) {
      counts.merge(order(members, "site" + i + ".test").getFirst(), 1, Integer::sum);
    }
    assertThat(counts.values()).hasSize(4).allSatisfy(n -> assertThat(n).isBetween(2300, 2700));
  }

  /// Those of the member that is gone go where they would have failed over to.
  @Test
  void onlyTheSitesOfAMemberThatIsGoneMove() {
    List<GroupMember> all = members("a", "b", "c", "d");
    List<GroupMember> fewer = members("a", "b", "d");
    for (int i = 0; i < SITES; i++) {
      String site = "site" + i + ".test";
      List<String> before = new ArrayList<>(order(all, site));
      before.remove("c");
      assertThat(order(fewer, site)).isEqualTo(before);
    }
  }

  /// The same in every run and on every machine: a restart moves nothing.
  @Test
  void theWayOfASiteIsAlwaysTheSame() {
    assertThat(order(members("a", "b", "c"), "example.org")).containsExactly("b", "c", "a");
    assertThat(order(members("a", "b", "c"), "192.0.2.1")).containsExactly("a", "b", "c");
  }
}
