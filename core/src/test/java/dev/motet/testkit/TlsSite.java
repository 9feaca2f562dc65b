package dev.motet.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/// A TLS server of the JDK on the loopback that answers every line with `site: ` and the line.
public final class TlsSite implements AutoCloseable {
  private final SSLServerSocket listener;
  private final AtomicInteger handshakes = new AtomicInteger();

  /// @param protocols `TLSv1.2`, `TLSv1.3`
  public TlsSite(SSLContext context, String... protocols) throws IOException {
    listener =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 200, InetAddress.getLoopbackAddress());
    listener.setEnabledProtocols(protocols);
    Thread.ofVirtual().name("site-accept").start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /// Handshakes that were finished.
  public int handshakes() {
    return handshakes.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        SSLSocket client = (SSLSocket) listener.accept();
        Thread.ofVirtual().name("site").start(() -> serve(client));
      } catch (IOException _) {
        // closed, or a client that is gone already
      }
    }
  }

  private void serve(SSLSocket client) {
    try (client) {
      client.startHandshake();
      handshakes.incrementAndGet();
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        client
            .getOutputStream()
            .write(("site: " + line + "\n").getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException _) {
      // a client that needed the handshake only
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
