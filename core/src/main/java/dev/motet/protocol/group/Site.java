package dev.motet.protocol.group;

import dev.motet.core.DialRequest;
import dev.motet.core.Session;
import dev.motet.io.Destination;
import dev.motet.io.IpLiteral;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What belongs together at the far end: the registrable domain of a name, else the address.
///
/// Where registrations begin is known exactly only from a list of thousands of suffixes that
/// changes every week. Here nothing depends on it but which member serves a site, so a rule of
/// thumb does: the last two labels, three below a country's second level such as `co.uk`.
final class Site {
  /// Second levels that countries register under.
  private static final Set<String> SECOND_LEVELS =
      Set.of(
          "ac", "co", "com", "edu", "gen", "go", "gob", "gouv", "gov", "govt", "gub", "id", "in",
          "info", "ltd", "me", "mil", "ne", "net", "nhs", "nic", "nom", "or", "org", "plc", "sch",
          "school", "web");

  private Site() {}

  static String of(DialRequest request) {
    return switch (request.to()) {
      case Destination.Name name -> registrable(name.host());
      case Destination.Ip ip -> {
        Session session = request.session();
        String sniffed = session == null ? null : session.findings().domain();
        yield sniffed == null ? IpLiteral.text(ip.address()) : registrable(sniffed);
      }
    };
  }

  static String registrable(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String bare = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    List<String> labels = Arrays.asList(bare.split("\\.", -1));
    int count = labels.size();
    if (count < 3) {
      return bare;
    }
    boolean country =
        labels.get(count - 1).length() == 2 && SECOND_LEVELS.contains(labels.get(count - 2));
    return String.join(".", labels.subList(count - (country ? 3 : 2), count));
  }
}
