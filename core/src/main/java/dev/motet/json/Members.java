package dev.motet.json;

import dev.motet.json.JsonTree.Member;
import dev.motet.json.JsonTree.Obj;
import dev.motet.json.JsonTree.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the member of an object that a field name means, in whichever case it is written, and
/// knows in the end which members nobody asked for (config-check 9, 12).
final class Members {
  private final Obj object;
  private final String path;
  private final Problems problems;
  private final Map<String, List<Member>> anyCase = new LinkedHashMap<>();
  private final Set<String> exact = new HashSet<>();
  private final Set<String> asked = new LinkedHashSet<>();
  private final Set<Place> used = new HashSet<>();

  Members(Obj object, String path, Problems problems) {
    this.object = object;
    this.path = path;
    this.problems = problems;
    for (Member member : object.members().values()) {
      anyCase
          .computeIfAbsent(member.name().toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1))
          .add(member);
    }
  }

  /// This name matches only as it is written.
  void exactCase(String name) {
    exact.add(name);
  }

  /// Null members included; the last one of several spellings.
  @Nullable Member find(String name) {
    asked.add(name);
    Member found = null;
    if (exact.contains(name)) {
      found = object.members().get(name);
    } else {
      for (Member m : anyCase.getOrDefault(name.toLowerCase(Locale.ROOT), List.of())) {
        if (exact.contains(m.name())) {
          continue;
        }
        if (found != null && !used.contains(m.place())) {
          warn(m, "the same field stands here twice; the last one counts");
        }
        used.add(m.place());
        found = m;
      }
    }
    if (found != null) {
      used.add(found.place());
    }
    return found;
  }

  void warn(Member member, String text) {
    problems.warning(member.place(), JsonPath.member(path, member.name()), text);
  }

  /// Notes the members that nobody asked for.
  ///
  /// @param warned they are warnings
  /// @param hollowIsAbsent those without content are warnings
  void noteUnknown(boolean warned, boolean hollowIsAbsent) {
    for (Member member : object.members().values()) {
      if (used.contains(member.place())) {
        continue;
      }
      String text =
          "unknown field " + JsonTree.quote(member.name()) + Suggest.phrase(member.name(), asked);
      if (warned || (hollowIsAbsent && member.value().isHollow())) {
        warn(member, text);
      } else {
        problems.error(member.place(), JsonPath.member(path, member.name()), text);
      }
    }
  }
}
