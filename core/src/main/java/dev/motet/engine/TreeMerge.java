package dev.motet.engine;

import dev.motet.json.JsonTree;
import dev.motet.json.JsonTree.Arr;
import dev.motet.json.JsonTree.Member;
import dev.motet.json.JsonTree.Null;
import dev.motet.json.JsonTree.Obj;
import dev.motet.json.Problems;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Merges the trees of several files (inventory JS-30): objects member by member, lists one behind
/// the other, of everything else the earlier one stays. Values keep the places they came from.
final class TreeMerge {
  private final Problems problems;

  private TreeMerge(Problems problems) {
    this.problems = problems;
  }

  /// @param trees at least one, in the order of their paths
  static JsonTree merge(List<JsonTree> trees, Problems problems) {
    TreeMerge merge = new TreeMerge(problems);
    JsonTree result = trees.getFirst();
    for (JsonTree later : trees.subList(1, trees.size())) {
      result = merge.merge("", result, later);
    }
    return result;
  }

  private JsonTree merge(String path, JsonTree earlier, JsonTree later) {
    if (later instanceof Null) {
      return earlier;
    }
    return switch (earlier) {
      case Null _ -> later;
      case Arr list -> append(list, later);
      case Obj a when later instanceof Obj b -> members(path, a, b);
      case Obj _ -> refuse(path, earlier, later);
      default -> later instanceof Obj ? refuse(path, earlier, later) : earlier;
    };
  }

  private static Arr append(Arr earlier, JsonTree later) {
    List<JsonTree> items = new ArrayList<>(earlier.items());
    if (later instanceof Arr list) {
      items.addAll(list.items());
    } else {
      items.add(later);
    }
    return new Arr(earlier.place(), Collections.unmodifiableList(items));
  }

  private Obj members(String path, Obj earlier, Obj later) {
    Map<String, Member> members = new LinkedHashMap<>(earlier.members());
    for (Member member : later.members().values()) {
      Member old = members.get(member.name());
      String inner = path.isEmpty() ? member.name() : path + "." + member.name();
      members.put(
          member.name(),
          old == null
              ? member
              : new Member(old.place(), old.name(), merge(inner, old.value(), member.value())));
    }
    return new Obj(earlier.place(), Collections.unmodifiableMap(members));
  }

  private JsonTree refuse(String path, JsonTree earlier, JsonTree later) {
    problems.error(
        later.place().position(path),
        "cannot merge json object into "
            + (earlier instanceof Obj ? later : earlier).describe()
            + " (the other stands at "
            + earlier.place().position("")
            + ")");
    return earlier;
  }
}
