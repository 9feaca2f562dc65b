package dev.motet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A client of [Echo] through whatever stands behind a loopback port.
final class Probe {
  /// Only matters when something is broken.
  private static final int LIMIT_MILLIS = 30_000;

  private static final int RESEND_MILLIS = 1_000;
  private static final int SENDS = 20;

  private Probe() {}

  /// Everything comes back, and the end of the stream after it.
  static void stream(int port, int bytes) throws Exception {
    byte[] sent = random(bytes);
    try (Socket socket = connect(port)) {
      Thread writer = Thread.ofVirtual().start(() -> write(socket, sent));
      byte[] received = socket.getInputStream().readNBytes(bytes);
      writer.join();
      assertThat(Arrays.mismatch(received, sent)).as("first wrong byte of %d", bytes).isEqualTo(-1);
      socket.shutdownOutput();
      assertThat(socket.getInputStream().read()).as("end of the stream").isEqualTo(-1);
    }
  }

  /// The client ends its direction first; the answer still arrives whole.
  static void halfClose(int port, int bytes) throws Exception {
    byte[] sent = random(bytes);
    try (Socket socket = connect(port)) {
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                write(socket, sent);
                shutdown(socket);
              });
      byte[] received = socket.getInputStream().readAllBytes();
      writer.join();
      assertThat(Arrays.mismatch(received, sent)).as("first wrong byte of %d", bytes).isEqualTo(-1);
    }
  }

  /// Many streams at once, none of which gets another's bytes.
  static void parallel(int port, int streams) throws Exception {
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < streams; i++) {
        int bytes = 1_000 + i;
        all.add(
            threads.submit(() -> {
              stream(port, bytes);
              return null;
            }));
      }
    }
    for (Future<?> stream : all) {
      stream.get();
    }
  }

  /// The connection ends without a byte: closed or reset, in time.
  static void refused(int port) throws IOException {
    try (Socket socket = connect(port)) {
      socket.getOutputStream().write('x');
      assertThat(socket.getInputStream().read()).as("a byte of a refused stream").isEqualTo(-1);
    } catch (SocketException e) {
      assertThat(e).hasMessageMatching("(?i)connection reset.*|broken pipe");
    }
  }

  /// Datagrams of many sizes come back, each by itself.
  static void datagrams(int port, int count) throws IOException {
    Random random = new Random(port);
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setSoTimeout(RESEND_MILLIS);
      for (int i = 0; i < count; i++) {
        byte[] sent = new byte[4 + random.nextInt(1200)];
        random.nextBytes(sent);
        sent[0] = (byte) i;
        sent[1] = (byte) (i >> 8);
        exchange(socket, sent);
      }
    }
  }

  private static void exchange(DatagramSocket socket, byte[] sent) throws IOException {
    byte[] room = new byte[65_536];
    for (int tries = 0; tries < SENDS; tries++) {
      socket.send(new DatagramPacket(sent, sent.length));
      try {
        while (true) {
          DatagramPacket packet = new DatagramPacket(room, room.length);
          socket.receive(packet);
          if (Arrays.equals(room, 0, packet.getLength(), sent, 0, sent.length)) {
            return;
          }
          // an answer to an earlier sending
        }
      } catch (SocketTimeoutException _) {
        continue; // datagrams may get lost
      }
    }
    throw new SocketTimeoutException(
        "no echo of " + sent.length + " bytes after " + SENDS + " sendings");
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MILLIS);
    socket.setSoTimeout(LIMIT_MILLIS);
    return socket;
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
    } catch (IOException _) {
      // the reading side reports what is missing
    }
  }

  private static void shutdown(Socket socket) {
    try {
      socket.shutdownOutput();
    } catch (IOException _) {
      // the reading side reports what is missing
    }
  }

  private static byte[] random(int bytes) {
    byte[] result = new byte[bytes];
    new Random(bytes).nextBytes(result);
    return result;
  }
}
