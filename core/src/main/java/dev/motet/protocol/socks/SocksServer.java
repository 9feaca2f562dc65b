package dev.motet.protocol.socks;

import dev.motet.core.Env;
import dev.motet.core.Reply;
import dev.motet.core.Session;
import dev.motet.core.Users;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.FirstPackets;
import dev.motet.io.Network;
import dev.motet.io.PacketConn;
import dev.motet.io.SocketConn;
import dev.motet.io.SocketPacketConn;
import dev.motet.io.StreamReader;
import dev.motet.io.Timeouts;
import dev.motet.option.ListenOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Serves one SOCKS connection at a time for each calling thread; shared by the inbounds that
/// accept them.
public final class SocksServer {
  /// Time that a client has for its request.
  public static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(15);

  /// For the reader that a connection is served with.
  public static final int MAX_MESSAGE_BYTES = SocksHandshake.MAX_MESSAGE_BYTES;

  private static final Duration FIRST_PACKET_LIMIT = Duration.ofMinutes(5);

  private final Env env;
  private final ListenOptions listen;
  private final Users users;
  private final Duration handshakeLimit;

  public SocksServer(Env env, ListenOptions listen, Users users, Duration handshakeLimit) {
    this.env = env;
    this.listen = listen;
    this.users = users;
    this.handshakeLimit = handshakeLimit;
  }

  /// Blocks until the connection was served; the caller closes it.
  ///
  /// @param in reads `conn`, at most its first byte was peeked at
  public void serve(SocketConn conn, StreamReader in) throws IOException {
    Timeouts timeouts = env.resources().timeouts();
    SocksRequest request;
    try (Timeouts.Timeout _ = timeouts.abort(conn, handshakeLimit, this::tooSlow)) {
      request = new SocksHandshake(in, conn, users).run();
    }
    // No switch: it would be linked while the first client of a process waits.
    if (request instanceof SocksRequest.Connect(int version, Destination to, String user)) {
      Session session = env.session(Network.TCP, conn.remoteAddress(), to, user);
      env.router().route(session, in.rest(), new SocksReply(conn, version));
    } else if (request instanceof SocksRequest.Associate(String user)) {
      associate(conn, user);
    } else {
      String why = ((SocksRequest.Refused) request).why();
      env.log().debug(null, "connection from {}: {}", Destination.of(conn.remoteAddress()), why);
    }
  }

  private void associate(SocketConn conn, @Nullable String user) throws IOException {
    SocketPacketConn socket;
    try {
      socket =
          env.resources()
              .sockets()
              .bind(
                  new InetSocketAddress(conn.localAddress().getAddress(), 0),
                  listen.toSocketConfig());
    } catch (IOException e) {
      reply(conn, Socks5Code.GENERAL_FAILURE, SocksHandshake.ANY);
      throw e;
    }
    SocksPeer.Client client = new SocksPeer.Client(conn.remoteAddress().getAddress());
    try (PacketConn packets =
        SocksAssociation.of(new SocksPackets(socket, client), conn, env.resources())) {
      reply(conn, Socks5Code.SUCCEEDED, Destination.of(socket.localAddress()));
      route(packets, conn.remoteAddress(), user);
    }
  }

  /// The first packet tells what to route by; the client is who asked for the association, as in
  /// sing-box, whatever port its packets come from.
  private void route(PacketConn packets, InetSocketAddress control, @Nullable String user)
      throws IOException {
    Duration limit = listen.udpTimeout() == null ? FIRST_PACKET_LIMIT : listen.udpTimeout();
    FirstPackets first;
    try (Timeouts.Timeout _ =
        env.resources().timeouts().after(limit, () -> packets.abort(noPackets(limit)))) {
      first = FirstPackets.await(packets);
    }
    Session session = env.session(Network.UDP, control, first.destination(), user);
    env.router().route(session, first, Reply.NONE);
  }

  private static void reply(SocketConn conn, Socks5Code code, Destination bound)
      throws IOException {
    SocksHandshake.send(conn, new Socks5.Reply(code.wire(), bound)::write);
  }

  private DialException tooSlow() {
    return new DialException(
        DialException.Reason.TIMEOUT, "no request within " + handshakeLimit.toSeconds() + " s");
  }

  private static DialException noPackets(Duration limit) {
    return new DialException(
        DialException.Reason.TIMEOUT, "no packet within " + limit.toSeconds() + " s");
  }
}
