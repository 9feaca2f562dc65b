package dev.motet.dns;

import dev.motet.core.DnsQuery;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.IpPrefix;
import dev.motet.option.DnsOptions;
import dev.motet.option.DomainResolverOptions;
import dev.motet.option.DomainStrategy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The section `dns` at one moment: the servers, and which of them answers what. DNS rules will
/// decide in the two methods called `choose`. Immutable.
///
/// @param byTag servers that queries can name
/// @param last answers queries that nothing else decides
/// @param resolver of what is dialled and names no server; null without
///   `route.default_domain_resolver`
public record Servers(
    Map<String, Member> byTag,
    Member last,
    DnsOptions options,
    @Nullable DomainResolverOptions resolver) {
  public Servers {
    byTag = Map.copyOf(byTag);
  }

  /// For a query of a client.
  Choice choose() {
    return choice(last, DomainStrategy.AS_IS, false, null, null);
  }

  /// For a lookup of the program.
  ///
  /// @throws DialException when there is no server with the tag that it names
  Choice choose(DnsQuery query) throws DialException {
    return choice(
        member(query.server()),
        query.strategy(),
        query.disableCache(),
        query.rewriteTtl(),
        query.clientSubnet());
  }

  /// The query with the server that its dial fields leave open (inventory SH-7). With one server
  /// there is nothing to decide.
  DnsQuery resolved(DnsQuery query) {
    if (query.server() != null) {
      return query;
    }
    DomainResolverOptions named = resolver;
    if (named == null) {
      return byTag.size() == 1 ? with(query, DomainResolverOptions.server(onlyTag())) : query;
    }
    return with(query, named);
  }

  private String onlyTag() {
    return byTag.keySet().iterator().next();
  }

  private static DnsQuery with(DnsQuery query, DomainResolverOptions named) {
    boolean open = query.strategy() == DomainStrategy.AS_IS;
    return new DnsQuery(
        query.name(),
        open ? named.strategy() : query.strategy(),
        named.server(),
        query.session(),
        query.disableCache() || named.disableCache(),
        query.rewriteTtl() == null ? named.rewriteTtl() : query.rewriteTtl(),
        query.clientSubnet() == null ? named.clientSubnet() : query.clientSubnet());
  }

  private Member member(@Nullable String tag) throws DialException {
    if (tag == null) {
      return last;
    }
    Member named = byTag.get(tag);
    if (named == null) {
      throw new DialException(Reason.DNS, "DNS server not found: " + tag);
    }
    return named;
  }

  /// Inventory DX-4: the query before the server before the section.
  private Choice choice(
      Member member,
      DomainStrategy strategy,
      boolean disableCache,
      @Nullable Long rewriteTtl,
      @Nullable IpPrefix clientSubnet) {
    boolean cached =
        !disableCache
            && clientSubnet == null
            && !options.disableCache()
            && member.component().instance().isRemembered();
    return new Choice(
        member,
        firstSet(firstSet(strategy, member.strategy()), options.strategy()),
        cached,
        rewriteTtl,
        firstSet(firstSet(clientSubnet, member.clientSubnet()), options.clientSubnet()));
  }

  private static DomainStrategy firstSet(DomainStrategy one, DomainStrategy two) {
    return one == DomainStrategy.AS_IS ? two : one;
  }

  private static @Nullable IpPrefix firstSet(@Nullable IpPrefix one, @Nullable IpPrefix two) {
    return one == null ? two : one;
  }
}
