package dev.motet.io;

import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/// A socket back end for one test, and connections of it that are closed after the test.
@ExtendWith(LeakCheck.class)
public abstract class BackendFixture {
  protected Timeouts timeouts;
  protected SocketBackend backend;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /// Both ends of a TCP connection.
  protected record Ends(SocketConn client, SocketConn server) {}

  protected abstract SocketBackend open(Timeouts timeouts) throws Exception;

  @BeforeEach
  void openBackend() throws Exception {
    timeouts = keep(Timeouts.system());
    backend = keep(open(timeouts));
  }

  @AfterEach
  void closeAll() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  /// Closes it after the test, in reverse order; from any thread.
  protected synchronized <T extends AutoCloseable> T keep(T resource) {
    opened.push(resource);
    return resource;
  }

  protected ConnListener listen(String host) throws IOException {
    return keep(backend.listen(new InetSocketAddress(address(host), 0), SocketConfig.DEFAULT));
  }

  protected Ends connected() throws IOException {
    try (ConnListener listener =
        backend.listen(new InetSocketAddress(address("127.0.0.1"), 0), SocketConfig.DEFAULT)) {
      SocketConn client = keep(backend.connect(listener.localAddress(), SocketConfig.DEFAULT));
      return new Ends(client, keep(listener.accept()));
    }
  }

  protected SocketPacketConn bound(String host) throws IOException {
    return keep(backend.bind(new InetSocketAddress(address(host), 0), SocketConfig.DEFAULT));
  }

  /// On a thread of the back end's scheduler.
  protected Background<Void> run(Background.Action action) {
    return Background.run(backend.threads(), action);
  }

  protected static InetAddress address(String literal) {
    InetAddress parsed = IpLiteral.parse(literal);
    if (parsed == null) {
      throw new IllegalArgumentException(literal);
    }
    return parsed;
  }

  protected static boolean hasIpv6() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .anyMatch(a -> a instanceof Inet6Address && a.isLoopbackAddress());
  }

  /// Reads until `count` bytes are there or the stream ends.
  protected static byte[] readFully(Conn conn, int count) throws IOException {
    Buffer buffer = Buffer.allocate(count);
    while (buffer.length() < count && conn.read(buffer) > 0) {
      // goes on
    }
    return buffer.toBytes();
  }

  protected static String readText(Conn conn, int count) throws IOException {
    return new String(readFully(conn, count), java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  protected static void writeText(Conn conn, String text) throws IOException {
    conn.write(Buffer.copyOf(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)));
  }
}
