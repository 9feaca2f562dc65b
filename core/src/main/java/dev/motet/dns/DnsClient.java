package dev.motet.dns;

import dev.motet.core.Component;
import dev.motet.core.Dns;
import dev.motet.core.DnsQuery;
import dev.motet.core.Log;
import dev.motet.core.Resources;
import dev.motet.core.Session;
import dev.motet.dns.message.Message;
import dev.motet.dns.message.ServiceHints;
import dev.motet.io.Conn;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.PacketConn;
import dev.motet.option.DnsOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// The DNS of an instance: lookups of the program, queries of clients, and the cache for both,
/// which outlives reloads. A reload replaces the servers in one step.
public final class DnsClient implements Dns {
  private final Log log = Log.named("dns");
  private final Resources resources;
  private final DnsCache cache = new DnsCache();
  private final Exchanger exchanger;
  private final Lookups lookups;
  private final ReverseMapping reverse;
  private volatile @Nullable Servers servers;

  public DnsClient(Resources resources) {
    this.resources = resources;
    this.exchanger = new Exchanger(resources, log, cache);
    this.lookups = new Lookups(log, exchanger);
    this.reverse = new ReverseMapping(resources.timeouts());
  }

  /// From here on `next` answers. What the cache knows of servers that are no longer there is
  /// forgotten.
  public void swap(Servers next) {
    servers = next;
    Set<Component<?>> known = new HashSet<>();
    next.byTag().values().forEach(member -> known.add(member.component()));
    DnsOptions options = next.options();
    cache.keepOnly(server -> !options.disableCache() && known.contains(server));
    cache.resize(options.cacheCapacity(), resources.timeouts().nanoTime());
    if (!options.reverseMapping()) {
      reverse.clear();
    }
  }

  /// Null before the first configuration.
  @Nullable Servers servers() {
    return servers;
  }

  /// What was learnt through another network may not hold in this one.
  public void networkChanged() {
    cache.clear();
    reverse.clear();
  }

  @Override
  public List<InetAddress> lookup(DnsQuery query) throws IOException {
    return lookup(query, false);
  }

  @Override
  public List<InetAddress> resolve(DnsQuery query) throws IOException {
    return lookup(query, true);
  }

  private List<InetAddress> lookup(DnsQuery query, boolean dialled) throws IOException {
    // a server that closed since it was chosen has a successor, unless the instance closes
    for (int attempt = 0; attempt < 2; attempt++) {
      Servers now = servers;
      List<InetAddress> found =
          now == null ? null : lookups.lookup(dialled ? now.resolved(query) : query, now);
      if (found != null) {
        return found;
      }
    }
    throw notRunning("lookup " + query.name());
  }

  @Override
  public byte @Nullable [] echConfigs(DnsQuery query) throws IOException {
    for (int attempt = 0; attempt < 2; attempt++) {
      Servers now = servers;
      CompletableFuture<Message> answer =
          now == null ? null : lookups.service(now.resolved(query), now);
      if (answer != null) {
        return ServiceHints.echConfigs(await(answer));
      }
    }
    throw notRunning("exchange " + query.name());
  }

  /// The answer to a query of a client; blocks.
  Message exchange(Message query, Session session) throws IOException {
    for (int attempt = 0; attempt < 2; attempt++) {
      Servers now = servers;
      CompletableFuture<Message> answer =
          now == null ? null : exchanger.begin(query, now, now.choose(), session, true);
      if (answer != null) {
        return await(answer);
      }
    }
    throw notRunning("exchange " + query.question());
  }

  private static Message await(CompletableFuture<Message> answer) throws IOException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for an answer");
    }
  }

  private static DialException notRunning(String what) {
    return new DialException(Reason.DNS, what + ": no server is running");
  }

  @Override
  public void serve(Session session, Conn conn) throws IOException {
    new StreamQueries(resources, responder(session), conn).serve();
  }

  @Override
  public void serve(Session session, PacketConn conn) throws IOException {
    new PacketQueries(resources, responder(session), conn).serve();
  }

  private Responder responder(Session session) {
    return new Responder(this, cache, new DnsLog(log), resources, session);
  }

  /// hot: a client was told these addresses.
  void tell(String name, List<InetAddress> addresses, long ttl) {
    Servers now = servers;
    if (now != null && now.options().reverseMapping()) {
      reverse.tell(name, addresses, ttl);
    }
  }

  @Override
  public @Nullable String nameOf(InetAddress address) {
    return reverse.nameOf(address);
  }
}
