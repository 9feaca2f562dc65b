package dev.motet.junit;

import dev.motet.engine.Config;
import dev.motet.engine.ConfigLoader;
import dev.motet.engine.Motet;
import dev.motet.engine.MotetOptions;
import dev.motet.engine.SessionInfo;
import dev.motet.json.ConfigException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.util.List;
import java.util.Objects;
import javax.net.SocketFactory;

/// A proxy for SOCKS and HTTP on a free loopback port, whose ways out have faults. Thread-safe.
public final class TestProxy implements AutoCloseable {
  /// Tag of the inbound that clients use; a configuration of one's own needs one of type `mixed`.
  public static final String INBOUND = "test";

  private static final String CONFIG =
      """
      {"inbounds": [{"type": "mixed", "tag": "test", "listen": "127.0.0.1", "listen_port": 0}],
       "outbounds": [{"type": "direct", "tag": "direct"}]}
      """;

  private final Motet motet;
  private final Faults faults;

  private TestProxy(Motet motet, Faults faults) {
    this.motet = motet;
    this.faults = faults;
  }

  /// Straight out to every destination.
  public static TestProxy start() throws IOException {
    try {
      return start(ConfigLoader.parse("test", CONFIG));
    } catch (ConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  /// With rules, outbounds, names of one's own.
  ///
  /// @param config with an inbound of type `mixed` and the tag `test`
  public static TestProxy start(Config config) throws IOException {
    Faults faults = new Faults();
    Motet motet =
        Motet.start(
            config, MotetOptions.DEFAULT.withAround(dialer -> new FaultyDialer(dialer, faults)));
    return new TestProxy(motet, faults);
  }

  /// Where clients connect to.
  public InetSocketAddress address() {
    return Objects.requireNonNull(
        motet.listening().get(INBOUND), "the configuration has no inbound \"test\" that listens");
  }

  public Proxy http() {
    return new Proxy(Proxy.Type.HTTP, address());
  }

  public Proxy socks() {
    return new Proxy(Proxy.Type.SOCKS, address());
  }

  public ProxySelector selector() {
    return motet.proxySelector(INBOUND);
  }

  public SocketFactory socketFactory() {
    return motet.socketFactory();
  }

  /// What goes wrong; nothing does at first.
  public Faults faults() {
    return faults;
  }

  /// The sessions under way.
  public List<SessionInfo> sessions() {
    return motet.sessions();
  }

  /// The instance itself.
  public Motet motet() {
    return motet;
  }

  @Override
  public void close() {
    motet.close();
  }
}
