package dev.motet.dns;

import dev.motet.core.Component;
import dev.motet.core.Log;
import dev.motet.core.Resources;
import dev.motet.core.Session;
import dev.motet.dns.message.AnswerKey;
import dev.motet.dns.message.Edns;
import dev.motet.dns.message.Message;
import dev.motet.dns.message.Question;
import dev.motet.dns.message.Rcode;
import dev.motet.dns.message.ServiceHints;
import dev.motet.dns.server.DnsServer;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.Timeouts;
import dev.motet.option.DomainStrategy;
import dev.motet.option.RecordTypes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Gets answers: from the cache, from the same query under way, from a server. Thread-safe.
final class Exchanger {
  /// How long a query may take, whatever its server does.
  static final Duration LIMIT = Duration.ofSeconds(10);

  private final Resources resources;
  private final Log log;
  private final DnsLog answers;
  private final DnsCache cache;
  private final ConcurrentHashMap<AnswerKey, CompletableFuture<Message>> underWay =
      new ConcurrentHashMap<>();
  private final Places places = new Places();

  Exchanger(Resources resources, Log log, DnsCache cache) {
    this.resources = resources;
    this.log = log;
    this.answers = new DnsLog(log);
    this.cache = cache;
  }

  /// Begins to get an answer; blocks on nothing.
  ///
  /// @param client whether a client of an inbound asks, rather than the program itself
  /// @return null when the chosen server has closed: there is another configuration
  /// @throws DialException when it cannot even begin
  @Nullable CompletableFuture<Message> begin(
      Message query, Servers servers, Choice choice, @Nullable Session session, boolean client)
      throws DialException {
    if (isUnwanted(query, choice.strategy())) {
      return CompletableFuture.completedFuture(query.reply(Rcode.NOERROR, List.of()));
    }
    answers.asked(session, query);
    AnswerKey key = choice.cached() && isPlain(query) ? key(query, servers, choice) : null;
    Message known = key == null ? null : known(key, session);
    if (known != null) {
      return CompletableFuture.completedFuture(forStrategy(known, choice.strategy()));
    }
    Asking way = Asking.towards(choice.member().component());
    var mine = new CompletableFuture<Message>();
    AnswerKey own = key == null ? null : key.at(choice.tag());
    CompletableFuture<Message> first = own == null ? null : underWay.putIfAbsent(own, mine);
    if (first == null
        && !start(new Task(query, servers, choice, session, client, key, own, way, mine))) {
      return null;
    }
    CompletableFuture<Message> answer = first == null ? mine : first;
    return answer.thenApply(message -> forStrategy(message, choice.strategy()));
  }

  private static @Nullable AnswerKey key(Message query, Servers servers, Choice choice) {
    AnswerKey key = AnswerKey.of(query);
    return key != null && servers.options().independentCache() ? key.at(choice.tag()) : key;
  }

  /// Inventory DX-5: what else a query says could change its answer.
  private static boolean isPlain(Message query) {
    Question question = query.question();
    Edns edns = query.edns();
    return question != null
        && question.type() != RecordTypes.AXFR
        && question.type() != RecordTypes.IXFR
        && !query.has(Message.OPCODE)
        && query.has(Message.RECURSION_DESIRED)
        && query.answers().isEmpty()
        && query.authorities().isEmpty()
        && query.additionals().isEmpty()
        && (edns == null || edns.endToEnd().options().isEmpty());
  }

  private @Nullable Message known(AnswerKey key, @Nullable Session session) {
    long now = resources.timeouts().nanoTime();
    CachedAnswer found = cache.find(key, now);
    if (found == null) {
      return null;
    }
    Message answer = found.packed().message(found.ttl(now));
    answers.cached(session, answer, found.ttl(now));
    return answer;
  }

  /// @return whether there is a server to ask
  private boolean start(Task task) throws DialException {
    if (!places.tryTake(task.client)) {
      int most = task.client ? Places.CLIENTS : Places.ALL;
      var full = new DialException(Reason.DNS, most + " queries are under way");
      task.fail(full);
      throw full;
    }
    if (!task.choice.member().component().hold()) {
      places.give(task.client);
      task.fail(new DialException(Reason.DNS, "the server has closed"));
      return false;
    }
    Timeouts.Timeout limit =
        resources
            .timeouts()
            .after(
                LIMIT, () -> task.fail(new DialException(Reason.TIMEOUT, "no answer within 10 s")));
    CompletableFuture<?> _ = task.answer.whenComplete((_, _) -> limit.close());
    resources.sockets().threads().newThread(task).start();
    return true;
  }

