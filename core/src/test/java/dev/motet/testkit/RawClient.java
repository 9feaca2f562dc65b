package dev.motet.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// A TCP client that says exactly what a test tells it to.
public final class RawClient implements AutoCloseable {
  private final Socket socket = new Socket();

  public RawClient(InetSocketAddress to) throws IOException {
    socket.setSoTimeout((int) Background.LIMIT.toMillis());
    socket.setTcpNoDelay(true);
    socket.connect(to);
  }

  public InetSocketAddress localAddress() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  public RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  public RawClient sendText(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// @param hex blanks are ignored
  public RawClient sendHex(String hex) throws IOException {
    return send(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  public RawClient endOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /// Waits for these bytes, no fewer, and leaves what follows.
  public RawClient expectHex(String hex) throws IOException {
    byte[] expected = HexFormat.of().parseHex(hex.replace(" ", ""));
    byte[] got = socket.getInputStream().readNBytes(expected.length);
    assertThat(HexFormat.of().formatHex(got)).isEqualTo(HexFormat.of().formatHex(expected));
    return this;
  }

  public RawClient expectText(String text) throws IOException {
    byte[] got = socket.getInputStream().readNBytes(text.length());
    assertThat(new String(got, StandardCharsets.ISO_8859_1)).isEqualTo(text);
    return this;
  }

  /// Exactly this many bytes.
  public byte[] receive(int count) throws IOException {
    byte[] got = socket.getInputStream().readNBytes(count);
    assertThat(got).hasSize(count);
    return got;
  }

  /// The lines up to an empty one, which is taken off too.
  public String receiveHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new AssertionError("end of stream after: " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }

  /// All until the other side ended its output.
  public String receiveAll() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /// The other side ends or resets the connection and sends nothing before.
  public void expectEnd() throws IOException {
    try {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    } catch (SocketException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
  }

  /// Ends hard: the other side sees a reset.
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
