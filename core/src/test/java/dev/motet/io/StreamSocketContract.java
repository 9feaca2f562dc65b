package dev.motet.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.Background;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// What every TCP connection of a back end does; the streams of [SocketBackendContract].
public abstract class StreamSocketContract extends PacketSocketContract {
  private static final int MEBIBYTE = 1 << 20;

  @Test
  void echoesBytes() throws Exception {
    Ends ends = connected();
    writeText(ends.client(), "hello");
    assertThat(readText(ends.server(), 5)).isEqualTo("hello");
    writeText(ends.server(), "back");
    assertThat(readText(ends.client(), 4)).isEqualTo("back");
  }

  @Test
  void carriesAMebibyteBothWaysAtOnce() throws Exception {
    Ends ends = connected();
    byte[] up = random(MEBIBYTE, 1);
    byte[] down = random(MEBIBYTE, 2);
    Background<Void> upWriter = run(() -> ends.client().write(Buffer.copyOf(up)));
    Background<Void> downWriter = run(() -> ends.server().write(Buffer.copyOf(down)));
    Background<byte[]> upReader =
        Background.call(backend.threads(), () -> readFully(ends.server(), MEBIBYTE));
    assertThat(Arrays.equals(readFully(ends.client(), MEBIBYTE), down)).isTrue();
    assertThat(Arrays.equals(upReader.get(), up)).isTrue();
    upWriter.get();
    downWriter.get();
  }

