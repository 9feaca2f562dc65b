package dev.motet.option;

import dev.motet.io.IpPrefix;
import dev.motet.json.Fields;
import dev.motet.json.Reference;
import java.util.List;

/// The conditions of a rule (inventory 12.2); an empty list is no condition.
///
/// @param network free text: what is neither `tcp` nor `udp` never matches
/// @param domainSuffix `.x` for what stands below x, `x` for x as well
public record RuleConditions(
    List<String> inbound,
    List<String> network,
    List<String> authUser,
    List<String> domain,
    List<String> domainSuffix,
    List<IpPrefix> sourceIpCidr,
    List<IpPrefix> ipCidr,
    List<Integer> port,
    List<PortRange> portRange) {

  static final RuleConditions NONE =
      new RuleConditions(
          List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
          List.of());

  private static final String[] BUILT = {
    "inbound",
    "network",
    "auth_user",
    "domain",
    "domain_suffix",
    "source_ip_cidr",
    "ip_cidr",
    "port",
    "port_range"
  };

  private static final String[] UNBUILT = {
    "ip_version",
    "protocol",
    "client",
    "domain_keyword",
    "domain_regex",
    "source_ip_is_private",
    "ip_is_private",
    "source_port",
    "source_port_range",
    "process_name",
    "process_path",
    "process_path_regex",
    "package_name",
    "user",
    "user_id",
    "clash_mode",
    "network_type",
    "network_is_expensive",
    "network_is_constrained",
    "wifi_ssid",
    "wifi_bssid",
    "rule_set",
    "rule_set_ip_cidr_match_source",
    "rule_set_ipcidr_match_source"
  };

  public static RuleConditions decode(Fields f) {
    f.exactCase(BUILT);
    f.exactCase(UNBUILT);
    for (String name : UNBUILT) {
      f.unbuiltCondition(name);
    }
    refuseRemoved(f);
    List<String> network = f.strings("network");
    if (!network.stream().allMatch(n -> n.equals("tcp") || n.equals("udp"))) {
      f.warn("network", "this can never match (expected: tcp, udp)");
    }
    List<PortRange> ranges = f.parsedList("port_range", PortRange.EXPECTED, PortRange::parse);
    if (ranges.stream().anyMatch(PortRange::isEmpty)) {
      f.warn("port_range", "an empty range");
    }
    return new RuleConditions(
        f.references("inbound", Reference.Kind.INBOUND),
        network,
        f.strings("auth_user"),
        f.parsedList("domain", "a domain name (empty item is not allowed)", Texts::filled),
        f.parsedList("domain_suffix", "a suffix (empty item is not allowed)", Texts::filled),
        f.parsedList("source_ip_cidr", Addresses.PREFIX, IpPrefix::parseLenient),
        f.parsedList("ip_cidr", Addresses.PREFIX, IpPrefix::parseLenient),
        f.integers("port", 0, 0xffff).stream().map(Long::intValue).toList(),
        ranges);
  }

  private static void refuseRemoved(Fields f) {
    for (String name : List.of("geosite", "geoip", "source_geoip")) {
      f.exactCase(name);
      if (f.has(name)) {
        String database = name.equals("geosite") ? "geosite" : "geoip";
        f.invalid(
            name,
            database
                + " database is deprecated in sing-box 1.8.0 and removed in sing-box 1.12.0"
                + " (expected: rule_set)");
      }
      f.ignored(name);
    }
  }

  /// Whether the rule has conditions that were reported as not built.
  static boolean hasUnbuilt(Fields f) {
    return List.of(UNBUILT).stream().anyMatch(f::has);
  }

  public boolean isEmpty() {
    return inbound.isEmpty()
        && network.isEmpty()
        && authUser.isEmpty()
        && domain.isEmpty()
        && domainSuffix.isEmpty()
        && sourceIpCidr.isEmpty()
        && ipCidr.isEmpty()
        && port.isEmpty()
        && portRange.isEmpty();
  }
}
