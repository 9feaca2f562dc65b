package dev.motet.dns;

import dev.motet.core.Component;
import dev.motet.core.DnsQuery;
import dev.motet.core.Session;
import dev.motet.dns.message.Message;
import dev.motet.dns.message.Rcode;
import dev.motet.dns.message.Wires;
import dev.motet.dns.server.DnsServer;
import dev.motet.io.Destination;
import dev.motet.io.IpPrefix;
import dev.motet.io.Network;
import dev.motet.option.DnsOptions;
import dev.motet.option.DomainResolverOptions;
import dev.motet.option.DomainStrategy;
import dev.motet.testkit.TestEnv;
import dev.motet.testkit.VirtualTimeouts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// A [DnsClient] on a virtual clock, with servers that answer from tables.
final class DnsRig implements AutoCloseable {
  final VirtualTimeouts clock = new VirtualTimeouts();
  final TestEnv env = new TestEnv(clock);
  final DnsClient dns = new DnsClient(env.resources());
  final Map<String, Server> servers = new HashMap<>();

  /// Answers what a test wrote down, everything else with NXDOMAIN.
  static final class Server implements DnsServer {
    final List<Message> asked = new CopyOnWriteArrayList<>();
    final Map<String, List<String>> records = new HashMap<>();
    final Component<DnsServer> component;
    volatile int rcode = Rcode.NOERROR;
    volatile @Nullable CountDownLatch gate;
    volatile @Nullable IOException failure;
    volatile boolean remembered = true;

    Server(String tag) {
      component = new Component<>("dns", "test", tag, this, () -> {});
    }

    /// @param question `name TYPE`
    Server knows(String question, String... answer) {
      records.put(question, List.of(answer));
      return this;
    }

    @Override
    public Message exchange(Message query) throws IOException {
      asked.add(query);
      CountDownLatch held = gate;
      if (held != null) {
        try {
          held.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      IOException why = failure;
      if (why != null) {
        throw why;
      }
      String question = query.question().toString().replace(". IN ", " ").toLowerCase();
      List<String> known = records.get(question);
      return known == null
          ? Wires.answer(query, rcode == 0 ? Rcode.NXDOMAIN : rcode)
          : Wires.answer(query, rcode, known.toArray(String[]::new));
    }

    @Override
    public boolean isRemembered() {
      return remembered;
    }
  }

  Server server(String tag) {
    return servers.computeIfAbsent(tag, Server::new);
  }

  /// Puts all servers in force; the one called `main` answers what nothing else decides.
  void start(DnsOptions options, @Nullable DomainResolverOptions resolver) {
    Map<String, Member> members = new HashMap<>();
    new ArrayList<>(servers.values())
        .forEach(s -> members.put(s.component.tag(), new Member(s.component)));
    dns.swap(new Servers(members, new Member(server("main").component), options, resolver));
  }

  void start() {
    start(DnsOptions.DEFAULT, null);
  }

  static DnsOptions options(boolean disableExpire, boolean independent, boolean reverse) {
    return new DnsOptions(
        null, DomainStrategy.AS_IS, false, disableExpire, independent, 1024, reverse, null);
  }

  static DnsOptions options(DomainStrategy strategy, @Nullable IpPrefix subnet) {
    return new DnsOptions(null, strategy, false, false, false, 1024, false, subnet);
  }

  static DnsQuery lookup(String name) {
    return new DnsQuery(name, DomainStrategy.AS_IS, null, null);
  }

  Session session(Network network) {
    return env.session(network, null, Destination.of("192.0.2.53", 53), null);
  }

  /// The answer to a query of a client.
  Message exchange(Message query) throws IOException {
    return dns.exchange(query, session(Network.UDP));
  }

  @Override
  public void close() {
    env.close();
  }
}
