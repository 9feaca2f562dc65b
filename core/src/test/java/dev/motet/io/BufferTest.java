package dev.motet.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// Bytes with room around them.
class BufferTest {
  @Test
  void anAllocatedBufferHasTheUsualRoomAroundItsPayload() {
    Buffer buffer = Buffer.allocate(100);
    assertThat(buffer.isEmpty()).isTrue();
    assertThat(buffer.headRoom()).isEqualTo(Buffer.HEAD_ROOM);
    assertThat(buffer.readable()).isEqualTo(100);
    assertThat(buffer.room()).isEqualTo(100 + Buffer.TAIL_ROOM);
  }

  @Test
  void headersGoInFrontAndTagsBehindWithoutMovingThePayload() {
    Buffer buffer = Buffer.copyOf("body".getBytes());
    byte[] before = buffer.array;
    buffer.prepend("head ".getBytes(), 0, 5);
    buffer.append(" tag".getBytes(), 0, 4);
    assertThat(buffer.toText()).isEqualTo("head body tag");
    assertThat(buffer.array).isSameAs(before);
  }

  @Test
  void readableNeverCountsTheTailRoom() {
    Buffer buffer = Buffer.allocate(10);
    buffer.append(new byte[30], 0, 30);
    assertThat(buffer.readable()).isZero();
    assertThat(buffer.room()).isEqualTo(Buffer.TAIL_ROOM - 20);
  }

  @Test
  void skipsNoMoreThanItHolds() {
    Buffer buffer = Buffer.copyOf("abc".getBytes());
    buffer.skip(2);
    assertThat(buffer.toText()).isEqualTo("c");
    assertThatThrownBy(() -> buffer.skip(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> buffer.skip(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void movesWhatIsThereWhatIsWantedAndWhatFits() {
    Buffer source = Buffer.copyOf("abcdef".getBytes());
    Buffer target = Buffer.wrap(new byte[3]).clear();
    assertThat(target.room()).isZero();
    Buffer roomy = Buffer.allocate(3);
    assertThat(source.moveTo(roomy, 2)).isEqualTo(2);
    assertThat(source.moveTo(target, 9)).isZero();
    assertThat(source.moveTo(roomy, 9)).isEqualTo(4);
    assertThat(roomy.toText()).isEqualTo("abcdef");
    assertThat(source.isEmpty()).isTrue();
  }

  @Test
  void appendingAnotherBufferLeavesThatOneAsItIs() {
    Buffer source = Buffer.wrap("xy".getBytes());
    Buffer target = Buffer.copyOf("a".getBytes());
    target.append(source);
    assertThat(target.toBytes()).isEqualTo("axy".getBytes());
    assertThat(source.toText()).isEqualTo("xy");
  }

  @Test
  void refusesBoundsOutsideItsArray() {
    assertThatThrownBy(() -> new Buffer(new byte[4], 2, 1)).hasMessage("2..1 of 4");
    assertThatThrownBy(() -> new Buffer(new byte[4], -1, 1)).hasMessage("-1..1 of 4");
    assertThatThrownBy(() -> new Buffer(new byte[4], 0, 5)).hasMessage("0..5 of 4");
  }
}
