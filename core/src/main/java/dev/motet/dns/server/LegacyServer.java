package dev.motet.dns.server;

import dev.motet.core.ComponentType;
import dev.motet.dns.message.Rcode;
import dev.motet.io.Destination;
import dev.motet.io.IpPrefix;
import dev.motet.io.SocketConfig;
import dev.motet.json.Fields;
import dev.motet.json.Reference;
import dev.motet.option.Addresses;
import dev.motet.option.DialOptions;
import dev.motet.option.DomainResolverOptions;
import dev.motet.option.DomainStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// A server in the form from before 1.12, with its `address` as a URL, as one in the new form
/// (inventory DS-0, MS-4).
///
/// @param detoured the options with a detour through an outbound; null where none is missing
/// @param strategy where a query has none
/// @param clientSubnet where a query has none
public record LegacyServer<O>(
    ComponentType<O, DnsServer> type,
    O options,
    @Nullable BiFunction<O, String, O> detoured,
    DomainStrategy strategy,
    @Nullable IpPrefix clientSubnet) {
  private static final Map<String, Integer> RCODES =
      Map.of(
          "success", Rcode.NOERROR,
          "format_error", Rcode.FORMERR,
          "server_failure", Rcode.SERVFAIL,
          "name_error", Rcode.NXDOMAIN,
          "not_implemented", Rcode.NOTIMP,
          "refused", Rcode.REFUSED);

  private static final List<String> UNBUILT =
      List.of("tls", "https", "quic", "h3", "dhcp", "fakeip");

  private static final ComponentType<Integer, DnsServer> RCODE =
      new ComponentType<>(
          "rcode",
          _ -> {
            throw new IllegalStateException("no configuration names this type");
          },
          (_, code) -> new RcodeServer(code));

  public static LegacyServer<?> decode(Fields f) {
    f.warn(
        "",
        "legacy DNS servers are deprecated; write \"type\" and \"server\" instead of \"address\"");
    String address = f.string("address", "");
    String resolver = f.reference("address_resolver", Reference.Kind.DNS_SERVER, true);
    DomainStrategy addressStrategy =
        f.choice("address_strategy", DomainStrategy.class, DomainStrategy.AS_IS);
    Duration delay = f.duration("address_fallback_delay", Duration.ZERO);
    DomainStrategy strategy = f.choice("strategy", DomainStrategy.class, DomainStrategy.AS_IS);
    String detour = f.reference("detour", Reference.Kind.OUTBOUND, true);
    IpPrefix subnet = f.parsed("client_subnet", Addresses.SUBNET, Addresses::subnet);
    DialOptions dial =
        new DialOptions(
            detour,
            SocketConfig.DEFAULT,
            resolver == null
                ? null
                : new DomainResolverOptions(resolver, addressStrategy, false, null, null),
            null,
            delay.isPositive() ? delay : DialOptions.DEFAULT.fallbackDelay(),
            DomainStrategy.AS_IS,
            f.position(""));
    LegacyAddress parsed = LegacyAddress.parse(address);
    return switch (parsed.scheme()) {
      case "local" ->
          new LegacyServer<>(
              LocalServer.TYPE,
              new LocalServerOptions(DialOptions.DEFAULT),
              null,
              strategy,
              subnet);
      case "rcode" -> new LegacyServer<>(RCODE, rcode(f, parsed.host()), null, strategy, subnet);
      default ->
          new LegacyServer<>(
              parsed.scheme().equals("tcp") ? TcpServer.TYPE : UdpServer.TYPE,
              remote(f, parsed, dial),
              detour == null ? RemoteServerOptions::through : null,
              strategy,
              subnet);
    };
  }

  /// What the list of servers does not keep: rules that name it answer by themselves.
  public boolean isRcode() {
    return type.equals(RCODE);
  }

  /// Servers in the new form without a detour dial by themselves, these do not.
  public boolean dialsThroughDefault() {
    return detoured != null;
  }

  /// The same through an outbound, where it needs one.
  public LegacyServer<O> through(String outbound) {
    return detoured == null
        ? this
        : new LegacyServer<>(type, detoured.apply(options, outbound), null, strategy, clientSubnet);
  }

  private static Integer rcode(Fields f, String name) {
    Integer code = RCODES.get(name);
    if (code == null) {
      f.invalid("address", "unknown rcode: " + name);
    }
    return code == null ? Rcode.NOERROR : code;
  }

  private static RemoteServerOptions remote(Fields f, LegacyAddress address, DialOptions dial) {
    String scheme = address.scheme();
    Destination server = RemoteServerOptions.destination(address.host(), address.port());
    if (UNBUILT.contains(scheme)) {
      f.unbuilt("address");
    } else if (!scheme.equals("udp") && !scheme.equals("tcp")) {
      f.invalid("address", "unsupported DNS server scheme: " + scheme);
    } else if (!RemoteServerOptions.isHost(address.host())) {
      f.invalid("address", "invalid server address");
    } else if (server instanceof Destination.Name
        && dial.detour() == null
        && dial.domainResolver() == null) {
      f.invalid("address", "missing address resolver for server: " + server.host());
    }
    return new RemoteServerOptions(server, dial);
  }

  /// Parts of a URL, or of a host with or without a port.
  ///
  /// @param scheme in lower case
  /// @param host empty when it is wrong
  /// @param port 0 for the usual one
  private record LegacyAddress(String scheme, String host, int port) {
    static LegacyAddress parse(String text) {
      int end = text.indexOf("://");
      if (end < 0) {
        return text.equals("local") || text.equals("fakeip")
            ? new LegacyAddress(text, "", 0)
            : authority("udp", text);
      }
      String scheme = text.substring(0, end).toLowerCase(Locale.ROOT);
      String rest = text.substring(end + 3).split("[/?#]", 2)[0];
      return authority(scheme, rest.substring(rest.lastIndexOf('@') + 1));
    }

    private static LegacyAddress authority(String scheme, String text) {
      int colon = text.lastIndexOf(':');
      boolean bracketed = text.startsWith("[");
      boolean hasPort = bracketed ? colon > text.indexOf(']') : colon == text.indexOf(':');
      if (colon < 0 || !hasPort) {
        return new LegacyAddress(scheme, bare(text), 0);
      }
      String digits = text.substring(colon + 1);
      int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : -1;
      boolean right = port >= 0 && port <= 0xffff;
      return new LegacyAddress(
          scheme, right ? bare(text.substring(0, colon)) : "", right ? port : 0);
    }

    private static String bare(String host) {
      return host.startsWith("[") && host.endsWith("]")
          ? host.substring(1, host.length() - 1)
          : host;
    }
  }
}
