package dev.motet.option;

import dev.motet.json.Fields;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Fields of inbounds that do once, before all rules, what rule actions do (inventory SH-3).
///
/// @param overrideDestination a sniffed domain replaces the destination
/// @param sniffTimeout null for the default
/// @param domainStrategy other than `as_is` resolves the name of the destination
public record LegacyInboundOptions(
    boolean sniff,
    boolean overrideDestination,
    @Nullable Duration sniffTimeout,
    DomainStrategy domainStrategy,
    boolean udpDisableDomainUnmapping) {
  /// Without any of them.
  public static final LegacyInboundOptions NONE =
      new LegacyInboundOptions(false, false, null, DomainStrategy.AS_IS, false);

  static LegacyInboundOptions decode(Fields f) {
    Duration timeout = f.optionalDuration("sniff_timeout");
    LegacyInboundOptions options =
        new LegacyInboundOptions(
            f.bool("sniff", false),
            f.bool("sniff_override_destination", false),
            timeout == null || timeout.isZero() ? null : timeout,
            f.choice("domain_strategy", DomainStrategy.class, DomainStrategy.AS_IS),
            f.bool("udp_disable_domain_unmapping", false));
    String sniff = "{\"action\": \"sniff\"}";
    warn(f, options.sniff, "sniff", sniff);
    warn(f, options.overrideDestination, "sniff_override_destination", sniff);
    warn(f, options.sniffTimeout != null, "sniff_timeout", sniff);
    warn(
        f,
        options.domainStrategy != DomainStrategy.AS_IS,
        "domain_strategy",
        "{\"action\": \"resolve\", \"strategy\": \"…\"}");
    warn(
        f,
        options.udpDisableDomainUnmapping,
        "udp_disable_domain_unmapping",
        "{\"action\": \"route-options\", \"udp_disable_domain_unmapping\": true}");
    return options;
  }

  /// QK-10: they work.
  private static void warn(Fields f, boolean says, String name, String rule) {
    if (says) {
      f.warn(
          name, "\"" + name + "\" of inbounds is deprecated; write the rule " + rule + " instead");
    }
  }
}
