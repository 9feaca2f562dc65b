package dev.motet.option;

import dev.motet.json.Fields;
import org.jspecify.annotations.Nullable;

/// Which DNS server resolves a name, and how (inventory JS-19).
///
/// @param server tag of a DNS server
/// @param rewriteTtl seconds; null when absent
/// @param clientSubnet address or prefix; null when absent
public record DomainResolverOptions(
    String server,
    DomainStrategy strategy,
    boolean disableCache,
    @Nullable Long rewriteTtl,
    @Nullable String clientSubnet) {

  /// The text form names the server only.
  public static DomainResolverOptions server(String tag) {
    return new DomainResolverOptions(tag, DomainStrategy.AS_IS, false, null, null);
  }

  public static DomainResolverOptions decode(Fields f) {
    throw new UnsupportedOperationException(f.path());
  }
}
