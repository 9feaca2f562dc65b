package dev.motet.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.Background;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Packets between two ends in memory.
class MemoryPacketsTest {
  private static final Destination TO = Destination.of("example.org", 53);

  private final MemoryPackets pipe = MemoryPackets.create();
  private final PacketBatch batch = new PacketBatch(4, 100);

  private static PacketBatch of(String... texts) {
    PacketBatch batch = new PacketBatch(texts.length, 1000);
    for (String text : texts) {
      Packet packet = batch.add();
      packet.data.append(text.getBytes(), 0, text.length());
      packet.remote = TO;
    }
    return batch;
  }

  @Test
  void carriesPacketsWithTheirRemoteInBothDirections() throws Exception {
    pipe.near().send(of("a", "bc"));
    assertThat(pipe.far().receive(batch)).isEqualTo(2);
    assertThat(batch.get(1).data.toText()).isEqualTo("bc");
    assertThat(batch.get(1).remote()).isEqualTo(TO);
    pipe.far().send(of("d"));
    assertThat(pipe.near().receive(batch)).isEqualTo(1);
    assertThat(batch.get(2).data.toText()).isEqualTo("d");
  }

  @Test
  void whatDoesNotFitIsDropped() throws Exception {
    pipe.near().send(of("x".repeat(101), "fits"));
    assertThat(pipe.far().receive(batch)).isEqualTo(1);
    assertThat(batch.get(0).data.toText()).isEqualTo("fits");
  }

  @Test
  void whatNobodyTakesIsDropped() throws Exception {
    for (int i = 0; i < MemoryPackets.CAPACITY + 10; i++) {
      pipe.near().send(of("x"));
    }
    int received = 0;
    while (pipe.far().awaitReadable(0)) {
      batch.clear();
      received += pipe.far().receive(batch);
    }
    assertThat(received).isEqualTo(MemoryPackets.CAPACITY);
  }

  @Test
  void aReceiveWaitsAndACloseEndsIt() throws Exception {
    Background<Integer> received = Background.call(() -> pipe.far().receive(batch));
    assertThat(pipe.far().awaitReadable(1)).isFalse();
    pipe.near().send(of("x"));
    assertThat(received.get()).isEqualTo(1);
    pipe.near().send(of("last"));
    pipe.near().close();
    assertThat(pipe.far().receive(batch)).isEqualTo(1);
    assertThat(pipe.far().receive(batch)).isEqualTo(-1);
    assertThatThrownBy(() -> pipe.near().receive(batch)).isInstanceOf(IOException.class);
  }
}
