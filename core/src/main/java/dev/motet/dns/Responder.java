package dev.motet.dns;

import dev.motet.core.Resources;
import dev.motet.core.Session;
import dev.motet.dns.message.Edns;
import dev.motet.dns.message.Message;
import dev.motet.dns.message.PlainQuery;
import dev.motet.dns.message.Question;
import dev.motet.dns.message.Rcode;
import dev.motet.io.DialException;
import dev.motet.io.ProtocolException;
import dev.motet.option.DomainStrategy;
import dev.motet.option.RecordTypes;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

// hot
/// Answers the queries of one client, whatever bytes it sends. Thread-safe.
final class Responder {
  private final DnsClient client;
  private final DnsCache cache;
  private final DnsLog log;
  private final Resources resources;
  private final Session session;

  Responder(DnsClient client, DnsCache cache, DnsLog log, Resources resources, Session session) {
    this.client = client;
    this.cache = cache;
    this.log = log;
    this.resources = resources;
    this.session = session;
  }

  /// Answers from the cache without blocking: the answer takes the place of the query.
  ///
  /// @param array holds the query, and room for more behind it
  /// @param overUdp whether the answer must fit in a datagram that the client takes
  /// @return bytes of the answer; -1 when it is not there, or does not fit
  int answerInPlace(byte[] array, int from, int to, boolean overUdp) {
    PlainQuery query = PlainQuery.of(array, from, to);
    CachedAnswer found = query == null ? null : find(query);
    if (query == null || found == null) {
      return -1;
    }
    int length = found.packed().length(query);
    if (length > array.length - from || (overUdp && length > query.udpBytes())) {
      return -1;
    }
    long ttl = found.ttl(resources.timeouts().nanoTime());
    if (log.isOn()) {
      log.cached(session, found.packed().message(ttl), ttl);
    }
    if (!found.addresses().isEmpty()) {
      client.tell(found.name(), found.addresses(), ttl);
    }
    found.packed().write(query, array, from, ttl);
    return length;
  }

  /// An error of this program cost the client an answer.
  void bug(Throwable cause) {
    log.bug(session, cause);
  }

  private @Nullable CachedAnswer find(PlainQuery query) {
    Servers servers = client.servers();
    if (servers == null) {
      return null;
    }
    Choice choice = servers.choose();
    if (!choice.cached() || isFiltered(query.type(), choice.strategy())) {
      return null;
    }
    var key = query.key();
    return cache.find(
        servers.options().independentCache() ? key.at(choice.tag()) : key,
        resources.timeouts().nanoTime());
  }

  /// Whether what the cache holds may not be what the client gets.
  private static boolean isFiltered(int type, DomainStrategy strategy) {
    boolean only = strategy == DomainStrategy.IPV4_ONLY || strategy == DomainStrategy.IPV6_ONLY;
    return only
        && switch (type) {
          case RecordTypes.A, RecordTypes.AAAA, RecordTypes.HTTPS, RecordTypes.SVCB -> true;
          default -> false;
        };
  }

  /// Answers any query; blocks.
  ///
  /// @return the bytes to send; null for no answer
  /// @throws ProtocolException when the bytes are no query
  byte @Nullable [] answer(byte[] bytes, boolean overUdp) throws ProtocolException {
    Message query = read(bytes);
    if (query == null) {
      return withoutQuestion(bytes);
    }
    Message answer = answer(query);
    if (answer == null) {
      return null;
    }
    Edns edns = query.edns();
    int udpBytes = edns == null ? 0 : edns.udpBytes();
    return answer.write(overUdp ? Math.max(512, udpBytes) : Message.MAX_BYTES);
  }

  /// @return null when it has not exactly one question
  private static @Nullable Message read(byte[] bytes) throws ProtocolException {
    if (bytes.length < Message.HEADER_BYTES || (bytes[2] & 0x80) != 0) {
      throw new ProtocolException("no query");
    }
    return bytes[4] == 0 && bytes[5] == 1 ? Message.read(bytes) : null;
  }

  /// Inventory DX-1.
  private static byte[] withoutQuestion(byte[] bytes) {
    int id = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
    int flags = (bytes[2] & 0x79) << 8 | Message.RESPONSE;
    return new Message(id, flags, Rcode.FORMERR, null, List.of(), List.of(), List.of(), null)
        .write();
  }

  private @Nullable Message answer(Message query) {
    Edns edns = query.edns();
    if (edns != null && edns.version() != 0) {
      return query.reply(Rcode.BADVERS, List.of()); // RFC 6891 6.1.3
    }
    try {
      return forClient(query, client.exchange(query, session));
    } catch (DialException e) {
      return switch (e.reason()) {
        case DROPPED -> null;
        case REJECTED -> query.reply(Rcode.REFUSED, List.of());
        default -> query.reply(Rcode.SERVFAIL, List.of());
      };
    } catch (IOException _) {
      return query.reply(Rcode.SERVFAIL, List.of());
    }
  }

  /// What the server said, as this client asked for it (inventory DX-10).
  private Message forClient(Message query, Message answer) {
    Edns asked = query.edns();
    boolean wantsAuthentic =
        query.has(Message.AUTHENTIC_DATA) || (asked != null && asked.dnssecOk());
    int echoed = Message.RECURSION_DESIRED | Message.CHECKING_DISABLED;
    int dropped = echoed | (wantsAuthentic ? 0 : Message.AUTHENTIC_DATA);
    int flags = (answer.flags() & ~dropped) | (query.flags() & echoed) | Message.RESPONSE;
    Edns said = answer.edns();
    boolean optionsAsked = asked != null && !asked.endToEnd().options().isEmpty();
    Edns edns =
        asked == null
            ? null
            : optionsAsked && said != null
                ? new Edns(Edns.UDP_BYTES, 0, asked.own().flags(), said.endToEnd().options())
                : asked.own();
    tell(answer);
    return new Message(
        query.id(),
        flags,
        edns == null && answer.rcode() > 0xf ? Rcode.SERVFAIL : answer.rcode(),
        query.question(),
        answer.answers(),
        answer.authorities(),
        answer.additionals(),
        edns);
  }

  private void tell(Message answer) {
    Question question = answer.question();
    List<InetAddress> addresses = CachedAnswer.addresses(answer);
    if (question != null && !addresses.isEmpty()) {
      client.tell(question.name().host(), addresses, answer.answers().getFirst().ttl());
    }
  }
}
