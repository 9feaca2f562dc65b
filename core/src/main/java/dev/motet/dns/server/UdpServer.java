package dev.motet.dns.server;

import dev.motet.core.ComponentType;
import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.core.Env;
import dev.motet.core.Log;
import dev.motet.core.Resources;
import dev.motet.dial.Dialers;
import dev.motet.dns.message.Edns;
import dev.motet.dns.message.Message;
import dev.motet.dns.message.Rcode;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks over UDP, again when nothing comes back, and over TCP when the answer does not fit in a
/// datagram (inventory DS-3).
public final class UdpServer implements DnsServer {
  public static final ComponentType<RemoteServerOptions, DnsServer> TYPE =
      new ComponentType<>("udp", RemoteServerOptions::decode, UdpServer::new);

  /// How long each of the attempts waits; together the limit of a query.
  private static final List<Duration> WAITS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(3),
          Duration.ofSeconds(4));

  /// A socket on which nothing was heard for this long while a query waited is not asked again.
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final Log log;
  private final Resources resources;
  private final Dialer dialer;
  private final Destination server;
  private final boolean strict;
  private final LineKeeper<UdpLine> lines;
  private final TcpServer tcp;

  UdpServer(Env env, RemoteServerOptions options) {
    this.log = env.log();
    this.resources = env.resources();
    this.dialer = Dialers.of(env, options.dial());
    this.server = options.server();
    this.strict = options.dial().detour() == null;
    this.lines = new LineKeeper<>(resources.timeouts(), this::open);
    this.tcp = new TcpServer(env, options);
  }

  private UdpLine open() throws IOException {
    return new UdpLine(dialer.bind(new DialRequest(server)), server, strict, resources);
  }

  @Override
  public Message exchange(Message query) throws IOException {
    return exchange(query, WAITS);
  }

  /// @param waits how long each of the attempts waits
  Message exchange(Message query, List<Duration> waits) throws IOException {
    if (query.write().length > UdpLine.MAX_QUERY_BYTES) {
      return tcp.exchange(query);
    }
    Message answer = ask(query, waits);
    if (isForeignToEdns(query, answer)) {
      answer = ask(query.withEdns(null), waits);
    }
    return answer.has(Message.TRUNCATED) ? whole(query, answer) : answer;
  }

  Message exchangeOverTcp(Message query) throws IOException {
    return tcp.exchange(query);
  }

  /// A server of before EDNS refuses what it does not know (RFC 6891 7).
  private static boolean isForeignToEdns(Message query, Message answer) {
    Edns asked = query.edns();
    boolean refused = answer.rcode() == Rcode.FORMERR || answer.rcode() == Rcode.NOTIMP;
    return refused && answer.edns() == null && asked != null && asked.options().isEmpty();
  }

  private Message whole(Message query, Message part) {
    log.debug(null, "response truncated, retrying with TCP: {}", query.question());
    try {
      return tcp.exchange(query);
    } catch (IOException e) {
      log.info(null, "truncated response for {} stays: {}", query.question(), e.getMessage());
      return part;
    }
  }

  private Message ask(Message query, List<Duration> waits) throws IOException {
    IOException failure = null;
    Attempt last = null;
    try {
      for (Duration wait : waits) {
        try {
          if (last == null || !last.line.isOpen()) {
            last = attempt(query, last);
          }
          last.line.send(last.ticket.query().write());
          Message answer = last.ticket.await(wait);
          if (answer != null) {
            return answer;
          }
        } catch (DialException e) {
          throw e;
        } catch (IOException e) {
          failure = e; // the socket closed under the query: another one may do
        }
      }
    } finally {
      if (last != null) {
        last.ticket.close();
      }
    }
    if (last != null && last.line.outstanding().isSilentFor(SILENCE)) {
      last.line.close();
    }
    String text = "no answer from " + server;
    throw new DialException(DialException.Reason.TIMEOUT, text, failure);
  }

  private Attempt attempt(Message query, @Nullable Attempt before) throws IOException {
    if (before != null) {
      before.ticket.close();
    }
    UdpLine line = lines.get();
    return new Attempt(line, line.outstanding().add(query));
  }

  /// A query on one socket; sent again it is the same.
  private record Attempt(UdpLine line, Outstanding.Ticket ticket) {}

  @Override
  public void networkChanged() {
    lines.reset();
    tcp.networkChanged();
  }

  @Override
  public void close() {
    lines.close();
    tcp.close();
  }
}
