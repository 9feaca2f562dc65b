package dev.motet.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.Background;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MemoryPipeTest {
  private final MemoryPipe pipe = MemoryPipe.create();

  @Test
  void carriesBytesBothWaysAtOnce() throws Exception {
    byte[] up = random(300_000, 1);
    byte[] down = random(200_000, 2);
    var writeUp = writing(pipe.near(), up);
    var writeDown = writing(pipe.far(), down);
    var readDown = Background.call(() -> readAll(pipe.near()));

    assertThat(readAll(pipe.far())).isEqualTo(up);
    assertThat(readDown.get()).isEqualTo(down);
    writeUp.get();
    writeDown.get();
  }

  @Test
  void aWriteWaitsUntilAllOfItWasRead() throws Exception {
    var write = Background.run(() -> pipe.near().write(Buffer.copyOf(new byte[20]))).awaitBlocked();
    Buffer small = new Buffer(new byte[19 + Buffer.TAIL_ROOM], 0, 0);
    assertThat(pipe.far().read(small)).isEqualTo(19);
    assertThat(write.isDone()).isFalse();
    assertThat(pipe.far().read(Buffer.allocate(10))).isEqualTo(1);
    write.get();
  }

  @Test
  void theEndIsSeenAgainAndAgainWhileTheOtherDirectionGoesOn() throws Exception {
    pipe.near().closeWrite();
    assertThat(pipe.far().read(Buffer.allocate(10))).isEqualTo(-1);
    assertThat(pipe.far().read(Buffer.allocate(10))).isEqualTo(-1);
    assertThatThrownBy(() -> pipe.near().write(Buffer.copyOf(new byte[1])))
        .isInstanceOf(IOException.class);

    var write = Background.run(() -> pipe.far().write(Buffer.copyOf(new byte[5])));
    assertThat(pipe.near().read(Buffer.allocate(10))).isEqualTo(5);
    write.get();
  }

  @Test
  void closingEndsCallsOfBothEnds() throws Exception {
    var reading = Background.run(() -> pipe.near().read(Buffer.allocate(10))).awaitBlocked();
    var writing =
        Background.run(() -> pipe.near().write(Buffer.copyOf(new byte[5]))).awaitBlocked();
    pipe.near().close();
    pipe.near().close();
    assertThat(reading.failure()).hasMessage("closed");
    assertThat(writing.failure()).hasMessage("closed");
    assertThat(pipe.far().read(Buffer.allocate(10))).isEqualTo(-1);
    assertThatThrownBy(() -> pipe.far().write(Buffer.copyOf(new byte[1])))
        .hasMessage("the other end is closed");
  }

  @Test
  void anAbortGivesItsReasonHereAndAResetThere() throws Exception {
    IOException reason = new IOException("why");
    var reading = Background.run(() -> pipe.near().read(Buffer.allocate(10))).awaitBlocked();
    var there = Background.run(() -> pipe.far().read(Buffer.allocate(10))).awaitBlocked();
    pipe.near().abort(reason);

    assertThat(reading.failure()).isSameAs(reason);
    assertThat(there.failure()).hasMessageContaining("reset");
    assertThatThrownBy(() -> pipe.near().write(Buffer.copyOf(new byte[1]))).isSameAs(reason);
  }

  @Test
  void readinessIsWaitedForWithoutABuffer() throws Exception {
    Conn far = pipe.far();
    assertThat(far.reportsReadiness()).isTrue();
    assertThat(far.awaitReadable(TimeUnit.MILLISECONDS.toNanos(1))).isFalse();
    var write = Background.run(() -> pipe.near().write(Buffer.copyOf(new byte[1])));
    assertThat(far.awaitReadable(-1)).isTrue();
    far.read(Buffer.allocate(10));
    write.get();
    pipe.near().closeWrite();
    assertThat(far.awaitReadable(-1)).isTrue();
  }

  private static Background<Void> writing(Conn conn, byte[] bytes) {
    return Background.run(() -> {
      conn.write(Buffer.copyOf(bytes));
      conn.closeWrite();
    });
  }

  private static byte[] readAll(Conn conn) throws IOException {
    Buffer all = Buffer.allocate(400_000);
    while (conn.read(all) >= 0) {
      assertThat(all.length()).isPositive();
    }
    return all.toBytes();
  }

  private static byte[] random(int size, int seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
