package dev.motet.option;

import dev.motet.io.IpLiteral;
import dev.motet.json.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a rule changes about sessions (inventory RA-2): the fields of `route-options`, which
/// `route` has too.
///
/// @param overrideAddress an address or name that replaces the one asked for; null keeps it
/// @param overridePort replaces the port; 0 keeps it
/// @param networkStrategy as in dial fields; null keeps the outbound's own
/// @param fallbackDelay of that strategy; null keeps the outbound's own
/// @param udpTimeout of associations without traffic; null keeps the default
/// @param tlsFragment how a ClientHello is cut; null leaves it whole
public record RouteChanges(
    @Nullable String overrideAddress,
    int overridePort,
    @Nullable String networkStrategy,
    @Nullable Duration fallbackDelay,
    boolean udpDisableDomainUnmapping,
    boolean udpConnect,
    @Nullable Duration udpTimeout,
    @Nullable TlsFragmentOptions tlsFragment) {
  public static final RouteChanges NONE =
      new RouteChanges(null, 0, null, null, false, false, null, null);

  private static final String STRATEGY = "default, fallback or hybrid";

  /// Labels as name servers take them, also with underscores.
  private static final Pattern NAME =
      Pattern.compile("(?=.{1,254}$)[A-Za-z0-9_-]{1,63}([.][A-Za-z0-9_-]{1,63})*[.]?");

  static RouteChanges decode(Fields f) {
    Duration udpTimeout = f.optionalDuration("udp_timeout");
    long fallbackDelay = f.integer("fallback_delay", 0, 0xffff_ffffL, 0);
    return new RouteChanges(
        overrideAddress(f),
        f.port("override_port"),
        f.parsed("network_strategy", STRATEGY, RouteChanges::networkStrategy),
        fallbackDelay == 0 ? null : Duration.ofNanos(fallbackDelay),
        f.bool("udp_disable_domain_unmapping", false),
        f.bool("udp_connect", false),
        udpTimeout != null && udpTimeout.isPositive() ? udpTimeout : null,
        TlsFragmentOptions.decode(f, "tls_"));
  }

  /// The fields of the action `route-options`: at least one, and not both ways to cut a
  /// ClientHello.
  static RouteChanges decodeAlone(Fields f) {
    boolean fragment = f.bool("tls_fragment", false);
    boolean records = f.bool("tls_record_fragment", false);
    Duration fallback = f.duration("tls_fragment_fallback_delay", Duration.ZERO);
    RouteChanges changes = decode(f);
    boolean empty = changes.equals(NONE) && Texts.nonEmpty(f, "override_address") == null;
    boolean timeout = !f.duration("udp_timeout", Duration.ZERO).isZero();
    if (empty && !timeout && !fragment && !records && fallback.isZero()) {
      f.invalid("", "empty route option action");
    }
    if (fragment && records) {
      f.invalid(
          "tls_record_fragment", "`tls_fragment` and `tls_record_fragment` are mutually exclusive");
    }
    return changes;
  }

  private static @Nullable String overrideAddress(Fields f) {
    String text = Texts.nonEmpty(f, "override_address");
    if (text == null) {
      return null;
    }
    boolean brackets = text.startsWith("[") && text.endsWith("]");
    String bare = brackets ? text.substring(1, text.length() - 1) : text;
    if (IpLiteral.parse(bare) != null || NAME.matcher(text).matches()) {
      return bare;
    }
    f.warn("override_address", "no address and no name: without effect, as in sing-box");
    return null;
  }

  private static String networkStrategy(String text) {
    return switch (text) {
      case "default", "fallback", "hybrid" -> text;
      default -> throw new IllegalArgumentException();
    };
  }

  /// What is changed, in the words of the configuration: `override_port=53 udp_connect=true`.
  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    add(words, "override_address", overrideAddress);
    add(words, "override_port", overridePort == 0 ? null : overridePort);
    add(words, "network_strategy", networkStrategy);
    add(words, "fallback_delay", fallbackDelay == null ? null : fallbackDelay.toNanos());
    add(words, "udp_disable_domain_unmapping", udpDisableDomainUnmapping ? true : null);
    add(words, "udp_connect", udpConnect ? true : null);
    add(words, "udp_timeout", udpTimeout == null ? null : udpTimeout.toMillis() + "ms");
    if (tlsFragment != null) {
      add(words, "tls_fragment", tlsFragment.fragment() ? true : null);
      add(words, "tls_record_fragment", tlsFragment.recordFragment() ? true : null);
    }
    return String.join(" ", words);
  }

  private static void add(List<String> words, String name, @Nullable Object value) {
    if (value != null) {
      words.add(name + "=" + value);
    }
  }
}
