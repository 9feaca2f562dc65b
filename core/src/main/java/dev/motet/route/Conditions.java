package dev.motet.route;

import dev.motet.io.Destination;
import dev.motet.io.IpPrefix;
import dev.motet.io.Network;
import dev.motet.route.matcher.DomainSet;
import dev.motet.route.matcher.IpSet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The conditions on single facts (inventory RI-1 to RI-9), each compiled for its lookup.
final class Conditions {
  private Conditions() {}

  static Condition inbound(List<String> tags) {
    return text("inbound", tags, c -> c.facts().inbound());
  }

  /// Names that are no network are kept: they match nothing, as in sing-box.
  static Condition network(List<String> names) {
    boolean tcp = names.contains(Network.TCP.toString());
    boolean udp = names.contains(Network.UDP.toString());
    return asked("network", names, c -> c.facts().network() == Network.TCP ? tcp : udp);
  }

  static Condition authUser(List<String> users) {
    return text("auth_user", users, c -> c.facts().user());
  }

  static Condition domain(List<String> domains) {
    return domains("domain", domains, DomainSet.of(domains, List.of()));
  }

  /// `x` is `x` and all below it, `.x` only what is below.
  static Condition domainSuffix(List<String> suffixes) {
    return domains("domain_suffix", suffixes, DomainSet.of(List.of(), suffixes));
  }

  /// The destination's address, or any address that an earlier rule resolved its name to.
  static Condition ipCidr(List<IpPrefix> blocks) {
    IpSet set = new IpSet(blocks);
    return asked(
        "ip_cidr",
        blocks,
        c ->
            c.destination() instanceof Destination.Ip ip
                ? set.contains(ip.address())
                : anyIn(set, c.resolved()));
  }

  static Condition sourceIpCidr(List<IpPrefix> blocks) {
    IpSet set = new IpSet(blocks);
    return asked(
        "source_ip_cidr",
        blocks,
        c -> {
          InetSocketAddress source = c.source();
          return source != null && set.contains(source.getAddress());
        });
  }

  /// Ports and inclusive ranges of ports are one set; the words stay those of the configuration.
  static Condition port(String field, List<?> written, BitSet ports) {
    return asked(field, written, c -> ports.get(c.destination().port()));
  }

  private static Condition text(
      String field, List<String> values, Function<Candidate, @Nullable String> fact) {
    Set<String> set = Set.copyOf(values);
    return asked(
        field,
        values,
        c -> {
          String value = fact.apply(c);
          return value != null && set.contains(value);
        });
  }

  private static Condition domains(String field, List<String> written, DomainSet set) {
    return asked(
        field,
        written,
        c -> {
          String domain = c.domain();
          return domain != null && set.contains(domain);
        });
  }

  private static boolean anyIn(IpSet set, List<InetAddress> addresses) {
    for (InetAddress address : addresses) {
      if (set.contains(address)) {
        return true;
      }
    }
    return false;
  }

  private static Condition asked(String field, List<?> written, Predicate<Candidate> question) {
    return new Asked(field, List.copyOf(written), question);
  }

  /// A condition on one field of the rule.
  private record Asked(String field, List<?> written, Predicate<Candidate> question)
      implements Condition {
    @Override
    public boolean matches(Candidate candidate) {
      return question.test(candidate);
    }

    /// A long list is cut: the words go into the log at each match.
    @Override
    public String toString() {
      if (written.size() == 1) {
        return field + "=" + written.getFirst();
      }
      String shown =
          written.stream().limit(3).map(Object::toString).collect(Collectors.joining(" "));
      return field + "=[" + shown + (written.size() > 3 ? " …]" : "]");
    }
  }
}
