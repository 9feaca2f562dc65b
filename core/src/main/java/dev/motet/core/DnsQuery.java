package dev.motet.core;

import dev.motet.option.DomainStrategy;
import org.jspecify.annotations.Nullable;

/// A lookup of the addresses of a name.
///
/// @param name the domain
/// @param strategy which families, in which order
/// @param server tag of the DNS server to ask; null lets the DNS rules decide
/// @param session on whose behalf; null for the program's own
public record DnsQuery(
    String name, DomainStrategy strategy, @Nullable String server, @Nullable Session session) {}
