package dev.motet.dns.server;

import dev.motet.dns.message.FrameReader;
import dev.motet.dns.message.Message;
import dev.motet.io.Destination;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A DNS server on the loopback that answers as a test says, over UDP and TCP at the same port.
public final class Upstream implements AutoCloseable {
  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final List<Message> asked = new CopyOnWriteArrayList<>();
  private final List<Message> askedOverTcp = new CopyOnWriteArrayList<>();
  private final Set<Integer> ports = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Function<Message, List<Message>> overUdp = _ -> List.of();
  private volatile Function<Message, List<Message>> overTcp = _ -> List.of();
  private volatile boolean closesAfterAnswer;

  public Upstream() {
    this("127.0.0.1");
  }

  /// @param address of the loopback
  public Upstream(String address) {
    try {
      InetAddress loopback = InetAddress.ofLiteral(address);
      tcp = new ServerSocket(0, 50, loopback);
      udp = new DatagramSocket(new InetSocketAddress(loopback, tcp.getLocalPort()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::receive);
    Thread.ofVirtual().start(this::accept);
  }

  /// Answers every query over both.
  public Upstream answering(Function<Message, Message> answer) {
    overUdp = query -> List.of(answer.apply(query));
    overTcp = overUdp;
    return this;
  }

  /// What is sent back for a query over UDP: nothing, one or several messages.
  public Upstream overUdp(Function<Message, List<Message>> answers) {
    overUdp = answers;
    return this;
  }

  public Upstream overTcp(Function<Message, List<Message>> answers) {
    overTcp = answers;
    return this;
  }

  /// Closes each connection behind its first answer.
  public Upstream closingAfterAnswer() {
    closesAfterAnswer = true;
    return this;
  }

  public Destination.Ip address() {
    return Destination.of((InetSocketAddress) udp.getLocalSocketAddress());
  }

  public int port() {
    return udp.getLocalPort();
  }

  /// Queries that came over UDP, in order.
  public List<Message> asked() {
    return asked;
  }

  public List<Message> askedOverTcp() {
    return askedOverTcp;
  }

  /// Ports that queries came from over UDP.
  public Set<Integer> ports() {
    return ports;
  }

  public int connections() {
    return connections.get();
  }

  /// Closes the connections that are open.
  public void hangUp() {
    open.forEach(Upstream::close);
  }

  private void receive() {
    byte[] bytes = new byte[65_535];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
        udp.receive(packet);
        Message query = Message.read(Arrays.copyOf(bytes, packet.getLength()));
        asked.add(query);
        ports.add(packet.getPort());
        for (Message answer : overUdp.apply(query)) {
          byte[] wire = answer.write();
          udp.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
        }
      }
    } catch (SocketException _) {
      return; // closed
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = tcp.accept();
        connections.incrementAndGet();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException _) {
      return; // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (true) {
        byte[] bytes = new byte[in.readUnsignedShort()];
        in.readFully(bytes);
        Message query = Message.read(bytes);
        askedOverTcp.add(query);
        for (Message answer : overTcp.apply(query)) {
          var frame = FrameReader.frame(answer.write());
          socket.getOutputStream().write(frame.toBytes());
          if (closesAfterAnswer) {
            return;
          }
        }
      }
    } catch (EOFException | SocketException _) {
      return; // the client is gone
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    udp.close();
    hangUp();
    try {
      tcp.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
