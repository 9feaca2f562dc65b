package dev.motet.route;

import dev.motet.core.Dns;
import dev.motet.core.DnsQuery;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.IpLiteral;
import dev.motet.option.DomainStrategy;
import dev.motet.option.RuleAction;
import dev.motet.option.Sniffer;
import dev.motet.sniff.Sniffed;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a supposed session says: what the question gives. Writes down each rule that is tried.
final class SupposedHearing implements Hearing {
  private final Question question;
  private final @Nullable Sniffer protocol;
  private final @Nullable Dns dns;
  private final List<Explanation.Step> steps = new ArrayList<>();

  /// Of the rule that matched last; at first of what the inbound asks for.
  private List<String> notes = new ArrayList<>();

  private boolean isBeforeRules = true;

  /// @param dns null to look nothing up
  SupposedHearing(Question question, @Nullable Dns dns) {
    this.question = question;
    this.protocol = question.protocol() == null ? null : Sniffer.of(question.protocol());
    this.dns = dns;
  }

  List<Explanation.Step> steps() {
    if (isBeforeRules) {
      closeBeforeRules();
    }
    return List.copyOf(steps);
  }

  /// Rule by rule, to tell of each that does not match; the answer is that of [Snapshot#next].
  @Override
  public int next(Snapshot snapshot, int from, Candidate candidate) {
    if (isBeforeRules) {
      closeBeforeRules();
    }
    for (int i = from; i < snapshot.rules().size(); i++) {
      Rule rule = snapshot.rules().get(i);
      Condition failing = rule.condition().failing(candidate);
      if (failing == null) {
        return i;
      }
      steps.add(
          new Explanation.Step(
              rule.id(), rule.toString(), failing.toString(), List.of(), List.of()));
    }
    return -1;
  }

  private void closeBeforeRules() {
    isBeforeRules = false;
    if (!notes.isEmpty()) {
      String words = "fields of inbound \"" + question.inbound() + "\"";
      steps.add(new Explanation.Step("before the rules", words, null, List.of(), notes));
    }
  }

  @Override
  public void matched(Rule rule, Candidate candidate) {
    List<String> entries = new ArrayList<>();
    rule.condition().entries(candidate, entries::add);
    notes = new ArrayList<>();
    steps.add(new Explanation.Step(rule.id(), rule.toString(), null, entries, notes));
  }

  @Override
  public @Nullable String nameOf(InetAddress address) {
    return protocol == null && question.domain() != null
        ? question.domain()
        : dns == null ? null : dns.nameOf(address);
  }

  @Override
  public Sniffed.@Nullable Found sniff(List<Sniffer> sniffers, Duration limit, int port) {
    String asked = sniffers.isEmpty() ? "all protocols" : words(sniffers);
    if (FirstLook.isInVain(port)) {
      notes.add("sniffs nothing: the server speaks first at port " + port);
      return null;
    }
    if (protocol == null) {
      notes.add("would sniff for " + asked + "; no protocol is supposed");
      return null;
    }
    if (!sniffers.isEmpty() && !sniffers.contains(protocol)) {
      notes.add("would sniff for " + asked + ", which " + protocol + " is none of");
      return null;
    }
    notes.add("would sniff for " + asked + "; finds " + supposed());
    return new Sniffed.Found(protocol, question.domain(), question.client());
  }

  private String supposed() {
    return protocol
        + (question.domain() == null ? "" : " with domain " + question.domain())
        + (question.client() == null ? "" : " of client " + question.client())
        + ", as supposed";
  }

  @Override
  public @Nullable List<InetAddress> lookup(Destination.Name name, RuleAction.Resolve how)
      throws IOException {
    String server = how.server() == null ? "by the rules of dns" : "at DNS server " + how.server();
    String strategy =
        how.strategy() == DomainStrategy.AS_IS
            ? ""
            : ", " + how.strategy().name().toLowerCase(java.util.Locale.ROOT);
    if (dns == null) {
      notes.add("would resolve " + name.host() + " " + server + strategy + "; nothing was asked");
      return null;
    }
    try {
      List<InetAddress> addresses = dns.lookup(query(name, how));
      notes.add("resolves " + name.host() + " " + server + strategy + ": " + texts(addresses));
      return addresses;
    } catch (DialException e) {
      notes.add("resolves " + name.host() + " " + server + strategy + ": " + e.getMessage());
      throw e;
    }
  }

  private static DnsQuery query(Destination.Name name, RuleAction.Resolve how) {
    return new DnsQuery(
        name.host(),
        how.strategy(),
        how.server(),
        null,
        how.disableCache(),
        how.rewriteTtl(),
        how.clientSubnet());
  }

  private static String words(List<Sniffer> sniffers) {
    return sniffers.stream().map(Sniffer::toString).collect(Collectors.joining(", "));
  }

  private static String texts(List<InetAddress> addresses) {
    return addresses.stream().map(IpLiteral::text).collect(Collectors.joining(", "));
  }
}
