package dev.motet.route;

import com.google.re2j.Pattern;
import dev.motet.io.Destination;
import dev.motet.io.IpPrefix;
import dev.motet.io.Network;
import dev.motet.route.matcher.DomainSet;
import dev.motet.route.matcher.IpSet;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The conditions on single facts (inventory RI-1 to RI-9, RI-12, RI-13), each compiled for its
/// lookup.
final class Conditions {
  private Conditions() {}

  static Condition inbound(List<String> tags) {
    return text("inbound", tags, c -> c.facts().inbound());
  }

  /// The family of the destination; a name has none. Also that of what the client asked for, when a
  /// rule replaced it: in sing-box the one does not make the other be forgotten.
  static Condition ipVersion(int version) {
    boolean four = version == 4;
    return asked(
        "ip_version",
        List.of(version),
        c -> isOfFamily(c.destination(), four) || isOfFamily(c.facts().destination(), four));
  }

  private static boolean isOfFamily(Destination destination, boolean four) {
    return destination instanceof Destination.Ip(InetAddress address, _)
        && address instanceof Inet4Address == four;
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

  static Condition protocol(List<String> protocols) {
    return text("protocol", protocols, c -> c.findings().protocol());
  }

  static Condition client(List<String> clients) {
    return text("client", clients, c -> c.findings().client());
  }

  static Condition domain(List<String> domains) {
    return domains("domain", domains, DomainSet.of(domains, List.of())::contains);
  }

  /// `x` is `x` and all below it, `.x` only what is below.
  static Condition domainSuffix(List<String> suffixes) {
    return domains("domain_suffix", suffixes, DomainSet.of(List.of(), suffixes)::contains);
  }

  static Condition domainKeyword(List<String> keywords) {
    String[] lower =
        keywords.stream().map(keyword -> keyword.toLowerCase(Locale.ROOT)).toArray(String[]::new);
    return domains("domain_keyword", keywords, domain -> containsAny(domain, lower));
  }

  /// Finds them anywhere in the name, which is in lower case.
  static Condition domainRegex(List<Pattern> expressions) {
    Pattern[] all = expressions.toArray(Pattern[]::new);
    List<String> written = expressions.stream().map(Pattern::pattern).toList();
    return domains("domain_regex", written, domain -> findsAny(domain, all));
  }

  /// The destination's address, or any address that an earlier rule resolved its name to.
  static Condition ipCidr(List<IpPrefix> blocks) {
    return new OnDestination(words("ip_cidr", blocks), new IpSet(blocks)::contains);
  }

  static Condition ipIsPrivate() {
    return new OnDestination("ip_is_private=true", PrivateAddresses::contains);
  }

  /// @param field as written: addresses of rule-sets can stand for those of the client
  static Condition sourceIpCidr(String field, List<IpPrefix> blocks) {
    return source(field, blocks, new IpSet(blocks)::contains);
  }

  static Condition sourceIpIsPrivate() {
    return source("source_ip_is_private", List.of(true), PrivateAddresses::contains);
  }

  /// Ports and inclusive ranges of ports are one set; the words stay those of the configuration.
  static Condition port(String field, List<?> written, BitSet ports) {
    return asked(field, written, c -> ports.get(c.destination().port()));
  }

  /// A client that nobody knows has no port.
  static Condition sourcePort(String field, List<?> written, BitSet ports) {
    return asked(
        field,
        written,
        c -> {
          InetSocketAddress source = c.source();
          return source != null && ports.get(source.getPort());
        });
  }

  /// A condition on what this machine cannot know.
  static Condition never(String field, List<?> written) {
    return never(words(field, written));
  }

  static Condition never(String words) {
    return new Asked(words, _ -> false);
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

  private static Condition domains(String field, List<String> written, Predicate<String> set) {
    return asked(
        field,
        written,
        c -> {
          String domain = c.domain();
          return domain != null && set.test(domain);
        });
  }

  private static boolean containsAny(String domain, String[] keywords) {
    for (String keyword : keywords) {
      if (domain.contains(keyword)) {
        return true;
      }
    }
    return false;
  }

  private static boolean findsAny(String domain, Pattern[] expressions) {
    for (Pattern expression : expressions) {
      if (expression.matcher(domain).find()) {
        return true;
      }
    }
    return false;
  }

  private static Condition source(String field, List<?> written, Predicate<InetAddress> set) {
    return asked(
        field,
        written,
        c -> {
          InetSocketAddress source = c.source();
          return source != null && set.test(source.getAddress());
        });
  }

  private static Condition asked(String field, List<?> written, Predicate<Candidate> question) {
    return new Asked(words(field, written), question);
  }

  /// A long list is cut: the words go into the log at each match.
  static String words(String field, List<?> written) {
    if (written.size() == 1) {
      return field + "=" + written.getFirst();
    }
    String shown = written.stream().limit(3).map(Object::toString).collect(Collectors.joining(" "));
    return field + "=[" + shown + (written.size() > 3 ? " …]" : "]");
  }

  /// A condition on one field of the rule.
  private record Asked(String words, Predicate<Candidate> question) implements Condition {
    @Override
    public boolean matches(Candidate candidate) {
      return question.test(candidate);
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /// A condition on the address of the destination.
  private record OnDestination(String words, Predicate<InetAddress> set) implements Condition {
    @Override
    public boolean matches(Candidate candidate) {
      if (candidate.destination() instanceof Destination.Ip(InetAddress address, _)) {
        return set.test(address);
      }
      for (InetAddress address : candidate.resolved()) {
        if (set.test(address)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean names(InetAddress address) {
      return set.test(address);
    }

    @Override
    public String toString() {
      return words;
    }
  }
}
