package dev.motet.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.Echo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Clients and servers that make Motet hold as much as they can do not use up its memory: it goes
/// on serving, on every listener.
@EnabledOnOs(OS.LINUX)
class MemoryFloodTest {
  private static final int HEAP_MEGABYTES = 64;

  private static final String CONFIG =
      """
      {"log":{"disabled":true},
       "inbounds":[
         {"type":"mixed","tag":"in","listen":"127.0.0.1"},
         {"type":"http","tag":"users","listen":"127.0.0.1",
          "users":[{"username":"u","password":"p"}]}]}
      """;

  /// Far more than the heap holds.
  @Test
  void longHeadsOfStrangers() throws Exception {
    byte[] head = latin1("GET http://a.example/ HTTP/1.1\r\nA: " + "b".repeat(60_000));
    try (ChildMotet motet = ChildMotet.startWithHeap(HEAP_MEGABYTES, CONFIG)) {
      flood(motet, "users", 2_000, head);
    }
  }

  @Test
  void bodiesThatServersKeepBack() throws Exception {
    byte[] answer = latin1("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx");
    try (Server server = new Server(answer, 1);
        ChildMotet motet = ChildMotet.startWithHeap(HEAP_MEGABYTES, CONFIG)) {
      flood(motet, "in", 1_000, get(server));
    }
  }

  @Test
  void downloadsThatNobodyReads() throws Exception {
    byte[] answer = latin1("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(1 << 20));
    try (Server server = new Server(answer, 8);
        ChildMotet motet = ChildMotet.startWithHeap(HEAP_MEGABYTES, CONFIG)) {
      flood(motet, "in", 600, get(server));
    }
  }

  private static void flood(ChildMotet motet, String inbound, int count, byte[] bytes)
      throws IOException {
    List<Socket> crowd = new ArrayList<>();
    try (Echo echo = Echo.start()) {
      for (int i = 0; i < count; i++) {
        Socket client = new Socket();
        client.setReceiveBufferSize(4096);
        client.connect(
            new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), motet.port(inbound)));
        crowd.add(client);
        write(client, bytes);
      }
      serves(motet, echo);
      for (Socket client : crowd) {
        client.close();
      }
      serves(motet, echo);
    } finally {
      for (Socket client : crowd) {
        client.close();
      }
    }
  }

  private static void serves(ChildMotet motet, Echo echo) throws IOException {
    assertThat(motet.isAlive()).isTrue();
    try (Socket socks = Wire.socks5(motet.port("in"), echo.port())) {
      socks.getOutputStream().write('m');
      assertThat(socks.getInputStream().read()).isEqualTo('m');
    }
    try (Socket stranger = Wire.connect(motet.port("users"))) {
      write(stranger, latin1("CONNECT a.example:1 HTTP/1.1\r\n\r\n"));
      assertThat(Wire.head(stranger)).startsWith("HTTP/1.1 407 ");
    }
  }

  private static void write(Socket socket, byte[] bytes) throws IOException {
    try {
      socket.getOutputStream().write(bytes);
    } catch (SocketException _) {
      return; // refused before all of it was written
    }
  }

  private static byte[] get(Server server) {
    return latin1("GET http://127.0.0.1:" + server.port() + "/ HTTP/1.1\r\n\r\n");
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Answers every connection with the same bytes, as often as told, and leaves it open.
  private static final class Server implements AutoCloseable {
    private final ServerSocket socket =
        new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    private final ConcurrentLinkedQueue<Socket> served = new ConcurrentLinkedQueue<>();

    Server(byte[] answer, int times) throws IOException {
      Thread.startVirtualThread(() -> accept(answer, times));
    }

    int port() {
      return socket.getLocalPort();
    }

    private void accept(byte[] answer, int times) {
      try {
        while (true) {
          Socket client = socket.accept();
          served.add(client);
          Thread.startVirtualThread(() -> answer(client, answer, times));
        }
      } catch (IOException _) {
        return; // closed
      }
    }

    private static void answer(Socket client, byte[] answer, int times) {
      try {
        for (int i = 0; i < times; i++) {
          client.getOutputStream().write(answer);
        }
      } catch (IOException _) {
        return; // closed
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
      for (Socket client : served) {
        client.close();
      }
    }
  }
}
