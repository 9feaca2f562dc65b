package dev.motet.option;

import dev.motet.io.SocketConfig;
import dev.motet.json.Fields;
import dev.motet.json.Position;
import dev.motet.json.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How connections are opened (inventory SH-5).
///
/// @param detour tag of the outbound to dial through; null for none. Everything else but the
///   resolver is then without effect
/// @param socket what every socket is set to
/// @param domainResolver null when absent
/// @param networkStrategy null when absent
/// @param fallbackDelay of Happy Eyeballs
/// @param domainStrategy legacy
/// @param position of the object, for errors found later
public record DialOptions(
    @Nullable String detour,
    SocketConfig socket,
    @Nullable DomainResolverOptions domainResolver,
    @Nullable String networkStrategy,
    Duration fallbackDelay,
    DomainStrategy domainStrategy,
    Position position) {

  private static final Set<String> NETWORK_TYPES = Set.of("wifi", "cellular", "ethernet", "other");

  /// What an outbound without any dial field has.
  public static final DialOptions DEFAULT =
      new DialOptions(
          null,
          SocketConfig.DEFAULT,
          null,
          null,
          Duration.ofMillis(300),
          DomainStrategy.AS_IS,
          Position.NONE);

  /// What the outbound `direct` has without any dial field.
  public static final DialOptions DIRECT =
      new DialOptions(
          null,
          SocketConfig.DEFAULT.withUdpFragment(true),
          null,
          null,
          DEFAULT.fallbackDelay,
          DEFAULT.domainStrategy,
          Position.NONE);

  public static DialOptions decode(Fields f) {
    return decodeWith(f, DEFAULT);
  }

  /// @param absent what holds where `udp_fragment` is absent
  public static DialOptions decodeWith(Fields f, DialOptions absent) {
    NetworkStrategy chosen =
        f.choice("network_strategy", NetworkStrategy.class, NetworkStrategy.DEFAULT);
    NetworkStrategy strategy = f.has("network_strategy") ? chosen : null;
    for (String name : List.of("network_type", "fallback_network_type")) {
      List<String> types =
          f.parsedList(name, "wifi, cellular, ethernet or other", DialOptions::networkType);
      warnOfTypes(f, name, !types.isEmpty());
    }
    SocketConfig socket = socket(f, absent.socket.udpFragment());
    if (strategy != null
        && (socket.bindInterface() != null
            || socket.bind4() != null
            || socket.bind6() != null
            || socket.fastOpen())) {
      f.invalid(
          "network_strategy",
          "`network_strategy` is conflict with `bind_interface`, `inet4_bind_address`,"
              + " `inet6_bind_address` and `tcp_fast_open`");
    } else {
      warnOfTypes(f, "network_strategy", chosen != NetworkStrategy.DEFAULT);
    }
    if (f.has("domain_strategy")) {
      f.warn(
          "domain_strategy",
          "`domain_strategy` is deprecated; write \"domain_resolver\": {\"server\": \"…\","
              + " \"strategy\": \"…\"} instead");
    }
    return new DialOptions(
        f.reference("detour", Reference.Kind.OUTBOUND, true),
        socket,
        DomainResolverOptions.decode(f, "domain_resolver"),
        strategy == null ? null : strategy.toString(),
        Texts.positive(f.duration("fallback_delay", Duration.ZERO), DEFAULT.fallbackDelay),
        f.choice("domain_strategy", DomainStrategy.class, DomainStrategy.AS_IS),
        f.position(""));
  }

  private static void warnOfTypes(Fields f, String name, boolean wanted) {
    if (wanted) {
      f.warn(name, "without effect: interfaces have no known type on this platform");
    }
  }

  /// The same through an outbound.
  public DialOptions through(String outbound) {
    return new DialOptions(
        outbound, socket, domainResolver, networkStrategy, fallbackDelay, domainStrategy, position);
  }

  private static SocketConfig socket(Fields f, @Nullable Boolean udpFragment) {
    return new SocketConfig(
        Texts.nonEmpty(f, "bind_interface"),
        f.parsed("inet4_bind_address", "an IPv4 address", Addresses::ipv4),
        f.parsed("inet6_bind_address", "an IPv6 address", Addresses::ipv6),
        f.mark("routing_mark"),
        f.bool("reuse_addr", false),
        Texts.nonEmpty(f, "netns"),
        SocketConfig.DEFAULT.keepAliveIdle(),
        SocketConfig.DEFAULT.keepAliveInterval(),
        Texts.positive(
            f.duration("connect_timeout", Duration.ZERO), SocketConfig.DEFAULT.connectTimeout()),
        f.bool("tcp_fast_open", false),
        f.bool("tcp_multi_path", false),
        Texts.orElse(f.optionalBool("udp_fragment"), udpFragment),
        Texts.nonEmpty(f, "protect_path"));
  }

  private static String networkType(String text) {
    if (!NETWORK_TYPES.contains(text)) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  /// Inventory SH-9. On a machine without a platform client all behave as the default.
  private enum NetworkStrategy {
    DEFAULT,
    FALLBACK,
    HYBRID;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Where the options stand does not matter.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DialOptions o
        && Objects.equals(detour, o.detour)
        && socket.equals(o.socket)
        && Objects.equals(domainResolver, o.domainResolver)
        && Objects.equals(networkStrategy, o.networkStrategy)
        && fallbackDelay.equals(o.fallbackDelay)
        && domainStrategy == o.domainStrategy;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        detour, socket, domainResolver, networkStrategy, fallbackDelay, domainStrategy);
  }
}
