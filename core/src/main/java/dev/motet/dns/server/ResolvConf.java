package dev.motet.dns.server;

import dev.motet.dns.message.Name;
import dev.motet.io.IpLiteral;
import dev.motet.io.ProtocolException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What resolv.conf(5) says (inventory DS-1).
///
/// @param servers at least one
/// @param search domains that are tried behind a name
/// @param ndots a name with this many dots is first tried as it is
/// @param timeout of one attempt
/// @param overTcp `use-vc`
record ResolvConf(
    List<InetAddress> servers,
    List<String> search,
    int ndots,
    Duration timeout,
    int attempts,
    boolean rotate,
    boolean overTcp) {
  /// As much as the C library takes.
  private static final int MAX_SERVERS = 3;

  private static final int MAX_NDOTS = 15;
  private static final int MAX_TIMEOUT_SECONDS = 30;
  private static final int MAX_ATTEMPTS = 5;

  static ResolvConf parse(String text) {
    List<InetAddress> servers = new ArrayList<>();
    List<String> search = List.of();
    List<String> options = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] words = line.split("[#;]", 2)[0].strip().split("\\s+");
      switch (words[0]) {
        case "nameserver" -> {
          InetAddress server = words.length < 2 ? null : IpLiteral.parse(words[1]);
          if (server != null && servers.size() < MAX_SERVERS) {
            servers.add(server);
          }
        }
        case "domain", "search" -> search = List.of(words).subList(1, words.length);
        case "options" -> options.addAll(List.of(words).subList(1, words.length));
        default -> {} // sortlist, lookup: of no meaning here
      }
    }
    if (servers.isEmpty()) {
      servers.add(InetAddress.ofLiteral("127.0.0.1"));
    }
    return new ResolvConf(
        List.copyOf(servers),
        List.copyOf(search),
        number(options, "ndots:", 1, 0, MAX_NDOTS),
        Duration.ofSeconds(number(options, "timeout:", 5, 1, MAX_TIMEOUT_SECONDS)),
        number(options, "attempts:", 2, 1, MAX_ATTEMPTS),
        options.contains("rotate"),
        options.contains("use-vc"));
  }

  private static int number(List<String> options, String name, int absent, int min, int max) {
    int number = absent;
    for (String option : options) {
      String digits = option.startsWith(name) ? option.substring(name.length()) : "";
      if (digits.matches("[0-9]{1,4}")) {
        number = Math.clamp(Integer.parseInt(digits), min, max);
      }
    }
    return number;
  }

  /// What a name can mean, in the order to try.
  List<Name> candidates(Name name) {
    String host = name.host();
    List<Name> candidates = new ArrayList<>();
    for (String domain : search) {
      try {
        candidates.add(Name.of(host + "." + domain));
      } catch (ProtocolException _) {
        continue; // longer than a name can be, or the domain is none
      }
    }
    boolean first = host.chars().filter(c -> c == '.').count() >= ndots;
    candidates.add(first ? 0 : candidates.size(), name);
    return candidates;
  }
}
