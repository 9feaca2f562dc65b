package dev.motet.engine;

import dev.motet.io.IpLiteral;
import dev.motet.json.JsonTree;
import dev.motet.json.JsonTree.Arr;
import dev.motet.json.JsonTree.Text;
import dev.motet.json.Problems;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Warns when outbounds look names up and nothing says at which of several DNS servers (inventory
/// SH-7). The first of them is named.
final class ResolverCheck {
  private ResolverCheck() {}

  static void check(JsonTree root, RootOptions options, Problems problems) {
    long servers = options.dns().servers().stream().filter(s -> !s.isRcode()).count();
    if (servers < 2 || options.route().defaultDomainResolver() != null) {
      return;
    }
    for (String list : List.of("endpoints", "outbounds")) {
      List<JsonTree> entries =
          TagTable.member(root, list) instanceof Arr arr ? arr.items() : List.of();
      for (int i = 0; i < entries.size(); i++) {
        if (looksUp(entries.get(i))) {
          problems.warning(
              entries.get(i).place().position(list + "[" + i + "]"),
              "names are looked up and nothing says at which DNS server: the rules of `dns` decide,"
                  + " which is deprecated (expected: `route.default_domain_resolver`, or"
                  + " `domain_resolver` here)");
          return;
        }
      }
    }
  }

  /// Whether it dials names by itself: its server's, or any that a client asks for.
  private static boolean looksUp(JsonTree entry) {
    if (isSet(entry, "detour") || isSet(entry, "domain_resolver")) {
      return false;
    }
    String server = text(TagTable.member(entry, "server"));
    return "direct".equals(text(TagTable.member(entry, "type")))
        || (server != null && !server.isEmpty() && IpLiteral.parse(server) == null);
  }

  private static boolean isSet(JsonTree entry, String name) {
    JsonTree value = TagTable.member(entry, name);
    return value != null && !value.isZero();
  }

  private static @Nullable String text(@Nullable JsonTree value) {
    return value instanceof Text t ? t.value() : null;
  }
}
