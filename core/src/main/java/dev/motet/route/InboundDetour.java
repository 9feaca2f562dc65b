package dev.motet.route;

import dev.motet.core.Component;
import dev.motet.core.Inbound;
import dev.motet.core.Injectable;
import dev.motet.core.Session;
import dev.motet.io.Conn;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.ForwardingConn;
import dev.motet.io.SocketConn;
import dev.motet.option.ListenOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/// Hands what an inbound unwrapped to the inbound that its `detour` names (inventory SH-4, RF-1).
final class InboundDetour {
  private InboundDetour() {}

  /// Serves `conn` at the inbound with this tag; blocks until that is done.
  static void serve(Snapshot snapshot, String tag, Session session, Conn conn) throws IOException {
    Component<? extends Inbound> target = target(snapshot, tag, session);
    if (!(target.instance() instanceof Injectable injectable)) {
      throw refusal("inbound detour is not TCP injectable: " + tag);
    }
    if (!target.hold()) {
      throw refusal("inbound detour is closing: " + tag);
    }
    try {
      injectable.serve(new Handed(conn, session));
    } finally {
      target.release();
    }
  }

  /// No inbound takes associations of another one yet.
  static DialException packetsRefused(Snapshot snapshot, String tag, Session session) {
    try {
      target(snapshot, tag, session);
    } catch (DialException e) {
      return e;
    }
    return refusal("inbound detour is not UDP injectable: " + tag);
  }

  private static Component<? extends Inbound> target(Snapshot snapshot, String tag, Session session)
      throws DialException {
    Component<? extends Inbound> target = snapshot.inbound(tag);
    if (target == null) {
      throw refusal("inbound detour not found: " + tag);
    }
    Set<String> passed = new HashSet<>();
    passed.add(session.facts().inbound());
    for (String next = tag; next != null; next = snapshot.detourOf(next)) {
      if (!passed.add(next)) {
        throw refusal("routing loop on detour: " + tag);
      }
    }
    return target;
  }

  private static DialException refusal(String why) {
    return new DialException(Reason.UNSUPPORTED, why);
  }

  /// A stream in the role of an accepted connection.
  private static final class Handed extends ForwardingConn implements SocketConn {
    private final InetSocketAddress local;
    private final InetSocketAddress remote;

    Handed(Conn below, Session session) {
      super(below);
      ListenOptions listen = session.listen();
      this.local =
          below instanceof SocketConn socket
              ? socket.localAddress()
              : listen == null ? unknown() : listen.address();
      this.remote = Objects.requireNonNullElseGet(session.facts().source(), Handed::unknown);
    }

    @Override
    public InetSocketAddress localAddress() {
      return local;
    }

    @Override
    public InetSocketAddress remoteAddress() {
      return remote;
    }

    @Override
    public Conn source() {
      return below.source();
    }

    @Override
    public Conn sink() {
      return below.sink();
    }

    private static InetSocketAddress unknown() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
  }
}
