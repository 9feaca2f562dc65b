package dev.motet.engine;

import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.core.Outbound;
import dev.motet.core.Sessions;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.PacketConn;
import dev.motet.route.Explanation;
import dev.motet.route.Question;
import dev.motet.service.ntp.SntpClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/// A running instance: the public entry of the library. Several can run in one JVM and share
/// nothing. Thread-safe.
public final class Motet implements AutoCloseable {
  /// How long cut sessions may take to notice, in each of two steps.
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

  private final Machinery machinery;
  private final Instance instance;
  private final Engine engine;
  private final ReentrantLock changes = new ReentrantLock();

  private final EmbeddedClient embedded;
  private final long startNanos;

  /// Guarded by `changes`.
  private boolean closing;

  private Motet(Machinery machinery) {
    this.machinery = machinery;
    this.instance = Instance.of(machinery.resources(), machinery.clock());
    this.engine = new Engine(instance, this::networkChanged);
    this.embedded = new EmbeddedClient(instance);
    this.startNanos = machinery.resources().timeouts().nanoTime();
  }

  /// As [#start(Config, MotetOptions)] with what fits most machines.
  public static Motet start(Config config) throws IOException {
    return start(config, MotetOptions.DEFAULT);
  }

  /// Starts everything the configuration names; when anything fails, closes what had started.
  ///
  /// @throws IOException with the component's name in front: `start inbound/socks[in]: …`
  public static Motet start(Config config, MotetOptions options) throws IOException {
    Machinery machinery = Machinery.open(options);
    boolean started = false;
    try {
      Motet motet = new Motet(machinery);
      try {
        motet.engine.start(config);
        started = true;
      } finally {
        if (!started) {
          motet.engine.close();
        }
      }
      return motet;
    } finally {
      if (!started) {
        machinery.close();
      }
    }
  }

  /// Makes everything the configuration names, as a start would, and starts none of it: no socket
  /// is opened, no port taken.
  ///
  /// @throws IOException with the place in front: `initialize outbound[2]: …`
  public static void check(Config config) throws IOException {
    var portable = new MotetOptions(MotetOptions.Sockets.NIO, Clock.systemUTC());
    try (Machinery machinery = Machinery.open(portable)) {
      Instance instance = Instance.of(machinery.resources(), machinery.clock());
      Generation made = new Assembly(instance, config, null).build();
      try {
        instance.router().swap(made.snapshot(0)); // it warns of what clients can reach
      } finally {
        made.release();
      }
    }
  }

  /// The TCP (else UDP) address of each listening inbound by tag, with real ports, in file order.
  public Map<String, InetSocketAddress> listening() {
    changes.lock();
    try {
      return engine.current().listening();
    } finally {
      changes.unlock();
    }
  }

  /// Opens a stream as a client of the instance: its rules decide. Blocks until the destination is
  /// connected, or until a rule that looks at the first bytes has accepted it. The caller closes
  /// it.
  ///
  /// @throws dev.motet.io.DialException with the reason when it is refused or cannot be reached
  public Conn dial(Destination to) throws IOException {
    return embedded.dial(to, EmbeddedClient.NO_LIMIT);
  }

  /// Opens an association as a client of the instance: its rules decide by the first destination.
  /// The caller closes it.
  public PacketConn bind(Destination first) {
    return embedded.bind(first);
  }

  /// Sockets that dial as [#dial] does, for libraries that take a factory. They are not sockets of
  /// the system and have no channel.
  public SocketFactory socketFactory() {
    return new RoutedSocketFactory(embedded);
  }

  /// For libraries that take a selector: their connections go to this inbound over the loopback.
  ///
  /// @param inbound tag of one of type `http`, `mixed` or `socks` that listens
  /// @throws IllegalArgumentException when there is no such inbound
  public ProxySelector proxySelector(String inbound) {
    changes.lock();
    try {
      return new InboundProxySelector(
          engine.current().typeOfProxy(inbound), () -> proxyAddress(inbound));
    } finally {
      changes.unlock();
    }
  }

