package dev.motet.testkit;

import dev.motet.core.Dns;
import dev.motet.core.DnsQuery;
import dev.motet.core.Env;
import dev.motet.core.Log;
import dev.motet.core.Outbound;
import dev.motet.core.Outgoing;
import dev.motet.core.Resources;
import dev.motet.core.Router;
import dev.motet.core.Session;
import dev.motet.core.SharedListeners;
import dev.motet.core.UdpBudget;
import dev.motet.io.Buffers;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.Network;
import dev.motet.io.NioBackend;
import dev.motet.io.PacketConn;
import dev.motet.io.Pump;
import dev.motet.io.SocketBackend;
import dev.motet.io.Timeouts;
import dev.motet.tls.cert.TrustedRoots;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// What a component under test lives in: real sockets on the loopback, names and outbounds that the
/// test adds, sessions of an inbound `in`.
public final class TestEnv implements Env, AutoCloseable {
  private final Resources resources;
  private final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();
  private final Map<String, Outbound> outbounds = new ConcurrentHashMap<>();
  private final Map<Class<?>, Object> inherited = new ConcurrentHashMap<>();
  private final List<DnsQuery> queries = new CopyOnWriteArrayList<>();
  private final AtomicInteger sessions = new AtomicInteger();
  private volatile @Nullable InetSocketAddress listening;
  private volatile @Nullable Router router;
  private volatile @Nullable SSLContext roots;
  private volatile TrustedRoots trusted = new TrustedRoots(List.of());

  /// Portable sockets and a real timer.
  public TestEnv() {
    this(Timeouts.system());
  }

  /// Portable sockets and this timer.
  public TestEnv(Timeouts timeouts) {
    this(new NioBackend(timeouts), timeouts);
  }

  /// These sockets and this timer; [#close()] closes both.
  public TestEnv(SocketBackend sockets, Timeouts timeouts) {
    Buffers buffers = new Buffers();
    Pump pump = new Pump(buffers, timeouts, sockets.transfer(), sockets.threads());
    this.resources =
        new Resources(
            sockets,
            new SharedListeners(sockets),
            buffers,
            timeouts,
            pump,
            Clock.systemUTC(),
            new SecureRandom(),
            UdpBudget.of(16_384, 16_384),
            UnaryOperator.identity(),
            new Outgoing());
  }

  /// Makes a name resolve to these addresses; all others do not.
  public TestEnv name(String name, InetAddress... addresses) {
    names.put(name, List.of(addresses));
    return this;
  }

  public TestEnv outbound(String tag, Outbound outbound) {
    outbounds.put(tag, outbound);
    return this;
  }

  public TestEnv router(Router chosen) {
    router = chosen;
    return this;
  }

  /// What was asked for, in order.
  public List<DnsQuery> queries() {
    return queries;
  }

  @Override
  public Log log() {
    return Log.named("test");
  }

  @Override
  public Resources resources() {
    return resources;
  }

  @Override
  public Router router() {
    Router chosen = router;
    if (chosen == null) {
      throw new IllegalStateException("this test has no router");
    }
    return chosen;
  }

  @Override
  public Dns dns() {
    return new TestDns();
  }

  /// Knows the names of this test and serves nobody.
  private final class TestDns implements Dns {
    @Override
    public List<InetAddress> lookup(DnsQuery query) throws IOException {
      return TestEnv.this.lookup(query);
    }

    @Override
    public void serve(Session session, Conn conn) throws IOException {
      throw new IOException("this test serves no DNS");
    }

    @Override
    public void serve(Session session, PacketConn conn) throws IOException {
      throw new IOException("this test serves no DNS");
    }
  }

  @Override
  public <T> T inherited(Class<T> type, Supplier<T> first) {
    return type.cast(inherited.computeIfAbsent(type, _ -> first.get()));
  }

  @Override
  public void awaitInForce() {}

  /// Trusts what [#trust] named, else what the JDK trusts.
  @Override
  public SSLContext roots() throws IOException {
    SSLContext chosen = roots;
    try {
      return chosen == null ? SSLContext.getDefault() : chosen;
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }

  public TestEnv trust(SSLContext context) {
    roots = context;
    return this;
  }

  /// Trusts what [#trust(X509Certificate)] named, else nobody.
  @Override
  public TrustedRoots trusted() {
    return trusted;
  }

  public TestEnv trust(X509Certificate root) {
    trusted = new TrustedRoots(List.of(root));
    return this;
  }

  private List<InetAddress> lookup(DnsQuery query) throws IOException {
    queries.add(query);
    List<InetAddress> addresses = names.get(query.name());
    if (addresses == null) {
      throw new DialException(DialException.Reason.DNS, "no such name: " + query.name());
    }
    return addresses;
  }

  @Override
  public Outbound outbound(String tag) {
    Outbound outbound = outbounds.get(tag);
    if (outbound == null) {
      throw new IllegalArgumentException("outbound not found: " + tag);
    }
    return outbound;
  }

  @Override
  public Session session(
      Network network,
      @Nullable InetSocketAddress source,
      Destination destination,
      @Nullable String user) {
    return new Session(
        new Session.Facts(
            sessions.incrementAndGet(), "in", "test", network, source, destination, user),
        resources.timeouts().nanoTime());
  }

  @Override
  public void listening(Network network, InetSocketAddress at) {
    listening = at;
  }

  /// Where the component under test listens, the last time it began to.
  public InetSocketAddress listening() {
    return java.util.Objects.requireNonNull(listening, "nothing listens");
  }

  @Override
  public void close() {
    resources.sockets().close();
    resources.timeouts().close();
  }
}
