package dev.motet.route;

import dev.motet.io.IpPrefix;
import dev.motet.option.DomainConditions;
import dev.motet.option.HeadlessConditions;
import dev.motet.option.PortConditions;
import dev.motet.option.PortRange;
import dev.motet.option.RuleConditions;
import dev.motet.route.matcher.Key.Kind;
import dev.motet.route.matcher.Need;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What each of a rule's four [Groups] needs; null for those without conditions. Each alternative
/// that [ConditionCompiler] makes of the same options has its need here: the index hides the rule
/// from sessions that meet none of them.
record GroupNeeds(List<@Nullable Need> groups) {
  static final int COUNT = 4;

  static GroupNeeds of(RuleConditions c) {
    List<Need> destination = destination(c.common(), false);
    if (c.ipIsPrivate()) {
      destination.add(Need.fact(Kind.PRIVATE));
    }
    List<Need> source = source(c.common());
    if (c.sourceIpIsPrivate()) {
      source.add(Need.fact(Kind.SOURCE_PRIVATE));
    }
    return of(c.common(), destination, source);
  }

  /// @param matchesSource `ip_cidr` asks for the address of the client
  static GroupNeeds of(HeadlessConditions c, boolean matchesSource) {
    return of(c, destination(c, matchesSource), source(c));
  }

  /// Those of the groups that have conditions.
  List<Need> present() {
    List<Need> present = new ArrayList<>();
    for (Need need : groups) {
      if (need != null) {
        present.add(need);
      }
    }
    return present;
  }

  private static GroupNeeds of(HeadlessConditions c, List<Need> destination, List<Need> source) {
    return new GroupNeeds(
        Arrays.asList(
            group(destination),
            group(ports(Kind.PORT, c.ports())),
            group(source),
            group(ports(Kind.SOURCE_PORT, c.sourcePorts()))));
  }

  private static @Nullable Need group(List<Need> alternatives) {
    return alternatives.isEmpty() ? null : Need.any(alternatives);
  }

  private static List<Need> destination(HeadlessConditions c, boolean matchesSource) {
    DomainConditions names = c.domains();
    List<Need> needs = new ArrayList<>();
    if (!names.domain().isEmpty()) {
      needs.add(Need.names(names.domain()));
    }
    if (!names.suffix().isEmpty()) {
      needs.add(Need.names(names.suffix()));
    }
    names.keyword().forEach(word -> needs.add(Need.keyword(word)));
    if (!names.regex().isEmpty()) {
      needs.add(Need.NOTHING);
    }
    if (!c.ipCidr().isEmpty()) {
      needs.add(
          matchesSource
              ? sources(c.ipCidr())
              : Need.blocks(Kind.ADDRESS_4, Kind.ADDRESS_6, c.ipCidr()));
    }
    return needs;
  }

  private static List<Need> source(HeadlessConditions c) {
    List<Need> needs = new ArrayList<>();
    if (!c.sourceIpCidr().isEmpty()) {
      needs.add(sources(c.sourceIpCidr()));
    }
    return needs;
  }

  private static Need sources(List<IpPrefix> blocks) {
    return Need.blocks(Kind.SOURCE_4, Kind.SOURCE_6, blocks);
  }

  private static List<Need> ports(Kind kind, PortConditions c) {
    List<Need> needs = new ArrayList<>();
    c.port().forEach(port -> needs.add(Need.port(kind, port)));
    for (PortRange range : c.range()) {
      needs.add(Need.ports(kind, range.from(), range.to()));
    }
    return needs;
  }
}
