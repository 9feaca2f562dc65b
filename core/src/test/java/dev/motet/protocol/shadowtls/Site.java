package dev.motet.protocol.shadowtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.Background;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;

/// A handshake server that says exactly what a test tells it to, to one client after the other.
final class Site implements AutoCloseable {
  private final ServerSocket listener;

  Site() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listener.setSoTimeout((int) Background.LIMIT.toMillis());
  }

  int port() {
    return listener.getLocalPort();
  }

  /// Waits for the next client.
  Visit accept() throws IOException {
    Socket socket = listener.accept();
    socket.setSoTimeout((int) Background.LIMIT.toMillis());
    socket.setTcpNoDelay(true);
    return new Visit(socket);
  }

  /// One connection.
  record Visit(Socket socket) implements AutoCloseable {
    Visit expect(byte[] bytes) throws IOException {
      byte[] got = socket.getInputStream().readNBytes(bytes.length);
      assertThat(Records.hex(got)).isEqualTo(Records.hex(bytes));
      return this;
    }

    Visit send(byte[]... parts) throws IOException {
      socket.getOutputStream().write(Records.joined(parts));
      return this;
    }

    Visit endOutput() throws IOException {
      socket.shutdownOutput();
      return this;
    }

    /// The client ends or resets the connection and sends nothing before.
    Visit expectEnd() throws IOException {
      try {
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      } catch (SocketException reset) {
        assertThat(reset).hasMessageContaining("reset");
      }
      return this;
    }

    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
