package dev.motet.interop;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for programs that cannot say which one they were given.
final class Ports {
  // Below the range that the system hands out by itself, so that nobody takes it in between.
  private static final int FIRST = 10_000;
  private static final int LAST = 32_000;

  private Ports() {}

  /// A loopback port that is free for TCP and UDP.
  static int free() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      try (ServerSocket _ = new ServerSocket(port, 1, loopback);
          DatagramSocket _ = new DatagramSocket(port, loopback)) {
        return port;
      } catch (IOException _) {
        continue; // taken
      }
    }
  }
}
