package dev.motet.dns;

import dev.motet.core.Component;
import dev.motet.core.Dns;
import dev.motet.core.DnsQuery;
import dev.motet.core.Log;
import dev.motet.core.Session;
import dev.motet.io.Conn;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.IpLiteral;
import dev.motet.io.PacketConn;
import dev.motet.option.DomainStrategy;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The lookups of an instance: by the server that the query names, else by the final one. A reload
/// replaces its servers in one step.
public final class DnsClient implements Dns {
  private final Log log = Log.named("dns");
  private volatile @Nullable Servers servers;

  /// The servers at one moment. Immutable.
  ///
  /// @param byTag servers that queries can name
  /// @param last answers queries that name none
  /// @param strategy of queries that have none
  public record Servers(
      Map<String, Component<DnsServer>> byTag, Component<DnsServer> last, DomainStrategy strategy) {
    public Servers {
      byTag = Map.copyOf(byTag);
    }
  }

  /// From here on `next` answers.
  public void swap(Servers next) {
    servers = next;
  }

  @Override
  public List<InetAddress> lookup(DnsQuery query) throws IOException {
    // a server that closed since it was chosen has a successor, unless the instance closes
    for (int attempt = 0; attempt < 2; attempt++) {
      Servers now = servers;
      if (now == null) {
        break;
      }
      Component<DnsServer> server = chosen(now, query.server());
      if (server.hold()) {
        try {
          return lookup(query, server, strategy(query, now));
        } finally {
          server.release();
        }
      }
    }
    throw new DialException(Reason.DNS, "lookup " + query.name() + ": no server is running");
  }

  @Override
  public void serve(Session session, Conn conn) throws IOException {
    throw notServed();
  }

  @Override
  public void serve(Session session, PacketConn conn) throws IOException {
    throw notServed();
  }

  private static DialException notServed() {
    return new DialException(Reason.UNSUPPORTED, "answering DNS queries is not built yet");
  }

  private List<InetAddress> lookup(
      DnsQuery query, Component<DnsServer> server, DomainStrategy strategy) throws IOException {
    List<InetAddress> usable = Strategies.ordered(server.instance().lookup(query.name()), strategy);
    if (usable.isEmpty()) {
      throw new DialException(Reason.DNS, "lookup " + query.name() + ": empty result");
    }
    log.debug(
        query.session(),
        "lookup succeed for {}: {}",
        query.name(),
        String.join(", ", usable.stream().map(IpLiteral::text).toList()));
    return usable;
  }

  private static Component<DnsServer> chosen(Servers servers, @Nullable String tag)
      throws DialException {
    if (tag == null) {
      return servers.last();
    }
    Component<DnsServer> named = servers.byTag().get(tag);
    if (named == null) {
      throw new DialException(Reason.DNS, "DNS server not found: " + tag);
    }
    return named;
  }

  private static DomainStrategy strategy(DnsQuery query, Servers servers) {
    return query.strategy() == DomainStrategy.AS_IS ? servers.strategy() : query.strategy();
  }
}
