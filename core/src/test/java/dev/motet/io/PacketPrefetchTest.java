package dev.motet.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.Background;
import dev.motet.testkit.PacketPipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Looking at first packets on both kinds of ends: those that report readiness, and those that do
/// not.
class PacketPrefetchTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final Buffers buffers = new Buffers();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void showsTheFirstPacketsAndReplaysThem(boolean readiness) throws Exception {
    PacketPipe pipe = pipe(readiness);
    PacketPrefetch first = new PacketPrefetch(pipe.b(), buffers);
    send(pipe, "one", 0);
    assertThat(first.await(LONG)).isTrue();
    send(pipe, "two", 0);
    assertThat(first.await(LONG)).isTrue();
    assertThat(seen(first)).containsExactly("one", "two");
    assertThat(seen(first)).as("looking does not consume").containsExactly("one", "two");

    send(pipe, "three", 0);
    assertThat(first.conn().awaitReadable(0)).isTrue();
    assertThat(receive(first.conn(), 1)).containsExactly("one@1");
    assertThat(receive(first.conn(), 4)).containsExactly("two@2");
    assertThat(receive(first.conn(), 4)).containsExactly("three@3");
    assertThat(buffers.lent()).isZero();
  }

  /// From then on its packets can be moved without it.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isInTheWayUntilEverythingWasReplayed(boolean readiness) throws Exception {
    PacketPipe pipe = pipe(readiness);
    PacketPrefetch first = new PacketPrefetch(pipe.b(), buffers);
    send(pipe, "one", 0);
    assertThat(first.await(LONG)).isTrue();
    assertThat(first.await(SHORT)).isFalse();
    assertThat(first.conn().source()).isNull();
    assertThat(receive(first.conn(), 1)).containsExactly("one@1");
    if (!readiness) {
      // a receive is pending
      assertThat(first.conn().source()).isNull();
      send(pipe, "two", 0);
      assertThat(receive(first.conn(), 1)).containsExactly("two@2");
    }
    assertThat(first.conn().source()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aClientThatSaysNothingLosesNothingLater(boolean readiness) throws Exception {
    PacketPipe pipe = pipe(readiness);
    PacketPrefetch first = new PacketPrefetch(pipe.b(), buffers);
    assertThat(first.await(SHORT)).isFalse();
    assertThat(first.await(SHORT)).isFalse();
    assertThat(first.count()).isZero();
    Background<List<String>> receiver =
        Background.call(() -> receive(first.conn(), 4)).awaitBlocked();
    send(pipe, "late", 0);
    assertThat(receiver.get()).containsExactly("late@1");
    send(pipe, "later", 0);
    assertThat(receive(first.conn(), 4)).containsExactly("later@2");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPacketThatComesAfterTheTimeFollowsThoseThatWereSeen(boolean readiness) throws Exception {
    PacketPipe pipe = pipe(readiness);
    PacketPrefetch first = new PacketPrefetch(pipe.b(), buffers);
    send(pipe, "one", 0);
    assertThat(first.await(LONG)).isTrue();
    assertThat(first.await(SHORT)).isFalse();
    send(pipe, "two", 0);
    assertThat(receive(first.conn(), 4)).containsExactly("one@1");
    assertThat(receive(first.conn(), 4)).containsExactly("two@2");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTrainIsSeenPacketByPacketAndReplayedAsOne(boolean readiness) throws Exception {
    PacketPipe pipe = pipe(readiness);
    PacketPrefetch first = new PacketPrefetch(pipe.b(), buffers);
    send(pipe, "aaabbbc", 3);
    assertThat(first.await(LONG)).isTrue();
    assertThat(seen(first)).containsExactly("aaa", "bbb", "c");
    PacketBatch into = new PacketBatch(1, 100);
    first.conn().receive(into);
    assertThat(into.get(0).data.toText()).isEqualTo("aaabbbc");
    assertThat(into.get(0).segmentBytes).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void keepsALimitedNumberOfPackets(boolean readiness) throws Exception {
    PacketPipe pipe = pipe(readiness);
    PacketPrefetch first = new PacketPrefetch(pipe.b(), buffers);
    send(pipe, "x".repeat(1000), 1);
    assertThat(first.await(LONG)).isTrue();
    assertThat(first.count()).isEqualTo(PacketPrefetch.MAX_PACKETS);
    assertThat(first.await(LONG)).as("receives no more").isFalse();
    assertThat(receive(first.conn(), 1)).containsExactly("x".repeat(1000) + "@1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void keepsALimitedNumberOfBytes(boolean readiness) throws Exception {
    PacketPipe pipe = pipe(readiness);
    PacketPrefetch first = new PacketPrefetch(pipe.b(), buffers);
    int rounds = 0;
    while (rounds < 10) {
      send(pipe, "y".repeat(40_000), 0);
      if (!first.await(SHORT)) {
        break;
      }
      rounds++;
    }
    assertThat(rounds).isEqualTo(2);
    for (int i = 1; i <= 3; i++) {
      assertThat(receive(first.conn(), 1)).containsExactly("y".repeat(40_000) + "@" + i);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anEndIsSeenAndReplayed(boolean readiness) throws Exception {
    PacketPipe pipe = pipe(readiness);
    PacketPrefetch first = new PacketPrefetch(pipe.b(), buffers);
    send(pipe, "x", 0);
    pipe.a().close();
    assertThat(first.await(LONG)).isTrue();
    assertThat(first.await(LONG)).isFalse();
    assertThat(receive(first.conn(), 4)).containsExactly("x@1");
    assertThat(first.conn().receive(new PacketBatch(1, 10))).isEqualTo(-1);
    assertThat(first.conn().receive(new PacketBatch(1, 10))).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAbortEndsTheWaitWithItsReason(boolean readiness) throws Exception {
    PacketPipe pipe = pipe(readiness);
    PacketPrefetch first = new PacketPrefetch(pipe.b(), buffers);
    Background<Boolean> waiting = Background.call(() -> first.await(LONG)).awaitBlocked();
    IOException reason = new IOException("cut");
    first.conn().abort(reason);
    assertThat(waiting.failure()).isSameAs(reason);
    assertThatThrownBy(() -> first.conn().receive(new PacketBatch(1, 10))).isSameAs(reason);
    assertThat(buffers.lent()).isZero();
  }

  @Test
  void aPacketTooLongForItsSlotIsDropped() throws Exception {
    PacketPipe pipe = pipe(true);
    PacketPrefetch first = new PacketPrefetch(pipe.b(), buffers);
    send(pipe, "long", 0);
    assertThat(first.await(LONG)).isTrue();
    send(pipe, "ok", 0);
    PacketBatch into = new PacketBatch(1, 2);
    assertThat(first.conn().receive(into)).isEqualTo(1);
    assertThat(into.get(0).data.toText()).isEqualTo("ok");
  }

  private int sent;

  private void send(PacketPipe pipe, String text, int segmentBytes) throws IOException {
    PacketBatch batch = new PacketBatch(1, text.length());
    Packet packet = batch.add();
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    packet.data.append(bytes, 0, bytes.length);
    packet.remote = Destination.of("192.0.2.1", ++sent);
    packet.segmentBytes = segmentBytes;
    pipe.a().send(batch);
  }

  private static PacketPipe pipe(boolean readiness) {
    return readiness ? PacketPipe.withReadiness() : PacketPipe.create();
  }

  private static List<String> seen(PacketPrefetch first) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < first.count(); i++) {
      ByteReader datagram = first.seen(i);
      texts.add(datagram.latin1(datagram.remaining()));
    }
    return texts;
  }

  /// Payloads and ports of one receive into this many slots.
  private static List<String> receive(PacketConn conn, int slots) throws IOException {
    PacketBatch into = new PacketBatch(slots, PacketBatch.MAX_PACKET_BYTES);
    List<String> texts = new ArrayList<>();
    assertThat(conn.receive(into)).isEqualTo(into.count());
    for (int i = 0; i < into.count(); i++) {
      texts.add(into.get(i).data.toText() + "@" + into.get(i).remote().port());
    }
    return texts;
  }
}
