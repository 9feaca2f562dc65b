package dev.motet.suite;

import dev.motet.testkit.Background;
import dev.motet.testkit.RawClient;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// A program that sends packets through a SOCKS5 server, to the IPv4 loopback.
final class UdpClient implements AutoCloseable {
  private static final byte[] HEADER = {0, 0, 0, 1, 127, 0, 0, 1};
  private static final int HEADER_BYTES = 10;

  private final RawClient control;
  private final DatagramSocket socket;
  private final InetSocketAddress relay;

  UdpClient(InetSocketAddress server) throws IOException {
    control = new RawClient(server);
    control.sendHex("05 01 00").expectHex("05 00").sendHex("05 03 00 01 00000000 0000");
    control.expectHex("05 00 00 01");
    byte[] bound = control.receive(6);
    int port = (bound[4] & 0xff) << 8 | bound[5] & 0xff;
    relay = new InetSocketAddress(InetAddress.getByAddress(Arrays.copyOf(bound, 4)), port);
    socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
    socket.setSoTimeout((int) Background.LIMIT.toMillis());
  }

  record Received(InetSocketAddress from, byte[] payload) {}

  void send(int port, byte[] payload) throws IOException {
    ByteBuffer packet = ByteBuffer.allocate(HEADER_BYTES + payload.length);
    packet.put(HEADER).putShort((short) port).put(payload);
    socket.send(new DatagramPacket(packet.array(), packet.capacity(), relay));
  }

  Received receive() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    socket.receive(packet);
    byte[] data = packet.getData();
    InetAddress host = InetAddress.getByAddress(Arrays.copyOfRange(data, 4, 8));
    int port = (data[8] & 0xff) << 8 | data[9] & 0xff;
    return new Received(
        new InetSocketAddress(host, port),
        Arrays.copyOfRange(data, HEADER_BYTES, packet.getLength()));
  }

  /// The server ends the association.
  void expectEnd() throws IOException {
    control.expectEnd();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    control.close();
  }
}
