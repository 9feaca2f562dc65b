package dev.motet.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.Pipe;
import org.junit.jupiter.api.Test;

/// A header that waits for the first payload.
class HeaderConnTest {
  private final Pipe pipe = Pipe.create();
  private final Conn conn = new HeaderConn(pipe.a(), Buffer.copyOf("HEAD ".getBytes()));

  @Test
  void leavesInTheWriteOfTheFirstPayloadAndIsGoneThen() throws Exception {
    assertThat(conn.holdsHeader()).isTrue();
    assertThat(conn.sink()).isSameAs(conn);
    assertThat(conn.source()).isSameAs(pipe.a());
    conn.write(Buffer.copyOf("body".getBytes()));
    assertThat(conn.holdsHeader()).isFalse();
    assertThat(conn.sink()).isSameAs(pipe.a());
    conn.write(Buffer.copyOf("!".getBytes()));
    conn.flush();
    conn.closeWrite();
    assertThat(received()).isEqualTo("HEAD body!");
  }

  @Test
  void leavesInFrontOfAHeadAndABody() throws Exception {
    conn.write(Buffer.copyOf("head ".getBytes()), Buffer.wrap("body".getBytes()));
    conn.write(Buffer.copyOf(" again ".getBytes()), Buffer.wrap("body".getBytes()));
    conn.closeWrite();
    assertThat(received()).isEqualTo("HEAD head body again body");
  }

  @Test
  void leavesAloneWhenFlushed() throws Exception {
    conn.flush();
    conn.flush();
    assertThat(conn.holdsHeader()).isFalse();
    conn.closeWrite();
    assertThat(received()).isEqualTo("HEAD ");
  }

  @Test
  void leavesBeforeTheEndOfTheStream() throws Exception {
    conn.closeWrite();
    assertThat(received()).isEqualTo("HEAD ");
  }

  @Test
  void twoLayersSendTheirHeadersTogetherTheInnerOneFirst() throws Exception {
    Conn outer = new HeaderConn(conn, Buffer.copyOf("INNER ".getBytes()));
    assertThat(outer.holdsHeader()).isTrue();
    outer.flush();
    assertThat(outer.holdsHeader()).isFalse();
    outer.closeWrite();
    assertThat(received()).isEqualTo("HEAD INNER ");
  }

  private String received() throws Exception {
    return BackendFixture.readText(pipe.b(), 1000);
  }
}
