package dev.motet.interop;

import dev.motet.testkit.HelloText;
import dev.motet.tls.message.ClientHello;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/// A port on loopback that hears ClientHellos and answers nothing but the end of the connection.
final class HelloListener implements AutoCloseable {
  private static final int LIMIT_MS = 60_000;
  private static final int RECORD_HEADER = 5;
  private static final int HANDSHAKE_HEADER = 4;

  private final ServerSocket socket;

  HelloListener() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(LIMIT_MS);
  }

  int port() {
    return socket.getLocalPort();
  }

  /// The next hello; connections that close without one are passed over.
  ClientHello next() throws IOException {
    while (true) {
      try (Socket client = socket.accept()) {
        client.setSoTimeout(LIMIT_MS);
        return HelloText.read(message(new DataInputStream(client.getInputStream())));
      } catch (EOFException _) {
        // a browser opens connections in advance
      } catch (SocketTimeoutException e) {
        throw new IOException("nothing came within " + LIMIT_MS + " ms", e);
      }
    }
  }

  private static byte[] message(DataInputStream in) throws IOException {
    ByteBuffer message = ByteBuffer.allocate(64 * 1024);
    while (!isComplete(message)) {
      byte[] header = new byte[RECORD_HEADER];
      in.readFully(header);
      byte[] fragment = new byte[Short.toUnsignedInt(ByteBuffer.wrap(header).getShort(3))];
      in.readFully(fragment);
      message.put(fragment);
    }
    byte[] bytes = new byte[message.position()];
    message.get(0, bytes);
    return bytes;
  }

  private static boolean isComplete(ByteBuffer message) {
    return message.position() >= HANDSHAKE_HEADER
        && message.position() >= HANDSHAKE_HEADER + (message.getInt(0) & 0xff_ffff);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
