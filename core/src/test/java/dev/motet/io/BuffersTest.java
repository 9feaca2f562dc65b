package dev.motet.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The pool counts what it lends and takes back only its own.
class BuffersTest {
  private final Buffers buffers = new Buffers();

  @Test
  void lendsTwoSizesAndBatchesAndCountsThem() {
    Buffer small = buffers.takeSmall();
    Buffer large = buffers.takeLarge();
    PacketBatch batch = buffers.takeBatch();
    assertThat(small.readable()).isEqualTo(Buffers.SMALL);
    assertThat(large.readable()).isEqualTo(Buffers.LARGE);
    assertThat(batch.packetBytes()).isEqualTo(PacketBatch.MAX_PACKET_BYTES);
    assertThat(buffers.lent()).isEqualTo(3);
    buffers.give(small);
    buffers.give(large);
    buffers.give(batch);
    assertThat(buffers.lent()).isZero();
  }

  @Test
  void whatComesBackIsEmptyForTheNext() {
    Buffer small = buffers.takeSmall();
    small.append(new byte[100], 0, 100);
    small.skip(50);
    buffers.give(small);
    Buffer again = buffers.takeSmall();
    assertThat(again).isSameAs(small);
    assertThat(again.isEmpty()).isTrue();
    assertThat(again.headRoom()).isEqualTo(Buffer.HEAD_ROOM);

    PacketBatch batch = buffers.takeBatch();
    batch.add();
    buffers.give(batch);
    assertThat(buffers.takeBatch().count()).isZero();
  }

  @Test
  void bulkGetsSmallOnesWhereManyLargeOnesAreLent() {
    Buffers scarce = new Buffers(2);
    Buffer first = scarce.takeBulk();
    Buffer second = scarce.takeLarge();
    Buffer third = scarce.takeBulk();
    assertThat(first.readable()).isEqualTo(Buffers.LARGE);
    assertThat(third.readable()).isEqualTo(Buffers.SMALL);
    assertThat(scarce.takeLarge().readable()).as("a packet must fit").isEqualTo(Buffers.LARGE);
    scarce.give(first);
    scarce.give(second);
    scarce.give(third);
    assertThat(scarce.takeBulk().readable()).isEqualTo(Buffers.LARGE);
    assertThat(scarce.lent()).isEqualTo(2);
  }

  @Test
  void refusesABufferOfAnotherSize() {
    assertThatThrownBy(() -> buffers.give(Buffer.allocate(100)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not of this pool");
  }

  @Test
  void keepsALimitedNumber() {
    List<Buffer> taken = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      taken.add(buffers.takeLarge());
    }
    taken.forEach(buffers::give);
    assertThat(buffers.lent()).isZero();
    long reused = 0;
    for (int i = 0; i < 1000; i++) {
      Buffer next = buffers.takeLarge();
      reused += taken.stream().anyMatch(t -> t == next) ? 1 : 0;
    }
    assertThat(reused).isEqualTo(64);
  }
}
