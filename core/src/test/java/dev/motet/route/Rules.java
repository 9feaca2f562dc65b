package dev.motet.route;

import dev.motet.core.Component;
import dev.motet.core.DialRequest;
import dev.motet.core.Outbound;
import dev.motet.core.Session;
import dev.motet.engine.ConfigLoader;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.Network;
import dev.motet.io.PacketConn;
import dev.motet.json.ConfigException;
import dev.motet.option.LegacyInboundOptions;
import dev.motet.option.ListenOptions;
import dev.motet.option.Listening;
import dev.motet.testkit.Listen;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Snapshots from configuration text and outbounds that a test scripts.
final class Rules {
  private final Map<String, Component<? extends Outbound>> outbounds = new HashMap<>();
  private final Map<String, Component<? extends dev.motet.core.Inbound>> inbounds = new HashMap<>();
  private final Map<String, Listening> listening = new HashMap<>();

  /// An outbound that a test scripts.
  interface Script {
    Conn dial(DialRequest request) throws IOException;
  }

  Rules outbound(String tag, Outbound outbound) {
    outbounds.put(tag, new Component<>("outbound", "test", tag, outbound, () -> {}));
    return this;
  }

  Rules inbound(String tag, dev.motet.core.Inbound inbound) {
    inbounds.put(tag, new Component<>("inbound", "test", tag, inbound, () -> {}));
    return this;
  }

  Rules detour(String from, String to) {
    return listening(from, Listen.on("127.0.0.1", to, LegacyInboundOptions.NONE));
  }

  Rules listening(String inbound, ListenOptions options) {
    return listening(inbound, (Listening) () -> options);
  }

  Rules listening(String inbound, Listening options) {
    listening.put(inbound, options);
    return this;
  }

  Component<? extends Outbound> component(String tag) {
    return outbounds.get(tag);
  }

  /// @param rules a JSON list
  Snapshot snapshot(long number, String fallback, String rules) throws ConfigException {
    return snapshot(number, fallback, rules, "[]");
  }

  /// @param rules, ruleSets JSON lists
  Snapshot snapshot(long number, String fallback, String rules, String ruleSets)
      throws ConfigException {
    return ofRoute(number, fallback, "{\"rules\": " + rules + ", \"rule_set\": " + ruleSets + "}");
  }

  /// @param route a JSON object: the section
  Snapshot ofRoute(long number, String fallback, String route) throws ConfigException {
    return new Snapshot(
        number,
        ConfigLoader.parse("rules.json", "{\"route\": " + route + "}").route(),
        outbounds,
        outbounds.get(fallback),
        inbounds,
        listening);
  }

  static Outbound tcp(Script script) {
    return new Scripted(EnumSet.of(Network.TCP), script);
  }

  static Outbound both(Script script) {
    return new Scripted(EnumSet.allOf(Network.class), script);
  }

  static Session session(Network network, String host, int port) {
    return session("in", network, "127.0.0.1", host, port, null);
  }

  static Session session(
      String inbound, Network network, String source, String host, int port, String user) {
    Destination destination = Destination.of(host, port);
    return new Session(
        new Session.Facts(
            1, inbound, "test", network, new InetSocketAddress(source, 50_000), destination, user),
        0);
  }

  private record Scripted(Set<Network> networks, Script script) implements Outbound {
    @Override
    public Conn dial(DialRequest request) throws IOException {
      return script.dial(request);
    }

    @Override
    public PacketConn bind(DialRequest request) throws IOException {
      throw new IOException("no packets");
    }
  }
}
