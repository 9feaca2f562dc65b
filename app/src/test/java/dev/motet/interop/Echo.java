package dev.motet.interop;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Sends back what arrives, over TCP (to the end of the stream, then half-closes) and UDP, both on
/// one loopback port.
final class Echo implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final ServerSocket tcp;
  private final DatagramSocket udp;

  private Echo(ServerSocket tcp, DatagramSocket udp) {
    this.tcp = tcp;
    this.udp = udp;
  }

  static Echo start() throws IOException {
    ServerSocket tcp = new ServerSocket();
    tcp.bind(new InetSocketAddress(LOOPBACK, Ports.free()), 1000);
    Echo echo = new Echo(tcp, new DatagramSocket(tcp.getLocalPort(), LOOPBACK));
    Thread.ofVirtual().name("echo-accept").start(echo::accept);
    Thread.ofVirtual().name("echo-udp").start(echo::datagrams);
    return echo;
  }

  int port() {
    return tcp.getLocalPort();
  }

  private void accept() {
    while (!tcp.isClosed()) {
      try {
        Socket client = tcp.accept();
        Thread.ofVirtual().name("echo").start(() -> serve(client));
      } catch (IOException _) {
        // closed, or a client that is gone already
      }
    }
  }

  private static void serve(Socket client) {
    try (client) {
      client.getInputStream().transferTo(client.getOutputStream());
      client.shutdownOutput();
    } catch (IOException _) {
      // the client went away: its test notices
    }
  }

  private void datagrams() {
    byte[] bytes = new byte[65_536];
    while (!udp.isClosed()) {
      DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
      try {
        udp.receive(packet);
        udp.send(packet);
      } catch (IOException _) {
        // closed, or an answer that nobody waits for
      }
    }
  }

  @Override
  public void close() throws IOException {
    tcp.close();
    udp.close();
  }
}
