package dev.motet.dns.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.Buffer;
import dev.motet.io.ProtocolException;
import dev.motet.testkit.Background;
import dev.motet.testkit.Pipe;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
  private final Pipe pipe = Pipe.create();
  private final FrameReader frames = new FrameReader(pipe.b());

  @Test
  void takesMessagesApartHoweverTheyArrive() throws Exception {
    byte[] small = new byte[12];
    byte[] large = new byte[Message.MAX_BYTES];
    large[0] = 1;
    var writer =
        Background.run(() -> {
          for (byte[] message : new byte[][] {small, large, small, small}) {
            Buffer frame = FrameReader.frame(message);
            while (!frame.isEmpty()) {
              Buffer part = Buffer.allocate(40_000);
              frame.moveTo(part, 40_000);
              pipe.a().write(part);
            }
          }
          pipe.a().closeWrite();
        });

    assertThat(frames.next()).isEqualTo(small);
    assertThat(frames.next()).isEqualTo(large);
    assertThat(frames.next()).isEqualTo(small);
    assertThat(frames.next()).isEqualTo(small);
    assertThat(frames.next()).isNull();
    writer.get();
  }

  @Test
  void aMessageWithoutAHeaderIsNone() throws IOException {
    pipe.a().write(Buffer.copyOf(new byte[] {0, 11}));

    assertThatThrownBy(frames::next)
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("message of 11 bytes");
  }

  @Test
  void theEndInsideAMessageIsAnError() throws IOException {
    pipe.a().write(Buffer.copyOf(new byte[] {0, 12, 1}));
    pipe.a().closeWrite();

    assertThatThrownBy(frames::next).isInstanceOf(EOFException.class);
  }
}
