package dev.motet.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.PacketPipe;
import dev.motet.testkit.Pipe;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Bytes and packets that were read before it was known who wants them.
class EarlyBytesTest {
  private final Pipe pipe = Pipe.create();

  @Test
  void messagesMayComeInAnyPieces() throws Exception {
    StreamReader reader = new StreamReader(pipe.b(), 100);
    say("abc");
    assertThat(reader.peek()).isEqualTo('a');
    assertThat(reader.<String>read(in -> in.latin1(2))).isEqualTo("ab");
    say("defg");
    assertThat(reader.<String>read(in -> in.latin1(3))).isEqualTo("cde");

    Buffer rest = Buffer.allocate(10);
    reader.rest().read(rest);
    assertThat(rest.toText()).isEqualTo("fg");
  }

  @Test
  void nothingEarlyLeavesTheConnectionItself() throws Exception {
    StreamReader reader = new StreamReader(pipe.b(), 100);
    say("ab");
    reader.<String>read(in -> in.latin1(2));
    assertThat(reader.rest()).isSameAs(pipe.b());
  }

  @Test
  void manyMessagesPassThroughASmallReader() throws Exception {
    StreamReader reader = new StreamReader(pipe.b(), 10);
    for (int i = 0; i < 50; i++) {
      say("1234567");
      assertThat(reader.<String>read(in -> in.latin1(7))).isEqualTo("1234567");
    }
  }

  @Test
  void messagesAreLimited() throws Exception {
    StreamReader reader = new StreamReader(pipe.b(), 10);
    say("12345678901234567890");
    assertThatThrownBy(() -> reader.<String>read(in -> in.latin1(15)))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("more than 10");
  }

  @Test
  void theEndInAMessageIsAnError() throws Exception {
    StreamReader reader = new StreamReader(pipe.b(), 10);
    say("123");
    pipe.a().closeWrite();
    assertThatThrownBy(() -> reader.<String>read(in -> in.latin1(5)))
        .isInstanceOf(EOFException.class);
  }

  @Test
  void aPrefixIsReadFirstAndThenTransparent() throws Exception {
    Buffer early = Buffer.copyOf("abc".getBytes(StandardCharsets.US_ASCII));
    PrefixedConn conn = new PrefixedConn(early, pipe.b());
    assertThat(conn.source()).isSameAs(conn);
    assertThat(conn.sink()).isSameAs(pipe.b());
    assertThat(conn.awaitReadable(0)).isTrue();

    Buffer small = new Buffer(new byte[2 + Buffer.TAIL_ROOM], 0, 0);
    conn.read(small);
    assertThat(small.toText()).isEqualTo("ab");
    assertThat(conn.source()).isSameAs(conn);
    Buffer into = Buffer.allocate(10);
    conn.read(into);
    assertThat(conn.source()).isSameAs(pipe.b());
    say("d");
    conn.read(into);
    assertThat(into.toText()).isEqualTo("cd");
  }

  @Test
  void firstPacketsComeBackBeforeAllOthers() throws Exception {
    PacketPipe packets = PacketPipe.create();
    PacketBatch batch = new PacketBatch(1, 10);
    for (String text : new String[] {"a", "b"}) {
      batch.clear();
      Packet packet = batch.add();
      packet.data.append(text.getBytes(StandardCharsets.US_ASCII), 0, 1);
      packet.remote = Destination.of("192.0.2.1", text.charAt(0));
      packets.a().send(batch);
    }
    FirstPackets first = FirstPackets.await(packets.b());
    assertThat(first.destination()).isEqualTo(Destination.of("192.0.2.1", 'a'));

    for (String text : new String[] {"a", "b"}) {
      assertThat(first.awaitReadable(0)).isTrue();
      batch.clear();
      assertThat(first.receive(batch)).isEqualTo(1);
      assertThat(batch.get(0).data.toText()).isEqualTo(text);
      assertThat(batch.get(0).remote().port()).isEqualTo(text.charAt(0));
    }
    packets.a().close();
    assertThat(first.receive(batch)).isEqualTo(-1);
  }

  @Test
  void anAssociationMayEndBeforeItsFirstPacket() {
    PacketPipe packets = PacketPipe.create();
    packets.a().close();
    assertThatThrownBy(() -> FirstPackets.await(packets.b())).isInstanceOf(IOException.class);
  }

  private void say(String text) throws IOException {
    pipe.a().write(Buffer.copyOf(text.getBytes(StandardCharsets.US_ASCII)));
  }
}
