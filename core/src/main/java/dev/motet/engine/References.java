package dev.motet.engine;

import dev.motet.json.Decoding;
import dev.motet.json.Position;
import dev.motet.json.Problems;
import dev.motet.json.Reference;
import dev.motet.json.Reference.Kind;
import dev.motet.json.Suggest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks that tags lead somewhere and nothing depends on itself (config-check 24 to 27).
final class References {
  private final TagTable tags;
  private final Problems problems;
  private final List<Reference> references;

  private References(TagTable tags, Decoding decoding) {
    this.tags = tags;
    this.problems = decoding.problems();
    this.references = decoding.references();
  }

  static void check(TagTable tags, Decoding decoding) {
    References check = new References(tags, decoding);
    tags.noteDuplicates(decoding.problems());
    decoding.references().forEach(check::checkOne);
    check.checkCycles(Kind.OUTBOUND, "circular outbound dependency: ");
    check.checkCycles(Kind.DNS_SERVER, "circular server dependency: ");
  }

  private void checkOne(Reference r) {
    Set<String> known = tags.of(r.kind());
    if (!known.contains(r.tag())) {
      String text =
          r.kind()
              + " not found: "
              + r.tag()
              + Suggest.phrase(r.tag(), known)
              + (known.isEmpty()
                  ? " (there is none)"
                  : " (known: " + String.join(", ", known) + ")");
      note(r, r.strict(), text);
    } else if (r.kind() == Kind.OUTBOUND
        && r.position().path().endsWith(".detour")
        && tags.isEmptyDirect(r.tag())) {
      boolean dns =
          tags.owner(r) instanceof TagTable.Owner(Kind kind, _) && kind == Kind.DNS_SERVER;
      note(r, dns, "detour to an empty direct outbound makes no sense");
    }
  }

  private void note(Reference r, boolean error, String text) {
    if (error) {
      problems.error(r.position(), text);
    } else {
      problems.warning(r.position(), text);
    }
  }

  /// Strict references between entries of one kind must not lead back to where they began.
  private void checkCycles(Kind kind, String words) {
    Map<String, List<Reference>> edges = new LinkedHashMap<>();
    for (Reference r : references) {
      TagTable.Owner owner = tags.owner(r);
      if (owner != null && owner.kind() == kind && r.kind() == kind && r.strict()) {
        edges.computeIfAbsent(owner.tag(), _ -> new ArrayList<>()).add(r);
      }
    }
    Set<String> done = new LinkedHashSet<>();
    for (String start : edges.keySet()) {
      List<String> way = new ArrayList<>();
      Position closing = findCycle(start, edges, new LinkedHashSet<>(), done, way);
      if (closing != null) {
        problems.error(closing, words + String.join(" -> ", way));
      }
    }
  }

  /// Follows the references from one entry. Depth is at most the number of entries that refer.
  ///
  /// @return where the first entry of the cycle refers to the next one
  private static @Nullable Position findCycle(
      String tag,
      Map<String, List<Reference>> edges,
      LinkedHashSet<String> open,
      Set<String> done,
      List<String> way) {
    if (done.contains(tag) || !open.add(tag)) {
      return null;
    }
    for (Reference r : edges.getOrDefault(tag, List.of())) {
      if (open.contains(r.tag())) {
        List<String> trail = new ArrayList<>(open);
        way.addAll(trail.subList(trail.indexOf(r.tag()), trail.size()));
        way.add(r.tag());
        done.addAll(open);
        Reference first = edges.getOrDefault(way.getFirst(), List.of()).getFirst();
        return first.position();
      }
      Position found = findCycle(r.tag(), edges, open, done, way);
      if (found != null) {
        return found;
      }
    }
    open.remove(tag);
    done.add(tag);
    return null;
  }
}
