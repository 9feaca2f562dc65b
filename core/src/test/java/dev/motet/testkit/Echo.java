package dev.motet.testkit;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Sends back what arrives, over TCP (to the end of the stream, then half-closes) and UDP, both on
/// one port.
public final class Echo implements AutoCloseable {
  private static final int BACKLOG = 1000;

  private final ServerSocket tcp;
  private final DatagramSocket udp;

  private Echo(ServerSocket tcp, DatagramSocket udp) {
    this.tcp = tcp;
    this.udp = udp;
  }

  public static Echo start() throws IOException {
    return start(InetAddress.getLoopbackAddress());
  }

  public static Echo start(InetAddress address) throws IOException {
    while (true) {
      ServerSocket tcp = new ServerSocket(0, BACKLOG, address);
      try {
        Echo echo = new Echo(tcp, new DatagramSocket(tcp.getLocalPort(), address));
        Thread.ofVirtual().name("echo-accept").start(echo::accept);
        Thread.ofVirtual().name("echo-udp").start(echo::datagrams);
        return echo;
      } catch (BindException _) {
        tcp.close(); // the port is free for TCP only: another one
      }
    }
  }

  public int port() {
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
      client.setTcpNoDelay(true);
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
