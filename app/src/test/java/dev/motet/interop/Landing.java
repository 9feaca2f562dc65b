package dev.motet.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Where everything through one member arrives: answers `?` with its name, and requests for the
/// head of a page after a time.
final class Landing implements AutoCloseable {
  private final char name;
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final AtomicInteger answers = new AtomicInteger();
  private volatile int delayMillis;

  Landing(char name) throws IOException {
    this.name = name;
    Thread.ofVirtual().name("landing").start(this::accept);
  }

  /// The outbound that leads here.
  String member() {
    return "{\"type\":\"direct\",\"tag\":\"%s\",\"override_address\":\"127.0.0.1\",\"override_port\":%d}"
        .formatted(name, listener.getLocalPort());
  }

  /// How long tests take from here on.
  void delay(int millis) {
    delayMillis = millis;
  }

  /// Tests that were answered.
  int answers() {
    return answers.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().name("landing").start(() -> serve(client));
      } catch (IOException _) {
        // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      StringBuilder head = new StringBuilder();
      for (int next = client.getInputStream().read();
          next >= 0;
          next = client.getInputStream().read()) {
        if (next == '?') {
          client.getOutputStream().write(name);
        } else if (head.append((char) next).indexOf("\r\n\r\n") >= 0) {
          later(delayMillis);
          client
              .getOutputStream()
              .write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          answers.incrementAndGet();
          head.setLength(0);
        }
      }
    } catch (IOException _) {
      // a program that ends
    }
  }

  /// The delay is what is tested.
  private static void later(int millis) {
    CompletableFuture<?> waiting = new CompletableFuture<>();
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS)
        .execute(() -> waiting.complete(null));
    waiting.join();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
