package dev.motet.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.BitFlips;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Answers to RTM_GETROUTE as values.
class DefaultRouteTest {
  private static final int NEW_ROUTE = 24;

  /// A route to everywhere by interface 3 with metric 100, one to a subnet, the end.
  private static byte[] answer() {
    ByteBuffer out = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());
    route(out, 2, 0, 254, 1, new int[] {4, 3}, new int[] {6, 100});
    route(out, 2, 24, 254, 1, new int[] {4, 7});
    route(out, 10, 0, 254, 1, new int[] {4, 5}, new int[] {6, 1024});
    route(out, 2, 0, 255, 1, new int[] {4, 8});
    route(out, 2, 0, 254, 7, new int[] {4, 9});
    out.putInt(20).putShort((short) 3).putShort((short) 2).putInt(1).putInt(0).putInt(0);
    byte[] bytes = new byte[out.position()];
    out.get(0, bytes);
    return bytes;
  }

  private static void route(
      ByteBuffer out, int family, int bits, int table, int type, int[]... attributes) {
    out.putInt(28 + 8 * attributes.length).putShort((short) NEW_ROUTE).putShort((short) 2);
    out.putInt(1).putInt(0);
    out.put((byte) family).put((byte) bits).put((byte) 0).put((byte) 0);
    out.put((byte) table).put((byte) 3).put((byte) 0).put((byte) type).putInt(0);
    for (int[] attribute : attributes) {
      out.putShort((short) 8).putShort((short) attribute[0]).putInt(attribute[1]);
    }
  }

  @Test
  void keepsRoutesToEverywhereOfTheMainTable() throws Exception {
    List<DefaultRoute> routes = new ArrayList<>();
    byte[] bytes = answer();
    assertThat(DefaultRoute.read(bytes, bytes.length, routes)).isTrue();
    assertThat(routes)
        .containsExactly(new DefaultRoute(3, 100, false), new DefaultRoute(5, 1024, true));
  }

  @Test
  void anAnswerGoesOnUntilItsEnd() throws Exception {
    byte[] bytes = answer();
    assertThat(DefaultRoute.read(bytes, bytes.length - 20, new ArrayList<>())).isFalse();
  }

  @Test
  void takesTheFirstOfSeveralHops() throws Exception {
    ByteBuffer out = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
    out.putInt(28 + 20).putShort((short) NEW_ROUTE).putShort((short) 2).putInt(1).putInt(0);
    out.put(new byte[] {2, 0, 0, 0, (byte) 254, 3, 0, 1}).putInt(0);
    out.putShort((short) 20).putShort((short) 9);
    out.putShort((short) 8).put((byte) 0).put((byte) 0).putInt(6);
    out.putShort((short) 8).put((byte) 0).put((byte) 0).putInt(7);
    List<DefaultRoute> routes = new ArrayList<>();
    DefaultRoute.read(out.array(), out.position(), routes);
    assertThat(routes).containsExactly(new DefaultRoute(6, 0, false));
  }

  @Test
  void theKernelsErrorIsThrown() {
    ByteBuffer out = ByteBuffer.allocate(20).order(ByteOrder.nativeOrder());
    out.putInt(20).putShort((short) 2).putShort((short) 0).putInt(1).putInt(0).putInt(-1);
    assertThatThrownBy(() -> DefaultRoute.read(out.array(), 20, new ArrayList<>()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("netlink");
  }

  @Test
  void damageIsAnErrorOrNothing() throws Exception {
    byte[] good = answer();
    for (int length = 0; length < good.length; length++) {
      try {
        boolean _ = DefaultRoute.read(good, length, new ArrayList<>());
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("netlink");
      }
    }
    BitFlips.survivesEvery(
        good, 5_000, bytes -> DefaultRoute.read(bytes, bytes.length, new ArrayList<>()));
  }
}