  private InetSocketAddress proxyAddress(String inbound) {
    InetSocketAddress at = listening().get(inbound);
    if (at == null) {
      throw new IllegalArgumentException("no inbound \"" + inbound + "\" listens");
    }
    return at.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), at.getPort())
        : at;
  }

  /// A way out: of the outbound with this tag, of the default one without. Each dial uses the
  /// configuration in force, past its rules.
  ///
  /// @throws IOException when there is no such outbound
  public Dialer dialer(@Nullable String tag) throws IOException {
    Dialer dialer = new OutboundDialer(tag);
    outbound(tag);
    return dialer;
  }

  /// How far the clock of a time server is ahead of the machine's; blocks the calling virtual
  /// thread.
  public Duration clockOffset(Dialer dialer, Destination server) throws IOException {
    return new SntpClient(dialer, server, instance.resources(), Clock.systemUTC()).offset();
  }

  private Outbound outbound(@Nullable String tag) throws IOException {
    changes.lock();
    try {
      if (closing) {
        throw new IOException("the instance is closed");
      }
      return engine.current().outbound(tag);
    } finally {
      changes.unlock();
    }
  }

  /// What the rules in force would do with a session, and why: rule by rule. Blocks the calling
  /// virtual thread where the question wants names looked up.
  ///
  /// @throws IllegalArgumentException when the question names an inbound or protocol that is not
  ///   there
  public Explanation explain(Question question) throws IOException {
    return instance.router().explain(question);
  }

  /// Number of sessions under way.
  public int sessionCount() {
    return instance.sessions().count();
  }

  /// The sessions under way, the oldest first.
  public List<SessionInfo> sessions() {
    long now = instance.resources().timeouts().nanoTime();
    return instance.sessions().list().stream()
        .map(session -> SessionInfo.of(session, now))
        .sorted(Comparator.comparing(SessionInfo::age).reversed())
        .toList();
  }

  /// Cuts a session.
  ///
  /// @param id of [SessionInfo]
  /// @return whether there was one
  public boolean closeSession(long id) {
    IOException reason = new IOException("closed by hand");
    return instance.sessions().cancel(s -> Integer.toUnsignedLong(s.facts().id()) == id, reason)
        > 0;
  }

  public Status status() {
    changes.lock();
    try {
      Sessions.Totals totals = instance.sessions().totals();
      return new Status(
          Duration.ofNanos(instance.resources().timeouts().nanoTime() - startNanos),
          engine.snapshots(),
          engine.current().names(),
          engine.current().listening(),
          instance.sessions().count(),
          totals.accepted(),
          totals.up(),
          totals.down());
    } finally {
      changes.unlock();
    }
  }

  /// The groups of outbounds, in file order.
  public List<GroupInfo> groups() {
    changes.lock();
    try {
      return engine.current().groups();
    } finally {
      changes.unlock();
    }
  }

  /// Chooses a member of a group by hand.
  ///
  /// @throws IllegalArgumentException when there is no such group or member, or the group chooses
  ///   by itself; the message is for the user
  public void select(String group, String member) {
    changes.lock();
    try {
      engine.current().group(group).select(member);
    } finally {
      changes.unlock();
    }
  }

  /// Replaces the configuration. On an exception the old one runs on unchanged.
  public void reload(Config config) throws IOException {
    changes.lock();
    try {
      if (closing) {
        throw new IOException("reload of an instance that is closing");
      }
      engine.start(config);
    } finally {
      changes.unlock();
    }
  }

  /// Stops accepting, lets sessions end by themselves for at most `limit`, cancels the rest,
  /// closes. Blocks until done; [#close()] from another thread cuts it short.
  public void drain(Duration limit) {
    changes.lock();
    try {
      if (!closing) {
        engine.current().stopAccepting();
      }
    } finally {
      changes.unlock();
    }
    awaitNoSessions(limit);
    close();
  }

  /// Called on the timer thread.
  private void networkChanged() {
    instance
        .resources()
        .start(
            "motet-network",
            () -> {
              changes.lock();
              try {
                if (!closing) {
                  engine.networkChanged();
                }
              } finally {
                changes.unlock();
              }
            });
  }

  /// Ends all sessions and frees everything. Idempotent.
  @Override
  public void close() {
    changes.lock();
    try {
      if (!closing) {
        closing = true;
        closeAll();
      }
    } finally {
      changes.unlock();
    }
  }

  private void closeAll() {
    try {
      engine.current().stopAccepting();
      instance.sessions().cancel(_ -> true, new IOException("the instance closes"));
      engine.current().release();
      engine.current().closeDnsServers();
      awaitNoSessions(CLOSE_LIMIT);
      // ends dials under way
      instance.resources().sockets().close();
      awaitNoSessions(CLOSE_LIMIT);
    } finally {
      engine.close();
      machinery.close();
    }
  }

  /// An interrupted thread waits no longer and stays interrupted.
  private void awaitNoSessions(Duration limit) {
    try {
      instance.sessions().awaitNone(limit, instance.resources().timeouts());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Looks its outbound up for each dial, so that a reload counts.
  private final class OutboundDialer implements Dialer {
    private final @Nullable String tag;

    OutboundDialer(@Nullable String tag) {
      this.tag = tag;
    }

    @Override
    public Conn dial(DialRequest request) throws IOException {
      return outbound(tag).dial(request);
    }

    @Override
    public PacketConn bind(DialRequest request) throws IOException {
      return outbound(tag).bind(request);
    }
  }
}
