package dev.motet.interop;

import dev.motet.testkit.Background;
import dev.motet.testkit.HelloBytes;
import dev.motet.testkit.InitialBytes;
import dev.motet.testkit.RandomRules;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A connection or an association through one of the inbounds of [RouteSetup], and what became of
/// it: the answer of a [Witness], or that it was closed.
///
/// @param inbound number of the inbound
/// @param sourcePort 0 for any
/// @param asName an address is asked for as if it were a name
/// @param says what the client's first bytes are
/// @param name inside the first bytes
record RouteProbe(
    int inbound,
    boolean udp,
    String source,
    int sourcePort,
    String host,
    boolean asName,
    int port,
    String user,
    String says,
    String name) {
  private static final String CLOSED = "closed";
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final List<String> SOURCES = List.of("127.0.0.1", "127.0.0.9", "127.0.0.77");
  private static final List<String> ODD_HOSTS =
      List.of("WWW.A.Test", "B.TEST", "_x.a.test", "127.0.0.1", "::1");

  /// Only in this form: written as text, sing-box takes them for other addresses.
  private static final List<String> MAPPED = List.of("::ffff:10.0.0.1", "::ffff:1.1.1.1");

  private static final List<String> DATAGRAMS = List.of("nothing", "dns", "quic", "stun");
  private static final List<String> STREAMS = List.of("nothing", "http", "http", "tls");
  private static final int RESEND_MILLIS = 1_000;
  private static final int SENDS = 20;

  static RouteProbe random(RandomRules random) {
    boolean udp = random.chance(25);
    int inbound = random.below(udp ? 2 : 3);
    boolean mapped = inbound != 2 && random.chance(3);
    String host = random.of(random.chance(50) ? RandomRules.DOMAINS : RandomRules.ADDRESSES);
    if (mapped) {
      host = random.of(MAPPED);
    } else if (random.chance(8)) {
      host = random.of(ODD_HOSTS);
    }
    return new RouteProbe(
        inbound,
        udp,
        random.of(SOURCES),
        random.chance(50) ? random.of(RandomRules.SOURCE_PORTS) : 0,
        host,
        !mapped && random.chance(10),
        random.of(RandomRules.PORTS),
        random.of(RandomRules.USERS),
        random.of(udp ? DATAGRAMS : STREAMS),
        random.of(RandomRules.SNIFFED));
  }

  /// @param entrance port of the inbound
  /// @param realPort that stands for the port of the client; 0 for any
  String run(int entrance, int realPort) throws IOException {
    // a process that is being started holds what this one has open, for a moment: until then the
    // last connection from the same port is still there
    AtomicReference<Socket> connected = new AtomicReference<>();
    Background.until(() -> {
      connected.set(connect(entrance, realPort));
      return connected.get() != null;
    });
    try (Socket socket = connected.get()) {
      return outcome(socket);
    }
  }

  /// Null while the port of the client is in use.
  private @Nullable Socket connect(int entrance, int realPort) {
    Socket socket = new Socket();
    try {
      socket.setReuseAddress(true);
      socket.setSoLinger(true, 0); // no TIME_WAIT: the port of the client is used again
      socket.setSoTimeout((int) Background.LIMIT.toMillis());
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(source), realPort));
      socket.connect(new InetSocketAddress(LOOPBACK, entrance));
      return socket;
    } catch (BindException _) {
      close(socket);
      return null;
    } catch (IOException e) {
      close(socket);
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

  private String outcome(Socket socket) throws IOException {
    try {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      if (inbound == 2) {
        return tunnel(socket, in) ? stream(socket, in) : CLOSED;
      }
      login(socket, in);
      byte[] request =
          udp ? SocksAddress.write("0.0.0.0", false, 0) : SocksAddress.write(host, asName, port);
      socket.getOutputStream().write(join(new byte[] {5, (byte) (udp ? 3 : 1), 0}, request));
      byte[] reply = in.readNBytes(3);
      if (reply.length < 3 || reply[1] != 0) {
        return CLOSED;
      }
      String bound = SocksAddress.read(in);
      return udp ? datagrams(in, bound) : stream(socket, in);
    } catch (EOFException | SocketException _) {
      return CLOSED;
    }
  }

  /// RFC 1928, RFC 1929.
  private void login(Socket socket, DataInputStream in) throws IOException {
    boolean asked = inbound == 0;
    socket.getOutputStream().write(new byte[] {5, 1, (byte) (asked ? 2 : 0)});
    in.readFully(new byte[2]);
    if (asked) {
      byte[] name = user.getBytes(StandardCharsets.US_ASCII);
      byte[] head = {1, (byte) name.length};
      socket.getOutputStream().write(join(join(head, name), new byte[] {1, 'p'}));
      in.readFully(new byte[2]);
    }
  }

  private boolean tunnel(Socket socket, DataInputStream in) throws IOException {
    String target = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    String credentials =
        Base64.getEncoder().encodeToString((user + ":p").getBytes(StandardCharsets.US_ASCII));
    String request =
        "CONNECT %1$s HTTP/1.1\r\nHost: %1$s\r\nProxy-Authorization: Basic %2$s\r\n\r\n"
            .formatted(target, credentials);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString().startsWith("HTTP/1.1 200");
  }

  private String stream(Socket socket, DataInputStream in) throws IOException {
    socket.getOutputStream().write(firstBytes());
    String line = line(in);
    return line == null ? CLOSED : line;
  }

  private static @Nullable String line(DataInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return null;
      }
      line.append((char) next);
    }
    return line.toString();
  }

  /// An association ends with its connection.
  private String datagrams(DataInputStream connection, String bound) throws IOException {
    int relay = Integer.parseInt(bound.substring(bound.lastIndexOf(':') + 1));
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral(source))) {
      socket.connect(new InetSocketAddress(LOOPBACK, relay));
      socket.setSoTimeout(RESEND_MILLIS);
      Background<Void> end =
          Background.run(() -> {
            try (socket) {
              connection.read();
            }
          });
      try {
        return answer(socket);
      } finally {
        connection.close();
        Background.until(end::isDone); // while it reads, the system keeps the connection
      }
    }
  }

  private String answer(DatagramSocket socket) throws IOException {
    byte[] head = join(new byte[3], SocksAddress.write(host, asName, port));
    byte[] packet = join(head, firstBytes());
    for (int sends = 0; sends < SENDS; sends++) {
      try {
        socket.send(new DatagramPacket(packet, packet.length));
        DatagramPacket answer = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(answer);
        String text =
            new String(answer.getData(), 0, answer.getLength(), StandardCharsets.ISO_8859_1);
        return text.substring(SocksAddress.header(answer).length).strip()
            + " from "
            + SocksAddress.destination(answer);
      } catch (SocketTimeoutException _) {
        continue; // datagrams may get lost
      }
    }
    return "silence";
  }

  private byte[] firstBytes() {
    return switch (says) {
      case "http" ->
          ("GET / HTTP/1.1\r\nHost: " + name + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
      case "tls" -> new HelloBytes().serverName(name).records(16_384);
      case "quic" ->
          new InitialBytes()
              .crypto(0, new HelloBytes().serverName(name).message())
              .padding(900)
              .bytes();
      case "dns" ->
          HexFormat.of().parseHex("123401000001000000000000076578616d706c65036f72670000010001");
      case "stun" -> HexFormat.of().parseHex("000100002112a442000102030405060708090a0b");
      default -> new byte[] {0, 1, 0, '\n', '\n', '\n'};
    };
  }

  private static byte[] join(byte[] a, byte[] b) {
    byte[] joined = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }
}
