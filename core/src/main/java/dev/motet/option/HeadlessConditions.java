package dev.motet.option;

import dev.motet.io.IpPrefix;
import dev.motet.json.Fields;
import java.util.List;

/// The conditions that rules of every kind have, in rule-sets too (inventory RS-6); an empty list
/// is no condition.
///
/// @param network free text: what is neither `tcp` nor `udp` never matches
public record HeadlessConditions(
    List<String> network,
    DomainConditions domains,
    List<IpPrefix> ipCidr,
    List<IpPrefix> sourceIpCidr,
    PortConditions ports,
    PortConditions sourcePorts,
    DeviceConditions device) {
  static final HeadlessConditions NONE =
      new HeadlessConditions(
          List.of(),
          DomainConditions.NONE,
          List.of(),
          List.of(),
          PortConditions.NONE,
          PortConditions.NONE,
          DeviceConditions.NONE);

  static final String[] BUILT = {
    "network",
    "domain",
    "domain_suffix",
    "domain_keyword",
    "domain_regex",
    "ip_cidr",
    "source_ip_cidr",
    "port",
    "port_range",
    "source_port",
    "source_port_range"
  };

  /// What has to look for the process that a connection belongs to.
  static final String[] UNBUILT = {
    "process_name", "process_path", "process_path_regex", "package_name"
  };

  static HeadlessConditions decode(Fields f) {
    for (String name : UNBUILT) {
      f.unbuiltCondition(name);
    }
    List<String> network = f.strings("network");
    if (!network.stream().allMatch(n -> n.equals("tcp") || n.equals("udp"))) {
      f.warn("network", "this can never match (expected: tcp, udp)");
    }
    return new HeadlessConditions(
        network,
        DomainConditions.decode(f),
        f.parsedList("ip_cidr", Addresses.PREFIX, IpPrefix::parseLenient),
        f.parsedList("source_ip_cidr", Addresses.PREFIX, IpPrefix::parseLenient),
        PortConditions.decode(f, "port"),
        PortConditions.decode(f, "source_port"),
        DeviceConditions.decode(f));
  }

  /// Whether the rule has conditions that were reported as not built.
  static boolean hasUnbuilt(Fields f) {
    return List.of(UNBUILT).stream().anyMatch(f::has);
  }

  public boolean isEmpty() {
    return network.isEmpty()
        && domains.isEmpty()
        && ipCidr.isEmpty()
        && sourceIpCidr.isEmpty()
        && ports.isEmpty()
        && sourcePorts.isEmpty()
        && device.isEmpty();
  }
}
