package dev.motet.route;

import dev.motet.core.Session;
import dev.motet.io.Destination;
import dev.motet.io.Network;
import dev.motet.option.GuardMode;
import dev.motet.option.RuleAction;
import dev.motet.option.Sniffer;
import dev.motet.sniff.Sniffed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the inbounds whose clients can get at this machine and its networks although no rule says
/// so, by asking the rules about some addresses.
final class GuardWarnings {
  private static final List<String> SAMPLES =
      List.of(
          "127.0.0.1",
          "10.0.0.1",
          "172.16.0.1",
          "192.168.0.1",
          "169.254.169.254",
          "::1",
          "fd00::1",
          "fe80::1");

  /// An address for documentation: a client of the internet.
  private static final InetSocketAddress CLIENT =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 50_000);

  private GuardWarnings() {}

  static List<String> of(Snapshot snapshot) {
    List<String> warnings = new ArrayList<>();
    if (snapshot.guard().mode() == GuardMode.WARN) {
      for (String inbound : snapshot.guard().inbounds()) {
        String open = firstOpen(snapshot, inbound);
        if (open != null) {
          warnings.add(warning(inbound, open));
        }
      }
    }
    return warnings;
  }

  private static String warning(String inbound, String open) {
    return "clients of inbound \""
        + inbound
        + "\" come from outside and can reach this machine and its networks: "
        + open
        + "; add the rule {\"inbound\": \""
        + inbound
        + "\", \"ip_is_private\": true, \"action\": \"reject\"}, or set route.guard to \"deny\" or"
        + " \"off\"";
  }

  private static @Nullable String firstOpen(Snapshot snapshot, String inbound) {
    for (Network network : Network.values()) {
      for (String sample : SAMPLES) {
        InetAddress address = InetAddress.ofLiteral(sample);
        if (judge(snapshot, inbound, network, address) instanceof Ruling.Way way
            && !isMeant(snapshot, way, address)) {
          return sample + " goes to outbound \"" + way.way().tag() + "\" by " + way.rule();
        }
      }
    }
    return null;
  }

  private static boolean isMeant(Snapshot snapshot, Ruling.Way way, InetAddress address) {
    return snapshot.rules().stream()
        .anyMatch(rule -> rule.id().equals(way.rule()) && rule.condition().names(address));
  }

  private static Ruling judge(
      Snapshot snapshot, String inbound, Network network, InetAddress address) {
    Destination to = new Destination.Ip(address, 80);
    var facts = new Session.Facts(0, inbound, "", network, CLIENT, to, null);
    try {
      return Judge.judge(snapshot, Candidate.supposed(facts, null), new Nobody());
    } catch (IOException e) {
      throw new UncheckedIOException("nobody is there who could be gone", e);
    }
  }

  /// A client that sends nothing.
  private static final class Nobody implements Hearing {
    @Override
    public void matched(Rule rule, Candidate candidate) {
      // the ruling says by which rule
    }

    @Override
    public Sniffed.@Nullable Found sniff(List<Sniffer> sniffers, Duration limit, int port) {
      return null;
    }

    @Override
    public @Nullable List<InetAddress> lookup(Destination.Name name, RuleAction.Resolve how) {
      return null;
    }
  }
}
