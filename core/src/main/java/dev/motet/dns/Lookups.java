package dev.motet.dns;

import dev.motet.core.Component;
import dev.motet.core.DnsQuery;
import dev.motet.core.Log;
import dev.motet.core.Session;
import dev.motet.dns.message.Message;
import dev.motet.dns.message.Name;
import dev.motet.dns.message.Rcode;
import dev.motet.dns.server.DnsServer;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.IpLiteral;
import dev.motet.io.ProtocolException;
import dev.motet.option.DomainStrategy;
import dev.motet.option.RecordTypes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Names to addresses for the program itself (inventory DX-11). Thread-safe.
final class Lookups {
  private final Log log;
  private final Exchanger exchanger;

  Lookups(Log log, Exchanger exchanger) {
    this.log = log;
    this.exchanger = exchanger;
  }

  /// @return null when the chosen server has closed: there is another configuration
  @Nullable List<InetAddress> lookup(DnsQuery query, Servers servers) throws IOException {
    log.debug(query.session(), "lookup domain {}", query.name());
    Choice choice = servers.choose(query);
    Component<DnsServer> server = choice.member().component();
    if (!server.hold()) {
      return null;
    }
    List<InetAddress> found;
    try {
      List<InetAddress> known = server.instance().lookup(query.name());
      found = known == null ? ask(query, servers, choice) : known;
    } finally {
      server.release();
    }
    List<InetAddress> usable = Strategies.ordered(found, choice.strategy());
    if (usable.isEmpty()) {
      throw failure(query, "empty result");
    }
    log.debug(
        query.session(),
        "lookup succeed for {}: {}",
        query.name(),
        String.join(", ", usable.stream().map(IpLiteral::text).toList()));
    return usable;
  }

  /// Asks for the HTTPS record of the name.
  ///
  /// @return null when the chosen server has closed: there is another configuration
  @Nullable CompletableFuture<Message> service(DnsQuery query, Servers servers) throws IOException {
    Name name;
    try {
      name = Name.of(query.name());
    } catch (ProtocolException e) {
      throw failure(query, e.getMessage());
    }
    return exchanger.begin(
        Message.query(name, RecordTypes.HTTPS),
        servers,
        servers.choose(query),
        query.session(),
        false);
  }

  /// Both families at the same time; one is enough.
  private List<InetAddress> ask(DnsQuery query, Servers servers, Choice choice) throws IOException {
    Name name;
    try {
      name = Name.of(query.name());
    } catch (ProtocolException e) {
      throw failure(query, e.getMessage());
    }
    DomainStrategy strategy = choice.strategy();
    Half four = new Half(query, strategy != DomainStrategy.IPV6_ONLY);
    Half six = new Half(query, strategy != DomainStrategy.IPV4_ONLY);
    four.begin(Message.query(name, RecordTypes.A), servers, choice);
    six.begin(Message.query(name, RecordTypes.AAAA), servers, choice);
    List<InetAddress> found = new ArrayList<>(four.await());
    found.addAll(six.await());
    IOException why = four.failure == null ? six.failure : four.failure;
    boolean both = (four.failure != null || !four.wanted) && (six.failure != null || !six.wanted);
    if (both && why != null) {
      throw why;
    }
    return found;
  }

  private static DialException failure(DnsQuery query, @Nullable String why) {
    return new DialException(Reason.DNS, "lookup " + query.name() + ": " + why);
  }

  /// The addresses of one family, or why there are none.
  private final class Half {
    private final DnsQuery lookup;
    private final boolean wanted;
    private @Nullable CompletableFuture<Message> answer;
    private @Nullable IOException failure;

    Half(DnsQuery lookup, boolean wanted) {
      this.lookup = lookup;
      this.wanted = wanted;
    }

    void begin(Message query, Servers servers, Choice choice) {
      if (!wanted) {
        return;
      }
      Session session = lookup.session();
      try {
        answer = exchanger.begin(query, servers, choice, session, false);
        if (answer == null) {
          failure = failure(lookup, "the server has closed");
        }
      } catch (DialException e) {
        failure = e;
      }
    }

    List<InetAddress> await() throws IOException {
      CompletableFuture<Message> pending = answer;
      if (pending == null) {
        return List.of();
      }
      try {
        Message message = pending.get();
        if (message.rcode() != Rcode.NOERROR) {
          failure = failure(lookup, Rcode.text(message.rcode()));
        }
        return CachedAnswer.addresses(message);
      } catch (ExecutionException e) {
        failure =
            e.getCause() instanceof DialException known
                ? known
                : new DialException(
                    Reason.DNS, "lookup " + lookup.name() + " failed", e.getCause());
        return List.of();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while looking up " + lookup.name());
      }
    }
  }
}
