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
import dev.motet.option.RouteOptions;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Lists of rules, and sessions that they are about.
final class RuleSamples {
  private static final Outbound NOWHERE = new Nowhere();

  private RuleSamples() {}

  /// @param kind `suffix` for a domain suffix each; `mixed` for suffixes, address blocks, users with ports, and
  ///   keywords in turn; `regex` for what no index helps with
  static RouteOptions rules(String kind, int count) {
    String rules =
        IntStream.range(0, count).mapToObj(i -> rule(kind, i)).collect(Collectors.joining(",\n"));
    try {
      return ConfigLoader.parse("rules.json", "{\"route\":{\"rules\":[" + rules + "]}}").route();
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String rule(String kind, int i) {
    String condition =
        switch (kind.equals("mixed") ? "suffix block user keyword".split(" ")[i % 4] : kind) {
          case "suffix" -> "\"domain_suffix\":\"host" + i + ".example\"";
          case "block" -> "\"ip_cidr\":\"10." + (i >> 8) + "." + (i & 0xff) + ".0/24\"";
          case "user" -> "\"auth_user\":\"user" + i + "\",\"port\":[80,443]";
          case "keyword" -> "\"domain_keyword\":\"key" + i + "\"";
          case "regex" -> "\"domain_regex\":\"^host" + i + "[.]example$\"";
          default -> throw new IllegalArgumentException(kind);
        };
    return "{" + condition + ",\"outbound\":\"way\"}";
  }

  static Snapshot snapshot(RouteOptions route) {
    var way = new Component<>("outbound", "test", "way", NOWHERE, () -> {});
    return new Snapshot(1, route, Map.of("way", way), way, Map.of(), Map.of());
  }

  /// One in three has a name that some rule is about, the others have other names and addresses.
  static Session.Facts[] sessions(Random random, int rules, int count) {
    Session.Facts[] sessions = new Session.Facts[count];
    for (int i = 0; i < count; i++) {
      String host =
          switch (i % 3) {
            case 0 -> "www.host" + random.nextInt(Math.max(1, rules)) + ".example";
            case 1 -> "cdn" + random.nextInt(1_000_000) + ".assets.example";
            default -> "192.0.2." + random.nextInt(256);
          };
      sessions[i] =
          new Session.Facts(
              i,
              "in",
              "socks",
              Network.TCP,
              new InetSocketAddress("127.0.0.1", 1024 + random.nextInt(60_000)),
              Destination.of(host, 443),
              null);
    }
    return sessions;
  }

  /// Is never dialled.
  private record Nowhere() implements Outbound {
    @Override
    public Set<Network> networks() {
      return EnumSet.allOf(Network.class);
    }

    @Override
    public Conn dial(DialRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public PacketConn bind(DialRequest request) {
      throw new UnsupportedOperationException();
    }
  }
}
