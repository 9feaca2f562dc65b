package dev.motet.os;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.BackendFixture;
import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import dev.motet.io.Conn;
import dev.motet.io.ConnListener;
import dev.motet.io.Meter;
import dev.motet.io.SocketBackend;
import dev.motet.io.SocketConfig;
import dev.motet.io.SocketConn;
import dev.motet.io.Timeouts;
import dev.motet.io.Transfer;
import dev.motet.testkit.Background;
import dev.motet.testkit.Linux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The splice pump itself, on two loops so that the ends of a relay live on different ones.
class EpollSpliceTest extends BackendFixture {
  private static final int PIPES_KEPT = 16;

  @Override
  protected SocketBackend open(Timeouts timeouts) throws Exception {
    Linux.required();
    return new EpollBackend(2);
  }

  /// One direction: what `writer` sends comes out at `reader`.
  private record Moved(
      SocketConn writer, SocketConn from, SocketConn to, SocketConn reader, Meter meter) {}

  private Moved moved() throws IOException {
    Ends in = connected();
    Ends out = connected();
    return new Moved(in.client(), in.server(), out.client(), out.server(), new Meter());
  }

  private Transfer.Moving start(Moved moved) {
    assertThat(backend.transfer().supports(moved.from(), moved.to())).isTrue();
    return backend.transfer().start(moved.from(), moved.to(), moved.meter());
  }

  /// Sizes around the block that is copied and the pipe that is spliced through.
  @Test
  void losesNothingWhateverTheSizesAre() throws Exception {
    Random random = new Random(7);
    for (int size :
        new int[] {0, 1, Scratch.BYTES - 1, Scratch.BYTES, Scratch.BYTES + 1, 1 << 20, 3_333_333}) {
      Moved moved = moved();
      byte[] sent = new byte[size];
      random.nextBytes(sent);
      Transfer.Moving moving = start(moved);
      Background<Void> writing =
          run(() -> {
            moved.writer().write(Buffer.wrap(sent.clone()));
            moved.writer().closeWrite();
          });
      assertThat(readFully(moved.reader(), size + 1)).isEqualTo(sent);
      writing.get();
      moving.await();
      assertThat(moved.meter().bytes()).isEqualTo(size);
    }
  }

  @Test
  void bytesAndTheEndThatWaitedBeforeTheStartAreMoved() throws Exception {
    Moved moved = moved();
    writeText(moved.writer(), "early");
    moved.writer().closeWrite();
    assertThat(readText(moved.from(), 2)).isEqualTo("ea");
    start(moved).await();
    assertThat(readText(moved.reader(), 10)).isEqualTo("rly");
  }

  @Test
  void manySmallMessagesArriveInOrder() throws Exception {
    Moved moved = moved();
    Transfer.Moving moving = start(moved);
    int count = 20_000;
    Background<Void> writing =
        run(() -> {
          byte[] number = new byte[4];
          for (int i = 0; i < count; i++) {
            java.nio.ByteBuffer.wrap(number).putInt(i);
            moved.writer().write(Buffer.wrap(number.clone()));
          }
          moved.writer().closeWrite();
        });
    java.nio.ByteBuffer got = java.nio.ByteBuffer.wrap(readFully(moved.reader(), 4 * count + 1));
    for (int i = 0; i < count; i++) {
      assertThat(got.getInt()).isEqualTo(i);
    }
    assertThat(got.hasRemaining()).isFalse();
    writing.get();
    moving.await();
  }

  /// Small segments fill the slots of a pipe long before its bytes.
  @Test
  void aBacklogOfTinySegmentsDoesNotStallThePipe() throws Exception {
    Moved moved = moved();
    byte[] block = new byte[Scratch.BYTES];
    moved.writer().write(Buffer.wrap(block));
    for (int i = 0; i < 2_000; i++) {
      moved.writer().write(Buffer.wrap(new byte[] {(byte) i}));
    }
    moved.writer().closeWrite();
    Transfer.Moving moving = start(moved);
    assertThat(readFully(moved.reader(), 1 << 20)).hasSize(block.length + 2_000);
    moving.await();
  }

