package dev.motet.soak;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A plain client of a proxy on loopback, whose answers are those of a well-behaved server.
final class Wire {
  /// Only matters when something is broken.
  static final int LIMIT_MILLIS = 60_000;

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int HEADER = 10;

  private Wire() {}

  static Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(LIMIT_MILLIS);
      socket.connect(new InetSocketAddress(LOOPBACK, port), LIMIT_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// A stream to a loopback port through a SOCKS5 server without users.
  static Socket socks5(int proxy, int target) throws IOException {
    Socket socket = connect(proxy);
    try {
      int bound = request(socket, 1, target);
      return bound >= 0 ? socket : null;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// The same as a user.
  static Socket socks5(int proxy, int target, String user, String password) throws IOException {
    Socket socket = connect(proxy);
    try {
      logIn(socket, user, password);
      request(socket, 1, target, true);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static void logIn(Socket socket, String user, String password) throws IOException {
    OutputStream out = socket.getOutputStream();
    DataInputStream in = new DataInputStream(socket.getInputStream());
    out.write(new byte[] {5, 1, 2});
    if (in.readUnsignedShort() != 0x0502) {
      throw new IOException("method refused");
    }
    byte[] name = user.getBytes(StandardCharsets.US_ASCII);
    byte[] secret = password.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer login = ByteBuffer.allocate(3 + name.length + secret.length);
    login.put((byte) 1).put((byte) name.length).put(name);
    login.put((byte) secret.length).put(secret);
    out.write(login.array());
    if (in.readUnsignedShort() != 0x0100) {
      throw new IOException("login refused");
    }
  }

  /// A stream to a loopback port through an HTTP proxy.
  static Socket connectMethod(int proxy, int target) throws IOException {
    Socket socket = connect(proxy);
    try {
      String request = "CONNECT 127.0.0.1:%1$d HTTP/1.1\r\nHost: 127.0.0.1:%1$d\r\n\r\n";
      socket.getOutputStream().write(request.formatted(target).getBytes(StandardCharsets.US_ASCII));
      String head = head(socket);
      if (!head.startsWith("HTTP/1.1 200")) {
        throw new IOException("refused: " + head);
      }
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// Sends datagrams to a loopback port through an association of its own and gets each back.
  static void datagrams(int proxy, int target, int count) throws IOException {
    try (Socket control = connect(proxy);
        DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
      int relay = request(control, 3, 0);
      socket.connect(new InetSocketAddress(LOOPBACK, relay));
      socket.setSoTimeout(1_000);
      byte[] room = new byte[2_048];
      for (int i = 0; i < count; i++) {
        byte[] packet = packet(target, i);
        exchange(socket, packet, room);
      }
    }
  }

  /// The head of an HTTP response, byte by byte so that nothing after it is lost.
  static String head(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = socket.getInputStream().read();
      if (b < 0) {
        throw new EOFException("ended after \"" + head + "\"");
      }
      head.append((char) b);
    }
    return head.toString();
  }

  private static int request(Socket socket, int command, int target) throws IOException {
    return request(socket, command, target, false);
  }

  /// @param loggedIn whether the method has been agreed on
  private static int request(Socket socket, int command, int target, boolean loggedIn)
      throws IOException {
    OutputStream out = socket.getOutputStream();
    DataInputStream in = new DataInputStream(socket.getInputStream());
    if (!loggedIn) {
      out.write(new byte[] {5, 1, 0});
      if (in.readUnsignedShort() != 0x0500) {
        throw new IOException("method refused");
      }
    }
    byte[] address = command == 3 ? new byte[4] : LOOPBACK.getAddress();
    byte[] request = new byte[HEADER];
    request[0] = 5;
    request[1] = (byte) command;
    request[3] = 1;
    System.arraycopy(address, 0, request, 4, 4);
    request[8] = (byte) (target >> 8);
    request[9] = (byte) target;
    out.write(request);
    byte[] reply = in.readNBytes(HEADER);
    if (reply.length < HEADER || reply[1] != 0) {
      throw new IOException("refused: " + Arrays.toString(reply));
    }
    return (reply[8] & 0xff) << 8 | reply[9] & 0xff;
  }

  private static byte[] packet(int target, int number) {
    byte[] packet = new byte[HEADER + 100 + number % 1_000];
    packet[3] = 1;
    System.arraycopy(LOOPBACK.getAddress(), 0, packet, 4, 4);
    packet[8] = (byte) (target >> 8);
    packet[9] = (byte) target;
    Arrays.fill(packet, HEADER, packet.length, (byte) number);
    return packet;
  }

  private static void exchange(DatagramSocket socket, byte[] packet, byte[] room)
      throws IOException {
    for (int tries = 0; tries < 20; tries++) {
      socket.send(new DatagramPacket(packet, packet.length));
      try {
        DatagramPacket answer = new DatagramPacket(room, room.length);
        socket.receive(answer);
        if (Arrays.equals(room, 0, answer.getLength(), packet, 0, packet.length)) {
          return;
        }
      } catch (java.net.SocketTimeoutException _) {
        continue; // datagrams may get lost
      }
    }
    throw new IOException("no echo of a datagram of " + packet.length + " bytes");
  }
}
