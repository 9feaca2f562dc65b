package dev.motet.route;

import dev.motet.option.DeviceConditions;
import dev.motet.option.DomainConditions;
import dev.motet.option.HeadlessConditions;
import dev.motet.option.PortConditions;
import dev.motet.option.PortRange;
import dev.motet.option.Regex;
import dev.motet.option.RuleConditions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// Sorts the conditions of one rule into its four groups and what has to hold beside them
/// (inventory RM-1).
final class ConditionCompiler {
  private final List<Condition> own = new ArrayList<>();
  private final List<Condition> destination = new ArrayList<>();
  private final List<Condition> port = new ArrayList<>();
  private final List<Condition> source = new ArrayList<>();
  private final List<Condition> sourcePort = new ArrayList<>();

  /// The conditions of a rule of the section `route`, but for its rule-sets.
  ConditionCompiler(RuleConditions c) {
    add(own, c.inbound(), Conditions::inbound);
    if (c.ipVersion() != 0) {
      own.add(Conditions.ipVersion(c.ipVersion()));
    }
    add(own, c.authUser(), Conditions::authUser);
    add(own, c.protocol(), Conditions::protocol);
    add(own, c.client(), Conditions::client);
    if (c.clashMode() != null) {
      // inventory RI-12: nothing sets a mode without the Clash API
      own.add(Conditions.never("clash_mode=" + c.clashMode()));
    }
    common(c.common(), false);
    if (c.ipIsPrivate()) {
      destination.add(Conditions.ipIsPrivate());
    }
    if (c.sourceIpIsPrivate()) {
      source.add(Conditions.sourceIpIsPrivate());
    }
  }

  /// The conditions of a rule of a rule-set.
  ///
  /// @param matchesSource `ip_cidr` asks for the address of the client
  ConditionCompiler(HeadlessConditions c, boolean matchesSource) {
    common(c, matchesSource);
  }

  /// What has to hold, each condition for itself; the cheap ones come first.
  List<Condition> own() {
    return own;
  }

  Groups groups() {
    return new Groups(destination, port, source, sourcePort);
  }

  private void common(HeadlessConditions c, boolean matchesSource) {
    add(own, c.network(), Conditions::network);
    device(c.device());
    domains(c.domains());
    if (matchesSource) {
      add(destination, c.ipCidr(), blocks -> Conditions.sourceIpCidr("ip_cidr", blocks));
    } else {
      add(destination, c.ipCidr(), Conditions::ipCidr);
    }
    add(source, c.sourceIpCidr(), blocks -> Conditions.sourceIpCidr("source_ip_cidr", blocks));
    ports(c.ports(), "port", Conditions::port, port::add);
    ports(c.sourcePorts(), "source_port", Conditions::sourcePort, sourcePort::add);
  }

  private void domains(DomainConditions c) {
    add(destination, c.domain(), Conditions::domain);
    add(destination, c.suffix(), Conditions::domainSuffix);
    add(destination, c.keyword(), Conditions::domainKeyword);
    add(
        destination,
        c.regex(),
        texts -> Conditions.domainRegex(texts.stream().map(Regex::compile).toList()));
  }

  /// Inventory RI-13: only platform clients know.
  private void device(DeviceConditions c) {
    add(own, c.networkType(), types -> Conditions.never("network_type", types));
    if (c.isExpensive()) {
      own.add(Conditions.never("network_is_expensive=true"));
    }
    if (c.isConstrained()) {
      own.add(Conditions.never("network_is_constrained=true"));
    }
    add(own, c.wifiSsid(), names -> Conditions.never("wifi_ssid", names));
    add(own, c.wifiBssid(), names -> Conditions.never("wifi_bssid", names));
  }

  /// A condition on one of the ports.
  private interface OnPort {
    Condition of(String field, List<?> written, BitSet ports);
  }

  private static void ports(
      PortConditions c, String field, OnPort condition, Consumer<Condition> into) {
    if (!c.port().isEmpty()) {
      BitSet set = new BitSet();
      c.port().forEach(set::set);
      into.accept(condition.of(field, c.port(), set));
    }
    if (!c.range().isEmpty()) {
      BitSet set = new BitSet();
      c.range().stream()
          .filter(range -> range.from() <= range.to())
          .forEach(range -> set.set(range.from(), range.to() + 1));
      List<String> written = c.range().stream().map(ConditionCompiler::written).toList();
      into.accept(condition.of(field + "_range", written, set));
    }
  }

  private static <T> void add(
      List<Condition> into, List<T> values, Function<List<T>, Condition> condition) {
    if (!values.isEmpty()) {
      into.add(condition.apply(values));
    }
  }

  private static String written(PortRange range) {
    return range.from() + ":" + range.to();
  }
}
