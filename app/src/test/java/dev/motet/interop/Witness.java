package dev.motet.interop;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The server behind one outbound: answers each connection and each datagram with the tag of the
/// outbound and what was asked for, as `o1 a.test:80`.
final class Witness implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final int MAX = 65_535;

  /// What the outbound speaks.
  enum Kind {
    SOCKS,
    /// A SOCKS server of streams only.
    STREAMS,
    HTTP
  }

  private final String tag;
  private final Kind kind;
  private final ServerSocket listener = new ServerSocket(0, 50, LOOPBACK);

  Witness(String tag, Kind kind) throws IOException {
    this.tag = tag;
    this.kind = kind;
    Thread.ofVirtual().name("witness").start(this::accept);
  }

  /// The outbound that leads here.
  String outbound() {
    String type =
        switch (kind) {
          case SOCKS -> "\"socks\"";
          case STREAMS -> "\"socks\",\"network\":\"tcp\"";
          case HTTP -> "\"http\"";
        };
    return "{\"tag\":\"%s\",\"type\":%s,\"server\":\"127.0.0.1\",\"server_port\":%d}"
        .formatted(tag, type, listener.getLocalPort());
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().name("witness").start(() -> serve(client));
      } catch (IOException _) {
        // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      switch (kind) {
        case SOCKS, STREAMS -> socks(client, in);
        case HTTP -> http(client, in);
      }
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // the program or its client has ended
    }
  }

  /// RFC 1928.
  private void socks(Socket client, DataInputStream in) throws IOException {
    in.readByte();
    in.readNBytes(in.readUnsignedByte());
    say(client, new byte[] {5, 0});
    in.readByte();
    int command = in.readByte();
    in.readByte();
    String destination = SocksAddress.read(in);
    if (command == 1) {
      say(client, reply(0));
      say(client, answer(destination));
      return;
    }
    try (DatagramSocket relay = new DatagramSocket(0, LOOPBACK)) {
      Thread.ofVirtual().name("witness").start(() -> answer(relay));
      say(client, reply(relay.getLocalPort()));
      in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static byte[] reply(int port) {
    return new byte[] {5, 0, 0, 1, 127, 0, 0, 1, (byte) (port >> 8), (byte) port};
  }

  private void http(Socket client, DataInputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    say(client, "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    say(client, answer(head.toString().split(" ")[1]));
  }

  /// Answers what arrives at the socket until it closes.
  private void answer(DatagramSocket socket) {
    byte[] room = new byte[MAX];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(room, room.length);
      try {
        socket.receive(packet);
        byte[] head = SocksAddress.header(packet);
        byte[] text = answer(SocksAddress.destination(packet));
        byte[] answer = Arrays.copyOf(head, head.length + text.length);
        System.arraycopy(text, 0, answer, head.length, text.length);
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException _) {
        // closed, or the program has ended
      }
    }
  }

  private byte[] answer(String destination) {
    return (tag + " " + destination + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void say(Socket client, byte[] bytes) throws IOException {
    client.getOutputStream().write(bytes);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
