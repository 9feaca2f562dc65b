package dev.motet.protocol.shadowtls;

import dev.motet.core.Env;
import dev.motet.core.Reply;
import dev.motet.core.Resources;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.Counters;
import dev.motet.io.Destination;
import dev.motet.io.Network;
import dev.motet.io.SocketConn;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Serves one connection at a time for each calling thread. Who is none of ours talks to the
/// handshake server for as long as both like: nothing here ends such a connection, or shows that it
/// is not the server itself.
final class ShadowTlsServer {
  /// How long a ClientHello is waited for; then the handshake server does.
  static final Duration HELLO_LIMIT = Duration.ofSeconds(15);

  /// The stream says itself where it goes: to an inbound, or rules know.
  private static final Destination NOWHERE =
      new Destination.Ip(InetAddress.ofLiteral("0.0.0.0"), 0);

  private final Env env;
  private final ShadowTlsInboundOptions options;
  private final HandshakeServers servers;
  private final Duration helloLimit;

  ShadowTlsServer(Env env, ShadowTlsInboundOptions options, Duration helloLimit) {
    this.env = env;
    this.options = options;
    this.servers = new HandshakeServers(env, options);
    this.helloLimit = helloLimit;
  }

  /// Blocks until the connection was served; the caller closes it.
  void serve(SocketConn conn) throws IOException {
    switch (options.version()) {
      case 1 -> serveV1(conn);
      case 2 -> serveV2(conn);
      default -> serveV3(conn);
    }
  }

  private void serveV1(SocketConn conn) throws IOException {
    RecordReader data = relay(conn, servers.dial(), new WatchV1());
    if (data != null) {
      route(conn, null, data.rest());
    }
  }

  private void serveV2(SocketConn conn) throws IOException {
    FirstHello hello = FirstHello.await(conn, helloLimit, resources().timeouts());
    Conn server = servers.dial(hello.serverName(), false);
    RecordReader data = relay(hello.conn(), server, new WatchV2(options.password()));
    if (data == null) {
      return;
    }
    Buffer first = data.next();
    first.skip(TlsRecords.HEADER_BYTES + WatchV2.MAC_BYTES);
    route(conn, null, new FramedConn(conn, data, first, null, null));
  }

  private void serveV3(SocketConn conn) throws IOException {
    FirstHello hello = FirstHello.await(conn, helloLimit, resources().timeouts());
    ShadowTlsUser user = user(hello);
    Conn server = servers.dial(hello.serverName(), user != null);
    if (user == null) {
      env.log()
          .debug(
              null,
              "connection from {}: not authenticated, goes to the handshake server",
              Destination.of(conn.remoteAddress()));
      try (server) {
        resources().pump().both(hello.conn(), server, new Counters());
      }
      return;
    }
    WatchV3 watch = new WatchV3(user.password(), options.strictMode());
    RecordReader data = relay(hello.conn(), server, watch);
    if (data == null) {
      return;
    }
    RecordKeys keys = Objects.requireNonNull(watch.keys());
    RecordTags tags = new RecordTags(keys.client(), keys.server(), null, resources().random());
    route(conn, user.name(), new FramedConn(conn, data, Buffer.wrap(new byte[0]), tags, null));
  }

  /// Null for a client who is none of ours.
  private @Nullable ShadowTlsUser user(FirstHello hello) {
    byte[] message = hello.message();
    ShadowTlsUser found = null;
    if (message != null) {
      for (ShadowTlsUser user : options.users()) {
        if (HelloProof.isSealed(message, user.password()) && found == null) {
          found = user;
        }
      }
    }
    return found;
  }

  private @Nullable RecordReader relay(Conn client, Conn server, HandshakeWatch watch)
      throws IOException {
    return new HandshakeRelay(resources(), client, server, watch).run();
  }

  private void route(SocketConn conn, @Nullable String user, Conn stream) {
    env.router()
        .route(env.session(Network.TCP, conn.remoteAddress(), NOWHERE, user), stream, Reply.NONE);
  }

  private Resources resources() {
    return env.resources();
  }
}
