package dev.motet.secure;

import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// A TLS client of the JDK over a [Conn], for requests of the program's own.
public final class JdkTlsConn implements Conn {
  private final Conn below;
  private final SSLSocket socket;
  private final InputStream in;
  private final OutputStream out;

  private JdkTlsConn(Conn below, SSLSocket socket) throws IOException {
    this.below = below;
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /// Shakes hands and checks that the certificate is one for `host`. Closes `below` when that
  /// fails.
  public static JdkTlsConn client(Conn below, String host, int port, SSLContext context)
      throws IOException {
    boolean done = false;
    try {
      SSLSocket socket =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(new ConnSocket(below, port), host, port, true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      JdkTlsConn conn = new JdkTlsConn(below, socket);
      done = true;
      return conn;
    } finally {
      if (!done) {
        below.close();
      }
    }
  }

  @Override
  public int read(Buffer into) throws IOException {
    int count = in.read(into.array, into.to, into.readable());
    if (count > 0) {
      into.to += count;
    }
    return count;
  }

  @Override
  public void write(Buffer from) throws IOException {
    out.write(from.array, from.from, from.length());
    from.from = from.to;
  }

  @Override
  public void closeWrite() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void abort(IOException reason) {
    below.abort(reason);
  }

  /// Says no goodbye, which could block: whoever reads to the end of a body needs none.
  @Override
  public void close() {
    below.close();
  }
}
