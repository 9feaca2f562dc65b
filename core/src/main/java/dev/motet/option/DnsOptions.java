package dev.motet.option;

import dev.motet.io.IpPrefix;
import dev.motet.json.Fields;
import dev.motet.json.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The section `dns` without its servers (inventory 11.1).
///
/// @param finalServer tag; null for the first server, or the system's when there is none
/// @param strategy where a query has none
/// @param disableExpire answers stay in the cache until others need their place
/// @param independentCache answers of one server are not given for another
/// @param cacheCapacity answers kept
/// @param reverseMapping remembers which names the addresses of answers belong to
/// @param clientSubnet told to servers where a query says nothing of it, as RFC 7871 has it
public record DnsOptions(
    @Nullable String finalServer,
    DomainStrategy strategy,
    boolean disableCache,
    boolean disableExpire,
    boolean independentCache,
    int cacheCapacity,
    boolean reverseMapping,
    @Nullable IpPrefix clientSubnet) {
  /// Inventory DNS-4: less is not had.
  private static final int MIN_CAPACITY = 1024;

  /// Without the section.
  public static final DnsOptions DEFAULT =
      new DnsOptions(null, DomainStrategy.AS_IS, false, false, false, MIN_CAPACITY, false, null);

  private static final List<String> UNBUILT = List.of("rules", "fakeip");

  public static DnsOptions decode(Fields f) {
    f.hollowIsAbsent();
    UNBUILT.forEach(f::unbuilt);
    long capacity = f.integer("cache_capacity", 0, 0xffff_ffffL, 0);
    return new DnsOptions(
        f.reference("final", Reference.Kind.DNS_SERVER, true),
        f.choice("strategy", DomainStrategy.class, DomainStrategy.AS_IS),
        f.bool("disable_cache", false),
        f.bool("disable_expire", false),
        f.bool("independent_cache", false),
        Math.clamp(capacity, MIN_CAPACITY, Integer.MAX_VALUE),
        f.bool("reverse_mapping", false),
        f.parsed("client_subnet", Addresses.SUBNET, Addresses::subnet));
  }
}
