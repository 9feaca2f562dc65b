package dev.motet.engine;

import dev.motet.dns.server.DnsServer;
import dev.motet.dns.server.LegacyServer;
import dev.motet.io.IpPrefix;
import dev.motet.json.Position;
import dev.motet.option.DomainStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One of the servers of the section `dns`.
///
/// @param legacy what only the legacy form can say; null for the other form
record DnsEntry(Entry<?, ? extends DnsServer> entry, @Nullable LegacyServer<?> legacy) {
  static DnsEntry of(LegacyServer<?> server, String tag, Position position) {
    return new DnsEntry(entry(server, tag, position, List.of()), server);
  }

  private static <O> Entry<O, DnsServer> entry(
      LegacyServer<O> server, String tag, Position position, List<String> outbounds) {
    return new Entry<>(server.type(), tag, server.options(), position, outbounds);
  }

  String tag() {
    return entry.tag();
  }

  /// Where a query has none.
  DomainStrategy strategy() {
    return legacy == null ? DomainStrategy.AS_IS : legacy.strategy();
  }

  /// Where a query has none.
  @Nullable IpPrefix clientSubnet() {
    return legacy == null ? null : legacy.clientSubnet();
  }

  /// Whether only rules can name it.
  boolean isRcode() {
    return legacy != null && legacy.isRcode();
  }

  DnsEntry with(Entry<?, ? extends DnsServer> other) {
    return new DnsEntry(other, legacy);
  }

  /// The same, dialling through the default outbound, where it is of those that do.
  DnsEntry throughDefault(String outbound) {
    if (legacy == null || !legacy.dialsThroughDefault()) {
      return this;
    }
    LegacyServer<?> through = legacy.through(outbound);
    return new DnsEntry(entry(through, entry.tag(), entry.position(), List.of(outbound)), through);
  }
}