  @Test
  void theMeterCountsWhatWasDeliveredAndNoMore() throws Exception {
    Moved moved = moved();
    Transfer.Moving moving = start(moved);
    Background<Void> writing =
        run(() -> {
          while (true) {
            moved.writer().write(Buffer.copyOf(new byte[Buffers.LARGE]));
          }
        });
    readFully(moved.reader(), 100_000);
    IOException reason = new IOException("limit");
    moved.to().abort(reason);
    Background<Void> waiting = run(moving::await);
    assertThat(waiting.failure()).isSameAs(reason);
    assertThat(writing.failure()).isInstanceOf(IOException.class);
    long counted = moved.meter().bytes();
    assertThat(counted).isGreaterThanOrEqualTo(100_000);
    assertThat(moved.meter().bytes()).isEqualTo(counted);
  }

  @Test
  void aBulkFlowLeavesRoomForOthers() throws Exception {
    Moved bulk = moved();
    start(bulk);
    Background<Void> writing =
        run(() -> {
          while (true) {
            bulk.writer().write(Buffer.copyOf(new byte[Buffers.LARGE]));
          }
        });
    Background<Void> reading = run(() -> drain(bulk.reader()));
    Moved small = moved();
    Transfer.Moving moving = start(small);
    for (int i = 0; i < 500; i++) {
      writeText(small.writer(), "ping");
      assertThat(readText(small.reader(), 4)).isEqualTo("ping");
    }
    assertThat(bulk.meter().bytes()).isPositive();
    small.writer().closeWrite();
    moving.await();
    bulk.writer().abort(new IOException("enough"));
    assertThat(writing.failure()).isInstanceOf(IOException.class);
    assertThat(reading.failure()).isInstanceOf(IOException.class);
  }

  @Test
  void abortsInTheMiddleLeaveNoPipeAndNoSocket() throws Exception {
    int before = descriptors();
    for (int i = 0; i < 100; i++) {
      Moved moved = moved();
      Transfer.Moving moving = start(moved);
      Background<Void> writing =
          run(() -> {
            while (true) {
              moved.writer().write(Buffer.copyOf(new byte[Buffers.LARGE]));
            }
          });
      readFully(moved.reader(), 100_000);
      Conn victim =
          switch (i % 4) {
            case 0 -> moved.writer();
            case 1 -> moved.from();
            case 2 -> moved.to();
            default -> moved.reader();
          };
      victim.abort(new IOException("cut"));
      assertThat(run(moving::await).failure()).isInstanceOf(IOException.class);
      assertThat(writing.failure()).isInstanceOf(IOException.class);
      for (Conn conn : List.of(moved.writer(), moved.from(), moved.to(), moved.reader())) {
        conn.close();
      }
    }
    Background.until(() -> descriptors() <= before + 2 * PIPES_KEPT);
  }

  @Test
  void aThousandRelaysHaveTwoDescriptorsEachAndAHandfulOfPipes() throws Exception {
    int relays = 1_000;
    ConnListener listener = listen("127.0.0.1");
    int before = descriptors();
    List<Moved> all = new ArrayList<>();
    List<Transfer.Moving> moving = new ArrayList<>();
    for (int i = 0; i < relays; i++) {
      SocketConn writer = keep(backend.connect(listener.localAddress(), SocketConfig.DEFAULT));
      SocketConn from = keep(listener.accept());
      SocketConn to = keep(backend.connect(listener.localAddress(), SocketConfig.DEFAULT));
      Moved moved = new Moved(writer, from, to, keep(listener.accept()), new Meter());
      all.add(moved);
      moving.add(start(moved));
    }
    for (Moved moved : all) {
      // more than is copied, so that each takes a pipe for a while
      Background<Void> writing = run(() -> moved.writer().write(Buffer.wrap(new byte[200_000])));
      assertThat(readFully(moved.reader(), 200_000)).hasSize(200_000);
      writing.get();
    }
    Background.until(() -> descriptors() - before - 4 * relays <= 2 * PIPES_KEPT);
    for (int i = 0; i < relays; i++) {
      all.get(i).writer().closeWrite();
      moving.get(i).await();
    }
  }

  private static void drain(Conn conn) throws IOException {
    Buffer buffer = Buffer.allocate(Buffers.LARGE);
    while (conn.read(buffer.clear()) >= 0) {
      // goes on
    }
  }

  private static int descriptors() {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return (int) files.count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
