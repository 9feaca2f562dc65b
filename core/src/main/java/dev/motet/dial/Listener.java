package dev.motet.dial;

import dev.motet.core.Env;
import dev.motet.core.Resources;
import dev.motet.core.SharedListener;
import dev.motet.core.UdpTable;
import dev.motet.io.Destination;
import dev.motet.io.OutOfDescriptorsException;
import dev.motet.io.SocketConn;
import dev.motet.option.ListenOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// The TCP listener or UDP socket of an inbound, set up as its listen fields say.
public final class Listener implements AutoCloseable {
  /// Serves one connection on a virtual thread of its own; it is closed afterwards in any case.
  public interface Handler {
    /// @throws IOException for a client whose bytes are not allowed: logged at debug level, and the
    ///   client sees a reset. A protocol that has an answer for the client sends it and returns
    void serve(SocketConn conn) throws IOException;
  }

  private final Env env;
  private final ListenOptions options;
  private volatile SharedListener.@Nullable Claim claim;
  private volatile boolean closed;

  public Listener(Env env, ListenOptions options) {
    this.env = env;
    this.options = options;
  }

  /// Listens, accepts and serves until closed. Out of descriptors it pauses accepting and recovers.
  /// During a reload the socket may be that of the inbound before this one.
  ///
  /// @throws BindException when the address is taken or not local
  public void start(Handler handler) throws IOException {
    Resources resources = env.resources();
    SharedListener.Claim claimed;
    try {
      claimed =
          resources
              .listeners()
              .claim(options.address(), options.toSocketConfig(), new Serving(handler), resources);
    } catch (BindException e) {
      throw named("tcp", e);
    }
    claim = claimed;
    if (closed) {
      claimed.close();
      return;
    }
    env.log().info(null, "tcp server started at {}", Destination.of(claimed.localAddress()));
  }

  /// Binds a UDP socket as the listen fields say; the caller owns the claim. During a reload the
  /// socket may be that of the inbound before this one.
  ///
  /// @throws BindException when the address is taken or not local
  public UdpTable.Claim claimPackets() throws IOException {
    Resources resources = env.resources();
    try {
      UdpTable.Claim claimed =
          resources
              .listeners()
              .claimPackets(options.address(), options.toSocketConfig(), env.log(), resources);
      env.log().info(null, "udp server started at {}", Destination.of(claimed.localAddress()));
      return claimed;
    } catch (BindException e) {
      throw named("udp", e);
    }
  }

  /// The TCP address bound, with the real port.
  public InetSocketAddress localAddress() {
    SharedListener.Claim claimed = claim;
    if (claimed == null) {
      throw new IllegalStateException("not started");
    }
    return claimed.localAddress();
  }

  /// Stops accepting; connections go on. Idempotent.
  @Override
  public void close() {
    closed = true;
    SharedListener.Claim claimed = claim;
    if (claimed != null) {
      claimed.close();
    }
  }

  private BindException named(String network, BindException cause) {
    String address = Destination.of(options.address()).toString();
    // one back end names the address, the other does not
    String why = String.valueOf(cause.getMessage()).replace("bind " + address + ": ", "");
    BindException named = new BindException("listen " + network + " " + address + ": " + why);
    named.initCause(cause);
    return named;
  }

  /// Serves what is accepted, each connection on a virtual thread of its own.
  private final class Serving implements SharedListener.Acceptor {
    private final Handler handler;

    Serving(Handler handler) {
      this.handler = handler;
    }

    @Override
    public void accept(SocketConn conn) {
      env.resources().sockets().threads().newThread(() -> serve(conn)).start();
    }

    @Override
    public void paused(IOException cause) {
      String why =
          cause instanceof OutOfDescriptorsException
              ? String.valueOf(cause.getMessage())
              : "accept on " + address() + ": " + cause.getMessage();
      env.log().error(null, "{}: accepting pauses", why);
    }

    @Override
    public void resumed() {
      env.log().info(null, "accepting again at {}", address());
    }

    @Override
    public void bug(Throwable cause) {
      env.log().bug(null, cause);
    }

    private String address() {
      SharedListener.Claim claimed = claim;
      return Destination.of(claimed == null ? options.address() : claimed.localAddress())
          .toString();
    }

    private void serve(SocketConn conn) {
      try {
        handler.serve(conn);
      } catch (IOException e) {
        env.log()
            .debug(
                null,
                "connection from {}: {}",
                Destination.of(conn.remoteAddress()),
                e.getMessage());
        conn.abort(e);
      } catch (RuntimeException | Error e) {
        env.log().bug(null, e);
        conn.abort(new IOException("internal error"));
      } finally {
        conn.close();
        SharedListener.Claim claimed = claim;
        if (claimed != null) {
          claimed.connectionEnded();
        }
      }
    }
  }
}
