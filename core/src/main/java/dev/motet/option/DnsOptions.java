package dev.motet.option;

import dev.motet.json.Fields;
import dev.motet.json.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The section `dns` (inventory 11.1).
///
/// @param finalServer tag; null for the first server, or the system's when there is none
/// @param strategy where a query has none
public record DnsOptions(
    List<DnsServerOptions> servers, @Nullable String finalServer, DomainStrategy strategy) {
  /// Without the section.
  public static final DnsOptions DEFAULT = new DnsOptions(List.of(), null, DomainStrategy.AS_IS);

  private static final List<String> UNBUILT =
      List.of("rules", "client_subnet", "reverse_mapping", "fakeip");

  private static final List<String> CACHE =
      List.of("disable_cache", "disable_expire", "independent_cache");

  public static DnsOptions decode(Fields f) {
    f.hollowIsAbsent();
    UNBUILT.forEach(f::unbuilt);
    // Answers are not cached: what governs the cache has nothing to change.
    CACHE.forEach(name -> f.bool(name, false));
    f.integer("cache_capacity", 0, 0xffff_ffffL, 0);
    return new DnsOptions(
        DnsServerOptions.decodeAll(f),
        f.reference("final", Reference.Kind.DNS_SERVER, true),
        f.choice("strategy", DomainStrategy.class, DomainStrategy.AS_IS));
  }
}
