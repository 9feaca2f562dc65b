package dev.motet.protocol.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.DialRequest;
import dev.motet.io.Conn;
import dev.motet.testkit.Pipe;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupConnTest {
  private final GroupFixture the = new GroupFixture();

  @AfterEach
  void close() {
    the.close();
  }

  /// So that a relay through a group is spliced like one past it.
  @Test
  void handsOutWhatIsBelow() {
    Connections connections = new Connections(true);
    Conn below = Pipe.create().a();
    Conn conn = connections.hold(below, the.named("a"), null, 0);
    assertThat(conn.source()).isSameAs(below);
    assertThat(conn.sink()).isSameAs(below);
  }

  @Test
  void countsForItsMemberUntilItIsClosed() throws Exception {
    Connections connections = new Connections(true);
    GroupMember member = the.named("a");
    member.began();
    Conn conn = connections.hold(Pipe.create().a(), member, null, 0);
    conn.abort(new IOException("aborted, and still somebody's"));
    assertThat(member.connections()).isEqualTo(1);
    conn.close();
    conn.close();
    assertThat(member.connections()).isZero();
    assertThat(connections.switches()).isZero();
  }

  @Test
  void onlyThoseStillOpenAreInterrupted() throws Exception {
    GroupOutbound group =
        Selector.create(the.env, new SelectorOptions(the.options(true, null, null), null));
    Conn closed = group.dial(new DialRequest(GroupFixture.SITE));
    closed.close();
    try (Conn open = group.dial(new DialRequest(GroupFixture.SITE))) {
      group.select("b");
      assertThat(GroupFixture.isCut(open)).isTrue();
    }
  }
}
