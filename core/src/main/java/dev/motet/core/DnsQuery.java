package dev.motet.core;

import dev.motet.io.IpPrefix;
import dev.motet.option.DomainStrategy;
import org.jspecify.annotations.Nullable;

/// A lookup of the addresses of a name.
///
/// @param name the domain
/// @param strategy which families, in which order
/// @param server tag of the DNS server to ask; null lets the DNS rules decide
/// @param session on whose behalf; null for the program's own
/// @param disableCache neither asks the cache nor fills it
/// @param rewriteTtl seconds that replace those of the answer; null keeps them
/// @param clientSubnet told to the server (RFC 7871); null for what the section `dns` says
public record DnsQuery(
    String name,
    DomainStrategy strategy,
    @Nullable String server,
    @Nullable Session session,
    boolean disableCache,
    @Nullable Long rewriteTtl,
    @Nullable IpPrefix clientSubnet) {

  public DnsQuery(
      String name, DomainStrategy strategy, @Nullable String server, @Nullable Session session) {
    this(name, strategy, server, session, false, null, null);
  }
}
