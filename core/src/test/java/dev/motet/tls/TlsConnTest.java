package dev.motet.tls;

import static dev.motet.tls.TlsPair.read;
import static dev.motet.tls.TlsPair.readText;
import static dev.motet.tls.TlsPair.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import dev.motet.io.Conn;
import dev.motet.io.ForwardingConn;
import dev.motet.testkit.Background;
import dev.motet.testkit.Pipe;
import dev.motet.tls.handshake.Level;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.record.RecordLayer;
import dev.motet.tls.record.RecordShape;
import dev.motet.tls.record.ScriptedHandshake;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bytes that go through, and where they are meanwhile.
class TlsConnTest {
  private static final int MEBIBYTE = 1 << 20;

  private static Pipe pipe(boolean readiness) {
    return readiness ? Pipe.withReadiness() : Pipe.create();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /// Gives bytes in pieces of one, and takes note of writes.
  private static final class Slow extends ForwardingConn {
    private int writes;

    Slow(Conn below) {
      super(below);
    }

    @Override
    public int read(Buffer into) throws IOException {
      Buffer one = Buffer.allocate(1);
      int count = below.read(one);
      into.append(one);
      return count;
    }

    @Override
    public void write(Buffer from) throws IOException {
      writes++;
      below.write(from);
    }
  }

  @ParameterizedTest
  @EnumSource(CipherSuite.class)
  void carriesTextBothWays(CipherSuite suite) throws Exception {
    Pipe pipe = Pipe.withReadiness();
    try (TlsPair pair = new TlsPair(pipe.a(), pipe.b(), suite).shake()) {
      pair.client.write(text("ping"));
      assertThat(readText(pair.server, 4)).isEqualTo("ping");
      pair.server.write(text("pong"));
      assertThat(readText(pair.client, 4)).isEqualTo("pong");
      assertThat(pair.client.negotiated().suite()).isEqualTo(suite);
      assertThat(pair.buffers.lent()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void carriesAMebibyteBothWaysAtOnce(boolean readiness) throws Exception {
    byte[] there = random(MEBIBYTE);
    byte[] back = random(MEBIBYTE + 1);
    try (TlsPair pair = new TlsPair(pipe(readiness)).shake()) {
      var sent = Background.run(() -> pair.client.write(Buffer.copyOf(there)));
      var answered = Background.run(() -> pair.server.write(Buffer.wrap(back.clone())));
      var arrived = Background.call(() -> read(pair.server, there.length));
      assertThat(read(pair.client, back.length)).isEqualTo(back);
      assertThat(arrived.get()).isEqualTo(there);
      sent.get();
      answered.get();
      assertThat(pair.buffers.lent()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100, 1400, 4095, 16_383, 16_384, 16_385, 65_536})
  void readersMayHaveRoomForAnyNumberOfBytes(int room) throws Exception {
    byte[] bytes = random(100_000);
    try (TlsPair pair = new TlsPair(Pipe.withReadiness()).shake()) {
      var sent = Background.run(() -> pair.client.write(Buffer.copyOf(bytes)));
      Buffer into = new Buffer(new byte[Buffer.TAIL_ROOM + room], 0, 0);
      Buffer all = Buffer.allocate(bytes.length);
      while (all.length() < bytes.length) {
        into.from = 0;
        into.to = 0;
        into.array[room] = 77;
        assertThat(pair.server.read(into)).isPositive();
        assertThat(into.array[room]).as("tail-room").isEqualTo((byte) 77);
        all.append(into);
      }
      sent.get();
      assertThat(all.toBytes()).isEqualTo(bytes);
      assertThat(pair.buffers.lent()).isZero();
    }
  }

  @Test
  void bytesMayComeOneByOne() throws Exception {
    Pipe pipe = Pipe.withReadiness();
    byte[] bytes = random(40_000);
    Conn slow = new Slow(pipe.b());
    try (TlsPair pair = new TlsPair(new Slow(pipe.a()), slow, TlsPair.SUITE).shake()) {
      var sent = Background.run(() -> pair.client.write(Buffer.copyOf(bytes)));
      assertThat(read(pair.server, bytes.length)).isEqualTo(bytes);
      sent.get();
      assertThat(pair.buffers.lent()).isZero();
    }
  }

  @Test
  void whatFitsLeavesInOneCall() throws Exception {
    Pipe pipe = Pipe.create();
    Slow counting = new Slow(pipe.a());
    try (TlsPair pair = new TlsPair(counting, pipe.b(), TlsPair.SUITE).shake()) {
      int before = counting.writes;
      var arrived = Background.call(() -> read(pair.server, 64 * 1024));
      pair.client.write(Buffer.copyOf(new byte[64 * 1024]));
      assertThat(counting.writes - before).as("in place").isEqualTo(1);
      arrived.get();
      arrived = Background.call(() -> read(pair.server, 64 * 1024));
      pair.client.write(Buffer.wrap(new byte[64 * 1024]));
      assertThat(counting.writes - before).as("into a buffer").isEqualTo(2);
      arrived.get();
      pair.client.write(Buffer.wrap(new byte[0]));
      assertThat(counting.writes - before).as("nothing").isEqualTo(2);
    }
  }

  @Test
  void headAndBodyShareARecord() throws Exception {
    int[][] lengths = {{10, 100}, {400, 100}, {400, 10_000}, {1, 5}};
    try (TlsPair pair = new TlsPair(Pipe.create()).shake()) {
      for (int[] length : lengths) {
        byte[] head = random(length[0]);
        byte[] body = random(length[1]);
        pair.client.write(Buffer.copyOf(head), Buffer.copyOf(body));
        Buffer into = Buffer.allocate(20_000);
        assertThat(pair.server.read(into)).isEqualTo(head.length + body.length);
        assertThat(into.toBytes()).startsWith(head).endsWith(body);
      }
      Buffer head = Buffer.copyOf(random(400));
      Buffer body = Buffer.copyOf(random(100_000));
      var arrived = Background.call(() -> read(pair.server, 100_400));
      pair.client.write(head, body);
      assertThat(head.isEmpty() && body.isEmpty()).isTrue();
      arrived.get();
    }
  }

  @Test
  void severalRecordsComeInOneRead() throws Exception {
    try (TlsPair pair = new TlsPair(Pipe.withReadiness()).shake()) {
      for (int i = 0; i < 5; i++) {
        pair.client.write(text("0123456789"));
      }
      Buffer into = Buffer.allocate(1000);
      assertThat(pair.server.read(into)).isEqualTo(50);
    }
  }

  @Test
  void shapesWhatItSends() throws Exception {
    try (TlsPair pair = new TlsPair(Pipe.withReadiness()).shake()) {
      pair.client.shape(
          new RecordShape() {
            @Override
            public int content(int left) {
              return 4;
            }

            @Override
            public int padding(int content) {
              return 100;
            }
          });
      pair.client.write(text("0123456789"));
      Buffer raw = Buffer.allocate(2000);
      pair.serverBelow.read(raw);
      assertThat(raw.length()).isEqualTo(2 * (5 + 4 + 1 + 100 + 16) + (5 + 2 + 1 + 100 + 16));
    }
  }

  @Test
  void keysChangeInBothDirections() throws Exception {
    Pipe pipe = Pipe.withReadiness();
    try (TlsPair pair = new TlsPair(pipe).shake()) {
      Buffer update = Buffer.allocate(100);
      RecordLayer hand = new RecordLayer(ScriptedHandshake.client(TlsPair.SUITE));
      hand.writeKeys(ScriptedHandshake.keys(TlsPair.SUITE, true, Level.APPLICATION, 0));
      hand.send(ScriptedHandshake.keyUpdate(true));
      hand.writeKeys(ScriptedHandshake.keys(TlsPair.SUITE, true, Level.APPLICATION, 1));
      update.append(hand.takeOutput());
      hand.seal(text("new"), update);
      pair.clientBelow.write(update);
      assertThat(readText(pair.server, 3)).isEqualTo("new");
      pair.server.write(text("answer"));
      assertThat(readText(pair.client, 6)).isEqualTo("answer");
    }
  }

  @Test
  void detachHandsOverWhatWasReceived() throws Exception {
    try (TlsPair pair = new TlsPair(Pipe.withReadiness()).shake()) {
      pair.client.write(text("0123456789"));
      pair.clientBelow.write(text("\u0017\u0003\u0003\u0001"));
      assertThat(readText(pair.server, 4)).isEqualTo("0123");
      TlsConn.Detached detached = pair.server.detach();
      assertThat(detached.plain().toText()).isEqualTo("456789");
      assertThat(detached.raw().toText()).isEqualTo("\u0017\u0003\u0003\u0001");
      pair.clientBelow.write(text("raw"));
      assertThat(readText(detached.below(), 3)).isEqualTo("raw");
      pair.server.write(text("still sealed"));
      assertThat(readText(pair.client, 12)).isEqualTo("still sealed");
      assertThat(pair.buffers.lent()).isZero();
    }
  }

  @Test
  void manyLargeBuffersLentLeaveSmallOnes() throws Exception {
    byte[] bytes = random(300_000);
    try (TlsPair pair = new TlsPair(Pipe.withReadiness()).shake()) {
      List<Buffer> taken = new ArrayList<>();
      do {
        taken.add(pair.buffers.takeBulk());
      } while (taken.getLast().array.length > Buffers.LARGE);
      var sent = Background.run(() -> pair.client.write(Buffer.wrap(bytes.clone())));
      assertThat(read(pair.server, bytes.length)).isEqualTo(bytes);
      sent.get();
      taken.forEach(pair.buffers::give);
      assertThat(pair.buffers.lent()).isZero();
    }
  }
}
