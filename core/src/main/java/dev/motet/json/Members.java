package dev.motet.json;

import dev.motet.json.JsonTree.Member;
import dev.motet.json.JsonTree.Obj;
import dev.motet.json.JsonTree.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
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
  private final Set<Place> used = Collections.newSetFromMap(new IdentityHashMap<>());

  /// `{}`, `[]` and what holds nothing else count as absent.
  private boolean hollowIsAbsent;

  Members(Obj object, String path, Problems problems, boolean hollowIsAbsent) {
    this.hollowIsAbsent = hollowIsAbsent;
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

  /// A member that has this exact name but for its case.
  @Nullable Member misspelt(String name) {
    return anyCase.getOrDefault(name, List.of()).stream().findFirst().orElse(null);
  }

  void warn(Member member, String text) {
    problems.warning(member.place(), JsonPath.member(path, member.name()), text);
  }

  /// The value of a present field; notes nothing.
  @Nullable JsonTree value(String name) {
    Member member = find(name);
    if (member == null || member.value() instanceof JsonTree.Null) {
      return null;
    }
    return hollowIsAbsent && member.value().isHollow() ? null : member.value();
  }

  @Nullable Value present(String name, boolean objectOrList) {
    JsonTree value = value(name);
    if (value != null) {
      return new Value(value, where(name), problems, hollowIsAbsent);
    }
    Member member = find(name);
    if (member != null && !objectOrList && !(member.value() instanceof JsonTree.Null)) {
      warn(member, member.value().describe() + " here counts as absent");
    } else if (member != null && member.value() instanceof JsonTree.Arr) {
      new Value(member.value(), where(name), problems, true).items().forEach(Value::warnHollow);
    }
    return null;
  }

  @Nullable Value required(String name, boolean objectOrList) {
    Value value = present(name, objectOrList);
    if (value == null) {
      problems.error(object.place(), path, "missing field \"" + name + "\"");
    }
    return value;
  }

  /// The path of a field, as its name is written; of the object when it is absent, and for `""`.
  String where(String name) {
    Member member = name.isEmpty() ? null : find(name);
    return member == null ? path : JsonPath.member(path, member.name());
  }

  /// Where the value of a field stands; the object when it is absent, and for `""`.
  Place place(String name) {
    Member member = name.isEmpty() ? null : find(name);
    return member == null ? object.place() : member.value().place();
  }

  void hollowIsAbsent() {
    hollowIsAbsent = true;
  }

  boolean isHollowAbsent() {
    return hollowIsAbsent;
  }

  /// Notes the members that nobody asked for.
  ///
  /// @param warned they are warnings
  void noteUnknown(boolean warned) {
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
