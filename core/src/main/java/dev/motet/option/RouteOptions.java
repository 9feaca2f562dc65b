package dev.motet.option;

import dev.motet.json.Fields;
import dev.motet.json.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The section `route` (inventory 12.1).
///
/// @param finalOutbound tag; null for the first outbound of the list
/// @param defaultDomainResolver of dial fields without `domain_resolver`
/// @param network interfaces and marks of sockets
/// @param guard what becomes of clients from outside who ask for this machine or its networks
public record RouteOptions(
    List<RuleOptions> rules,
    List<RuleSetOptions> ruleSets,
    @Nullable String finalOutbound,
    @Nullable DomainResolverOptions defaultDomainResolver,
    GuardMode guard,
    RouteNetworkOptions network) {
  /// Without the section.
  public static final RouteOptions DEFAULT =
      new RouteOptions(
          List.of(), List.of(), null, null, GuardMode.WARN, RouteNetworkOptions.DEFAULT);

  public static RouteOptions decode(Fields f) {
    f.unbuilt("find_process");
    f.ignored("geoip");
    f.ignored("geosite");
    if (f.bool("override_android_vpn", false)) {
      f.invalid("override_android_vpn", "`override_android_vpn` is only supported on Android");
    }
    return new RouteOptions(
        RuleOptions.decodeAll(f),
        RuleSetOptions.decodeAll(f),
        f.reference("final", Reference.Kind.OUTBOUND, true),
        DomainResolverOptions.decode(f, "default_domain_resolver"),
        f.choice("guard", GuardMode.class, GuardMode.WARN),
        RouteNetworkOptions.decode(f));
  }
}