  /// Inventory DX-4: a client that is to use the other family learns nothing of this one.
  private static boolean isUnwanted(Message query, DomainStrategy strategy) {
    int type = query.question() == null ? 0 : query.question().type();
    return (strategy == DomainStrategy.IPV4_ONLY && type == RecordTypes.AAAA)
        || (strategy == DomainStrategy.IPV6_ONLY && type == RecordTypes.A);
  }

  private static Message forStrategy(Message answer, DomainStrategy strategy) {
    return switch (strategy) {
      case IPV4_ONLY -> ServiceHints.withoutIpv6(answer);
      case IPV6_ONLY -> ServiceHints.withoutIpv4(answer);
      default -> answer;
    };
  }

  /// A query on its way to a server; runs on a thread of its own.
  private final class Task implements Runnable {
    private final Message query;
    private final Servers servers;
    private final Choice choice;
    private final @Nullable Session session;
    private final boolean client;
    private final @Nullable AnswerKey key;
    private final @Nullable AnswerKey own;
    private final Asking way;
    private final CompletableFuture<Message> answer;

    /// @param key for the cache; null where the answer is not kept
    /// @param own among the queries under way; null where others do not wait for this one
    Task(
        Message query,
        Servers servers,
        Choice choice,
        @Nullable Session session,
        boolean client,
        @Nullable AnswerKey key,
        @Nullable AnswerKey own,
        Asking way,
        CompletableFuture<Message> answer) {
      this.query = query;
      this.servers = servers;
      this.choice = choice;
      this.session = session;
      this.client = client;
      this.key = key;
      this.own = own;
      this.way = way;
      this.answer = answer;
    }

    @Override
    public void run() {
      Component<DnsServer> server = choice.member().component();
      try {
        Message got = kept(way.call(() -> server.instance().exchange(prepared())));
        leave();
        answer.complete(got);
      } catch (IOException e) {
        log.debug(session, "exchange {} at {}: {}", query.question(), server, e.getMessage());
        fail(e);
      } catch (RuntimeException | Error e) {
        log.bug(session, e);
        fail(new IOException("an error of this program", e));
      } finally {
        server.release();
        places.give(client);
      }
    }

    void fail(IOException why) {
      leave();
      answer.completeExceptionally(why);
    }

    /// From here on the same question is asked anew; before anybody learns the answer.
    private void leave() {
      if (own != null) {
        underWay.remove(own, answer);
      }
    }

    /// What leaves: asks whether the answer is authentic, so that the cache knows it for all (RFC
    /// 6840 5.7), and says how long a datagram may be.
    private Message prepared() {
      if (query.has(Message.OPCODE)) {
        return query;
      }
      Edns edns = query.edns() == null ? Edns.PLAIN : query.edns().endToEnd();
      Edns sized = new Edns(Edns.UDP_BYTES, edns.version(), edns.flags(), edns.options());
      return query
          .withFlags(query.flags() | Message.AUTHENTIC_DATA)
          .withEdns(
              choice.clientSubnet() == null ? sized : sized.withSubnet(choice.clientSubnet()));
    }

    private Message kept(Message fresh) {
      boolean answered = fresh.rcode() == Rcode.NOERROR || fresh.rcode() == Rcode.NXDOMAIN;
      Long rewritten = answered ? choice.rewriteTtl() : null;
      long ttl = rewritten == null ? Lifetimes.of(fresh) : rewritten;
      Message even = ttl > 0 || rewritten != null ? fresh.withTtl(ttl) : fresh;
      answers.exchanged(session, even, ttl);
      if (key != null && ttl > 0 && !fresh.has(Message.TRUNCATED) && fresh.question() != null) {
        long now = resources.timeouts().nanoTime();
        boolean expires = !servers.options().disableExpire();
        Component<DnsServer> server = choice.member().component();
        cache.put(new CachedAnswer(key, server, even, ttl, expires, now), now);
      }
      return even;
    }
  }
}
