package dev.motet.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/// Answers one request of each connection with 204 and counts them: what tests of members ask for.
public final class WebPage implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final ServerSocket listener;
  private final String scheme;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private WebPage(ServerSocketFactory factory, String scheme) throws IOException {
    this.listener = factory.createServerSocket(0, 100, LOOPBACK);
    this.scheme = scheme;
    Thread.ofVirtual().name("page").start(this::accept);
  }

  public static WebPage http() throws IOException {
    return new WebPage(ServerSocketFactory.getDefault(), "http");
  }

  public static WebPage https(SSLContext context) throws IOException {
    return new WebPage(context.getServerSocketFactory(), "https");
  }

  public String url() {
    return scheme + "://127.0.0.1:" + listener.getLocalPort() + "/";
  }

  public int requests() {
    return requests.get();
  }

  /// Connections that came and went.
  public int ended() {
    return ended.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        open.add(client);
        Thread.ofVirtual().name("page").start(() -> serve(client));
      } catch (IOException _) {
        // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = client.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          return;
        }
        head.append((char) next);
      }
      requests.incrementAndGet();
      client
          .getOutputStream()
          .write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException _) {
      // a client that does not trust the page, or went away
    } finally {
      open.remove(client);
      ended.incrementAndGet();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket client : open) {
      client.close();
    }
  }
}
