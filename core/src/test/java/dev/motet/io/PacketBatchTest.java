package dev.motet.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// Slots that are filled, compacted and used again.
class PacketBatchTest {
  private final PacketBatch batch = new PacketBatch(3, 100);

  @Test
  void aSlotIsEmptiedWhenItIsTakenAgain() {
    Packet packet = fill("one");
    packet.segmentBytes = 2;
    batch.clear();
    assertThat(batch.count()).isZero();
    Packet again = batch.add();
    assertThat(again).isSameAs(packet);
    assertThat(again.data.isEmpty()).isTrue();
    assertThat(again.segmentBytes).isZero();
    assertThatThrownBy(again::remote).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void droppingKeepsTheOrderOfTheRest() {
    fill("keep 1");
    fill("drop");
    fill("keep 2");
    batch.retain(0, packet -> !packet.data.toText().equals("drop"));
    assertThat(batch.count()).isEqualTo(2);
    assertThat(batch.get(0).data.toText()).isEqualTo("keep 1");
    assertThat(batch.get(1).data.toText()).isEqualTo("keep 2");
    assertThatThrownBy(() -> batch.get(2)).hasMessage("2 of 2");
  }

  @Test
  void whatStandsBeforeTheFirstIsKept() {
    fill("drop");
    fill("drop");
    batch.retain(1, packet -> !packet.data.toText().equals("drop"));
    assertThat(batch.count()).isEqualTo(1);
  }

  @Test
  void droppingFromTheFrontKeepsTheOrderOfTheRest() {
    fill("1");
    fill("2");
    fill("3");
    batch.dropFirst(1);
    assertThat(batch.count()).isEqualTo(2);
    assertThat(batch.get(0).data.toText()).isEqualTo("2");
    assertThat(batch.get(1).data.toText()).isEqualTo("3");
    batch.dropFirst(2);
    assertThat(batch.count()).isZero();
  }

  @Test
  void isFullWhenEverySlotIsTaken() {
    assertThat(batch.isFull()).isFalse();
    fill("1");
    fill("2");
    fill("3");
    assertThat(batch.isFull()).isTrue();
    assertThat(batch.capacity()).isEqualTo(3);
    assertThatThrownBy(batch::add).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void countsTheDatagramsOfASlot() {
    Packet packet = fill("0123456789");
    assertThat(packet.segments()).isEqualTo(1);
    packet.segmentBytes = 4;
    assertThat(packet.segments()).isEqualTo(3);
    packet.segmentBytes = 5;
    assertThat(packet.segments()).isEqualTo(2);
  }

  private Packet fill(String text) {
    Packet packet = batch.add();
    new ByteWriter(packet.data).latin1(text);
    packet.remote = Destination.of("192.0.2.1", 1);
    return packet;
  }
}
