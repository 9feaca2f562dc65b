package dev.motet.option;

import dev.motet.json.Fields;
import dev.motet.json.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The conditions of a rule of the section `route` (inventory 12.2); an empty list is no condition.
///
/// @param ipVersion 4, 6, or 0 for no condition
/// @param protocol, client free text
/// @param ipIsPrivate, sourceIpIsPrivate false is no condition
/// @param clashMode null when absent
/// @param ruleSet tags
/// @param ruleSetMatchesSource addresses of rule-sets are those of the client
public record RuleConditions(
    List<String> inbound,
    int ipVersion,
    List<String> authUser,
    List<String> protocol,
    List<String> client,
    boolean ipIsPrivate,
    boolean sourceIpIsPrivate,
    @Nullable String clashMode,
    List<String> ruleSet,
    boolean ruleSetMatchesSource,
    HeadlessConditions common) {

  static final RuleConditions NONE =
      new RuleConditions(
          List.of(),
          0,
          List.of(),
          List.of(),
          List.of(),
          false,
          false,
          null,
          List.of(),
          false,
          HeadlessConditions.NONE);

  private static final String[] BUILT = {
    "inbound",
    "ip_version",
    "auth_user",
    "protocol",
    "client",
    "ip_is_private",
    "source_ip_is_private",
    "clash_mode",
    "rule_set",
    "rule_set_ip_cidr_match_source",
    "rule_set_ipcidr_match_source"
  };

  private static final String[] UNBUILT = {"user", "user_id"};

  public static RuleConditions decode(Fields f) {
    for (String[] names :
        List.of(
            BUILT,
            UNBUILT,
            HeadlessConditions.BUILT,
            HeadlessConditions.UNBUILT,
            DeviceConditions.NAMES)) {
      f.exactCase(names);
    }
    for (String name : UNBUILT) {
      f.unbuiltCondition(name);
    }
    refuseRemoved(f);
    return new RuleConditions(
        f.references("inbound", Reference.Kind.INBOUND),
        ipVersion(f),
        f.strings("auth_user"),
        known(f, "protocol", KnownNames.PROTOCOLS),
        known(f, "client", KnownNames.CLIENTS),
        f.bool("ip_is_private", false),
        f.bool("source_ip_is_private", false),
        Texts.nonEmpty(f, "clash_mode"),
        f.references("rule_set", Reference.Kind.RULE_SET, true),
        matchesSource(f),
        HeadlessConditions.decode(f));
  }

  private static int ipVersion(Fields f) {
    int version = (int) f.integer("ip_version", Integer.MIN_VALUE, Integer.MAX_VALUE, 0);
    if (version != 0 && version != 4 && version != 6) {
      f.invalid("ip_version", "invalid ip version: " + version + " (expected: 4 or 6)");
    }
    return version;
  }

  private static List<String> known(Fields f, String name, KnownNames names) {
    List<String> values = f.strings(name);
    for (String value : values) {
      String doubt = names.doubt(value);
      if (doubt != null) {
        f.warn(name, doubt);
      }
    }
    return values;
  }

  private static boolean matchesSource(Fields f) {
    boolean old = f.bool("rule_set_ipcidr_match_source", false);
    if (f.has("rule_set_ipcidr_match_source")) {
      f.warn(
          "rule_set_ipcidr_match_source",
          "deprecated; write \"rule_set_ip_cidr_match_source\" instead");
    }
    return f.bool("rule_set_ip_cidr_match_source", false) || old;
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
    return HeadlessConditions.hasUnbuilt(f) || List.of(UNBUILT).stream().anyMatch(f::has);
  }

  public boolean isEmpty() {
    return inbound.isEmpty()
        && ipVersion == 0
        && authUser.isEmpty()
        && protocol.isEmpty()
        && client.isEmpty()
        && !ipIsPrivate
        && !sourceIpIsPrivate
        && clashMode == null
        && ruleSet.isEmpty()
        && common.isEmpty();
  }
}
