package dev.motet.route;

import dev.motet.core.Dns;
import dev.motet.core.DnsQuery;
import dev.motet.core.Log;
import dev.motet.core.Reply;
import dev.motet.core.Session;
import dev.motet.io.Destination;
import dev.motet.io.IpLiteral;
import dev.motet.option.RuleAction;
import dev.motet.option.Sniffer;
import dev.motet.sniff.Sniffed;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

// hot
/// What a session under way says: its first bytes, the addresses of its destination. Writes what it
/// learns into the session and the log.
final class LiveHearing implements Hearing {
  private final Log log;
  private final Dns dns;
  private final Session session;
  private final FirstLook first;
  private final Reply reply;

  LiveHearing(Log log, Dns dns, Session session, FirstLook first, Reply reply) {
    this.log = log;
    this.dns = dns;
    this.session = session;
    this.first = first;
    this.reply = reply;
  }

  @Override
  public void matched(Rule rule, Candidate candidate) {
    if (log.isEnabled(Level.DEBUG)) {
      log.debug(session, "match[{}] {} at {}", rule.index(), rule, rule.id());
    }
  }

  @Override
  public @Nullable String nameOf(InetAddress address) {
    String name = dns.nameOf(address);
    if (name != null) {
      log.debug(session, "found reserve mapped domain: {}", name);
    }
    return name;
  }

  /// A client that waits for its answer sends nothing before: it gets the answer first.
  @Override
  public Sniffed.@Nullable Found sniff(List<Sniffer> sniffers, Duration limit, int port)
      throws IOException {
    if (FirstLook.isInVain(port)) {
      log.debug(session, "sniff skipped: the server speaks first at port {}", port);
      return null;
    }
    reply.accepted();
    Sniffed.Found found = first.sniff(sniffers, limit, port);
    if (found != null) {
      log.debug(session, "sniffed {}", words(found));
    }
    return found;
  }

  @Override
  public void found(Session.Findings findings) {
    session.found(findings);
  }

  @Override
  public List<InetAddress> lookup(Destination.Name name, RuleAction.Resolve how)
      throws IOException {
    List<InetAddress> addresses =
        dns.lookup(
            new DnsQuery(
                name.host(),
                how.strategy(),
                how.server(),
                session,
                how.disableCache(),
                how.rewriteTtl(),
                how.clientSubnet()));
    if (log.isEnabled(Level.DEBUG)) {
      log.debug(
          session,
          "resolved [{}]",
          addresses.stream().map(IpLiteral::text).collect(Collectors.joining(" ")));
    }
    return addresses;
  }

  /// As sing-box says it: `protocol: tls, domain: example.org`.
  private static String words(Sniffed.Found found) {
    return "protocol: "
        + found.protocol()
        + (found.domain() == null ? "" : ", domain: " + found.domain())
        + (found.client() == null ? "" : ", client: " + found.client());
  }
}
