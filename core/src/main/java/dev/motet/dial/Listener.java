package dev.motet.dial;

import dev.motet.core.Env;
import dev.motet.io.SocketConn;
import dev.motet.io.SocketPacketConn;
import dev.motet.option.ListenOptions;
import java.io.IOException;
import java.net.InetSocketAddress;

/// The TCP listener or UDP socket of an inbound, set up as its listen fields say.
public final class Listener implements AutoCloseable {
  /// Serves one connection on a virtual thread of its own. What it throws is logged at debug level;
  /// the connection is closed afterwards in any case.
  public interface Handler {
    void serve(SocketConn conn) throws IOException;
  }

  private final Env env;
  private final ListenOptions options;

  public Listener(Env env, ListenOptions options) {
    this.env = env;
    this.options = options;
  }

  /// Listens, accepts and serves until closed. Out of descriptors it pauses accepting and recovers.
  ///
  /// @throws java.net.BindException when the address is taken or not local
  public void start(Handler handler) throws IOException {
    throw new IOException("not built " + env + options + handler);
  }

  /// Binds a UDP socket as the listen fields say; the caller owns it.
  public SocketPacketConn bind() throws IOException {
    throw new IOException("not built");
  }

  /// The TCP address bound, with the real port.
  public InetSocketAddress localAddress() {
    throw new IllegalStateException("not started");
  }

  /// Closes the listening socket; connections go on. Idempotent.
  @Override
  public void close() {}
}
