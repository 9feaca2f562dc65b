package dev.motet.route;

import dev.motet.io.Destination;
import dev.motet.io.IpLiteral;
import dev.motet.io.Network;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A session that somebody supposes, to be told what the rules would do with it.
///
/// @param inbound tag; `""` for none
/// @param source the client; null for an unknown one
/// @param destination what the client asks for
/// @param user null where nobody logged in
/// @param protocol what a sniffer is supposed to recognise; null for nothing
/// @param client, domain what it finds with the protocol, or what is known of the domain without
///   one
/// @param resolve whether rules really look names up
public record Question(
    String inbound,
    Network network,
    @Nullable InetSocketAddress source,
    Destination destination,
    @Nullable String user,
    @Nullable String protocol,
    @Nullable String client,
    @Nullable String domain,
    boolean resolve) {

  /// A stream to this destination, nothing else known.
  public Question(Destination destination) {
    this("", Network.TCP, null, destination, null, null, null, null, false);
  }

  /// What a program asks: the fields by their names, destinations and sources as text.
  ///
  /// @throws IllegalArgumentException with what is wrong
  public static Question of(Map<String, ?> fields) {
    String source = text(fields, "source");
    String network = text(fields, "network");
    String destination = text(fields, "destination");
    if (destination == null) {
      throw new IllegalArgumentException("no destination (expected: host:port)");
    }
    String inbound = text(fields, "inbound");
    return new Question(
        inbound == null ? "" : inbound,
        network == null ? Network.TCP : network(network),
        source == null ? null : source(source),
        destination(destination),
        text(fields, "user"),
        text(fields, "protocol"),
        text(fields, "client"),
        text(fields, "domain"),
        Boolean.TRUE.equals(fields.get("resolve")));
  }

  /// As [#of(Map)] takes it.
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    put(fields, "inbound", inbound.isEmpty() ? null : inbound);
    put(fields, "network", network.toString());
    put(fields, "source", source == null ? null : Destination.of(source).toString());
    put(fields, "destination", destination.toString());
    put(fields, "user", user);
    put(fields, "protocol", protocol);
    put(fields, "client", client);
    put(fields, "domain", domain);
    put(fields, "resolve", resolve ? true : null);
    return fields;
  }

  private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  private static @Nullable String text(Map<String, ?> fields, String name) {
    Object value = fields.get(name);
    return value == null ? null : String.valueOf(value);
  }

  private static Network network(String text) {
    return switch (text) {
      case "tcp" -> Network.TCP;
      case "udp" -> Network.UDP;
      default ->
          throw new IllegalArgumentException(
              "\"" + text + "\" is no network (expected: tcp or udp)");
    };
  }

  private static Destination destination(String text) {
    if (isDestination(text)) {
      int colon = text.lastIndexOf(':');
      return Destination.of(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
    throw new IllegalArgumentException("\"" + text + "\" is no destination (expected: host:port)");
  }

  private static boolean isDestination(String text) {
    return text.matches("(?s).+:[0-9]{1,5}");
  }

  /// An address, with a port or without.
  private static InetSocketAddress source(String text) {
    InetAddress bare = IpLiteral.parse(text);
    if (bare != null) {
      return new InetSocketAddress(bare, 0);
    }
    if (isDestination(text) && destination(text) instanceof Destination.Ip ip) {
      return ip.toSocketAddress();
    }
    throw new IllegalArgumentException(
        "\"" + text + "\" is no source (expected: an IP address, or one with a port)");
  }
}
