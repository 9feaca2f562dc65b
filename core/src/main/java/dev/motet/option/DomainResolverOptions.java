package dev.motet.option;

import dev.motet.io.IpPrefix;
import dev.motet.json.Fields;
import dev.motet.json.Reference;
import org.jspecify.annotations.Nullable;

/// Which DNS server resolves a name, and how (inventory JS-19).
///
/// @param server tag of a DNS server
/// @param rewriteTtl seconds; null when absent
/// @param clientSubnet told to the server (RFC 7871); null when absent
public record DomainResolverOptions(
    String server,
    DomainStrategy strategy,
    boolean disableCache,
    @Nullable Long rewriteTtl,
    @Nullable IpPrefix clientSubnet) {

  /// The text form names the server only.
  public static DomainResolverOptions server(String tag) {
    return new DomainResolverOptions(tag, DomainStrategy.AS_IS, false, null, null);
  }

  public static DomainResolverOptions decode(Fields f) {
    f.unknownIsWarned();
    String tag = f.reference("server", Reference.Kind.DNS_SERVER, true);
    if (tag == null) {
      f.invalid(f.has("server") ? "server" : "", "empty domain_resolver.server");
    }
    String server = tag == null ? "" : tag;
    long rewriteTtl = f.integer("rewrite_ttl", 0, 0xffff_ffffL, 0);
    return new DomainResolverOptions(
        server,
        f.choice("strategy", DomainStrategy.class, DomainStrategy.AS_IS),
        f.bool("disable_cache", false),
        f.has("rewrite_ttl") ? (Long) rewriteTtl : null,
        f.parsed("client_subnet", Addresses.SUBNET, Addresses::subnet));
  }

  /// The field of either form; `""` is none.
  static @Nullable DomainResolverOptions decode(Fields f, String name) {
    DomainResolverOptions options =
        f.referenceOrObject(
            name,
            Reference.Kind.DNS_SERVER,
            DomainResolverOptions::server,
            DomainResolverOptions::decode);
    return options == null || options.server.isEmpty() ? null : options;
  }
}
