package dev.motet.dns;

import dev.motet.core.Component;
import dev.motet.dns.server.DnsServer;
import dev.motet.io.IpPrefix;
import dev.motet.option.DomainStrategy;
import org.jspecify.annotations.Nullable;

/// A server of the configuration in force.
///
/// @param strategy of a legacy server, where a query has none
/// @param clientSubnet of a legacy server, where a query has none
public record Member(
    Component<DnsServer> component, DomainStrategy strategy, @Nullable IpPrefix clientSubnet) {
  public Member(Component<DnsServer> component) {
    this(component, DomainStrategy.AS_IS, null);
  }
}
