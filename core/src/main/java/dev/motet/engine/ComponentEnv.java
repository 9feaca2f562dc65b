package dev.motet.engine;

import dev.motet.core.Component;
import dev.motet.core.Dns;
import dev.motet.core.Env;
import dev.motet.core.Log;
import dev.motet.core.Outbound;
import dev.motet.core.Resources;
import dev.motet.core.Router;
import dev.motet.core.Session;
import dev.motet.io.Destination;
import dev.motet.io.Network;
import dev.motet.option.ListenOptions;
import dev.motet.option.Listening;
import dev.motet.tls.cert.TrustedRoots;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// What one component sees of its instance. It outlives reloads as long as the component does: the
/// outbounds it knows are those it depends on, which are then the same ones too.
final class ComponentEnv implements Env {
  private final Instance instance;
  private final String slot;
  private final String type;
  private final String tag;
  private final Log log;
  private final @Nullable ListenOptions listen;
  private final Map<String, Outbound> outbounds;
  private final Gate gate;

  /// Guarded by itself.
  private final Map<Network, InetSocketAddress> listening = new EnumMap<>(Network.class);

  private volatile @Nullable Component<?> component;

  /// @param slot first word of its name: `inbound`
  /// @param options of the component
  /// @param outbounds that it depends on
  /// @param gate holds its sessions back until its configuration is in force
  ComponentEnv(
      Instance instance,
      String slot,
      String type,
      String tag,
      Object options,
      Map<String, Outbound> outbounds,
      Gate gate) {
    this.instance = instance;
    this.slot = slot;
    this.type = type;
    this.tag = tag;
    this.log = Log.named(Component.name(slot, type, tag));
    this.listen = options instanceof Listening l ? l.listen() : null;
    this.outbounds = Map.copyOf(outbounds);
    this.gate = gate;
  }

  /// Called once, before the component starts.
  void belongsTo(Component<?> made) {
    component = made;
  }

  @Override
  public Log log() {
    return log;
  }

  @Override
  public Resources resources() {
    return instance.resources();
  }

  @Override
  public Router router() {
    return instance.router();
  }

  @Override
  public Dns dns() {
    return instance.dns();
  }

  @Override
  public Outbound outbound(String wanted) {
    Outbound outbound = outbounds.get(wanted);
    if (outbound == null) {
      throw new IllegalArgumentException("outbound detour not found: " + wanted);
    }
    return outbound;
  }

  @Override
  public <T> T inherited(Class<T> kind, Supplier<T> first) {
    return instance.inheritance().of(new Inheritance.Owner(slot, type, tag), kind, first);
  }

  @Override
  public void awaitInForce() {
    gate.await();
  }

  @Override
  public SSLContext roots() throws IOException {
    return instance.roots().context();
  }

  @Override
  public TrustedRoots trusted() throws IOException {
    return instance.roots().trusted();
  }

  @Override
  public Session session(
      Network network,
      @Nullable InetSocketAddress source,
      Destination destination,
      @Nullable String user) {
    gate.await();
    int id = ThreadLocalRandom.current().nextInt();
    var facts = new Session.Facts(id, tag, type, network, source, destination, user);
    var session = new Session(facts, resources().timeouts().nanoTime(), listen, component);
    String kind = network == Network.TCP ? "connection" : "packet connection";
    if (source != null) {
      log.info(session, "inbound {} from {}", kind, Destination.of(source));
    }
    if (user == null) {
      log.info(session, "inbound {} to {}", kind, destination);
    } else {
      log.info(session, "[{}] inbound {} to {}", user, kind, destination);
    }
    return session;
  }

  @Override
  public void listening(Network network, InetSocketAddress at) {
    synchronized (listening) {
      listening.put(network, at);
    }
  }

  /// The TCP, else the UDP address that the component told; null when it told none.
  @Nullable InetSocketAddress listening() {
    synchronized (listening) {
      InetSocketAddress tcp = listening.get(Network.TCP);
      return tcp == null ? listening.get(Network.UDP) : tcp;
    }
  }

  boolean listensOn(Network network) {
    synchronized (listening) {
      return listening.containsKey(network);
    }
  }
}
