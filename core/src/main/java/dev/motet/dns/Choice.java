package dev.motet.dns;

import dev.motet.io.IpPrefix;
import dev.motet.option.DomainStrategy;
import org.jspecify.annotations.Nullable;

/// What was decided about a query: who answers it, and how.
///
/// @param strategy AS_IS where nobody has one
/// @param cached whether the cache is asked and filled
/// @param rewriteTtl seconds that replace those of the answer; null keeps them
/// @param clientSubnet told to the server; null for none
record Choice(
    Member member,
    DomainStrategy strategy,
    boolean cached,
    @Nullable Long rewriteTtl,
    @Nullable IpPrefix clientSubnet) {

  String tag() {
    return member.component().tag();
  }
}