  @Test
  void serves100ConnectionsAtOnce() throws Exception {
    ConnListener listener = listen("127.0.0.1");
    Background<Void> accepting =
        run(() -> {
          for (int i = 0; i < 100; i++) {
            SocketConn conn = keep(listener.accept());
            run(() -> conn.write(Buffer.copyOf(readFully(conn, 1000))));
          }
        });
    List<Background<Void>> clients = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      byte[] sent = random(1000, i);
      clients.add(
          run(() -> {
            try (SocketConn conn = backend.connect(listener.localAddress(), SocketConfig.DEFAULT)) {
              conn.write(Buffer.copyOf(sent));
              assertThat(readFully(conn, 1000)).isEqualTo(sent);
            }
          }));
    }
    for (Background<Void> client : clients) {
      client.get();
    }
    accepting.get();
  }

  @Test
  void aReaderThatDoesNotReadStopsTheWriter() throws Exception {
    Ends ends = connected();
    AtomicBoolean enough = new AtomicBoolean();
    byte[] block = new byte[Buffers.LARGE];
    Background<Long> writer =
        Background.call(
            backend.threads(),
            () -> {
              long written = 0;
              while (!enough.get()) {
                ends.client().write(Buffer.copyOf(block));
                written += block.length;
              }
              ends.client().closeWrite();
              return written;
            });
    writer.awaitBlocked();
    enough.set(true);
    long read = 0;
    Buffer buffer = Buffer.allocate(Buffers.LARGE);
    for (int n = ends.server().read(buffer); n > 0; n = ends.server().read(buffer.clear())) {
      read += n;
    }
    assertThat(writer.get()).isEqualTo(read);
  }

  @Test
  void aReadAppendsAndLeavesTheTailRoomAlone() throws Exception {
    Ends ends = connected();
    writeText(ends.client(), "0123456789");
    byte[] array = new byte[4 + 6 + Buffer.TAIL_ROOM];
    Arrays.fill(array, (byte) '.');
    Buffer buffer = new Buffer(array, 2, 4);
    assertThat(ends.server().read(buffer)).isEqualTo(6);
    assertThat(buffer.toText()).isEqualTo("..012345");
    assertThat(Arrays.copyOfRange(array, 10, array.length)).containsOnly('.');
    assertThat(readText(ends.server(), 4)).isEqualTo("6789");
  }

  @Test
  void aWriteEmptiesItsBuffers() throws Exception {
    Ends ends = connected();
    Buffer body = Buffer.copyOf(new byte[] {1, 2, 3});
    ends.client().write(body);
    assertThat(body.isEmpty()).isTrue();
    ends.client().write(body);
    Buffer head = Buffer.wrap(new byte[] {4});
    Buffer rest = Buffer.wrap(new byte[] {5, 6});
    ends.client().write(head, rest);
    assertThat(head.isEmpty()).isTrue();
    assertThat(rest.isEmpty()).isTrue();
    assertThat(readFully(ends.server(), 6)).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void headAndBodyLeaveTogether() throws Exception {
    Ends ends = connected();
    for (int round = 0; round < 200; round++) {
      Buffer body = round % 2 == 0 ? Buffer.copyOf(new byte[900]) : Buffer.wrap(new byte[900]);
      Buffer got = Buffer.allocate(2000);
      Background<Integer> reader =
          Background.call(backend.threads(), () -> ends.server().read(got));
      ends.client().write(Buffer.wrap(new byte[100]), body);
      assertThat(reader.get()).isEqualTo(1000);
    }
  }

  @Test
  void theClientMayHalfCloseFirst() throws Exception {
    Ends ends = connected();
    halfCloses(ends.client(), ends.server());
  }

  @Test
  void theServerMayHalfCloseFirst() throws Exception {
    Ends ends = connected();
    halfCloses(ends.server(), ends.client());
  }

  private static void halfCloses(Conn first, Conn second) throws IOException {
    writeText(first, "last words");
    first.closeWrite();
    assertThat(readText(second, 100)).isEqualTo("last words");
    writeText(second, "answer");
    assertThat(readText(first, 6)).isEqualTo("answer");
    second.closeWrite();
    assertThat(first.read(Buffer.allocate(10))).isEqualTo(-1);
    assertThat(first.read(Buffer.allocate(10))).isEqualTo(-1);
    assertThat(second.read(Buffer.allocate(10))).isEqualTo(-1);
  }

  @Test
  void unsentBytesStillGoOutAfterAClose() throws Exception {
    Ends ends = connected();
    writeText(ends.client(), "x".repeat(100_000));
    ends.client().close();
    assertThat(readFully(ends.server(), 100_001)).hasSize(100_000);
  }

  @Test
  void closeEndsARead() throws Exception {
    Ends ends = connected();
    Background<Void> reading = run(() -> ends.client().read(Buffer.allocate(1))).awaitBlocked();
    ends.client().close();
    ends.client().close();
    assertThat(reading.failure()).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> ends.client().read(Buffer.allocate(1)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> writeText(ends.client(), "x")).isInstanceOf(IOException.class);
    assertThat(ends.server().read(Buffer.allocate(1))).isEqualTo(-1);
  }

  @Test
  void closeEndsAWrite() throws Exception {
    Ends ends = connected();
    Background<Void> writing = endless(ends.client()).awaitBlocked();
    ends.client().close();
    assertThat(writing.failure()).isInstanceOf(IOException.class);
  }

  @Test
  void abortGivesItsReasonToAReadAndAWriteAndResetsThePeer() throws Exception {
    Ends ends = connected();
    Background<Void> reading = run(() -> ends.client().read(Buffer.allocate(1)));
    Background<Void> writing = endless(ends.client()).awaitBlocked();
    reading.awaitBlocked();
    IOException reason = new IOException("limit reached");
    ends.client().abort(reason);
    ends.client().abort(new IOException("too late"));
    assertThat(reading.failure()).isSameAs(reason);
    assertThat(writing.failure()).isSameAs(reason);
    assertThatThrownBy(() -> ends.client().read(Buffer.allocate(1))).isSameAs(reason);
    assertThatThrownBy(() -> drain(ends.server())).isInstanceOf(IOException.class);
  }

  @Test
  void nothingHappensAfterAClose() throws Exception {
    Ends ends = connected();
    ends.client().close();
    IOException reason = new IOException("too late");
    ends.client().abort(reason);
    assertThat(ends.server().read(Buffer.allocate(1))).isEqualTo(-1);
    assertThatThrownBy(() -> ends.client().read(Buffer.allocate(1)))
        .isInstanceOf(IOException.class)
        .isNotSameAs(reason);
  }

  @Test
  void aPeerThatResetsEndsReadsAndWrites() throws Exception {
    Ends ends = connected();
    Background<Void> reading = run(() -> ends.server().read(Buffer.allocate(1))).awaitBlocked();
    ends.client().abort(new IOException("gone"));
    assertThat(reading.failure()).isInstanceOf(IOException.class);
    assertThat(endless(ends.server()).failure()).isInstanceOf(IOException.class);
  }

  @Test
  void saysWhenAReadWouldReturn() throws Exception {
    Ends ends = connected();
    SocketConn conn = ends.server();
    if (!conn.reportsReadiness()) {
      assertThat(conn.awaitReadable(-1)).isTrue();
      return;
    }
    assertThat(conn.awaitReadable(0)).isFalse();
    assertThat(conn.awaitReadable(20_000_000)).isFalse();
    Background<Boolean> waiting =
        Background.call(backend.threads(), () -> conn.awaitReadable(-1)).awaitBlocked();
    writeText(ends.client(), "x");
    assertThat(waiting.get()).isTrue();
    assertThat(conn.awaitReadable(0)).isTrue();
    assertThat(readText(conn, 1)).isEqualTo("x");
    assertThat(conn.awaitReadable(1_000_000)).isFalse();
    ends.client().closeWrite();
    assertThat(conn.awaitReadable(-1)).isTrue();
    assertThat(conn.read(Buffer.allocate(1))).isEqualTo(-1);
    assertThat(conn.awaitReadable(-1)).isTrue();
  }

  @Test
  void anAbortEndsAWaitForReadiness() throws Exception {
    Ends ends = connected();
    if (!ends.server().reportsReadiness()) {
      return; // saysWhenAReadWouldReturn covers it
    }
    Background<Void> waiting = run(() -> ends.server().awaitReadable(-1)).awaitBlocked();
    IOException reason = new IOException("cut");
    ends.server().abort(reason);
    assertThat(waiting.failure()).isSameAs(reason);
  }

  private Background<Void> endless(Conn conn) {
    return run(() -> {
      while (true) {
        conn.write(Buffer.copyOf(new byte[Buffers.LARGE]));
      }
    });
  }

  private static void drain(Conn conn) throws IOException {
    Buffer buffer = Buffer.allocate(Buffers.LARGE);
    while (conn.read(buffer.clear()) >= 0) {
      // goes on
    }
  }

  private static byte[] random(int count, long seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
