package dev.motet.engine;

import dev.motet.json.Decoding;
import dev.motet.json.Problems;
import dev.motet.json.Reference;
import dev.motet.json.Reference.Kind;
import dev.motet.json.Suggest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Checks that tags lead somewhere and nothing depends on itself (config-check 24 to 27).
final class References {
  private static final Pattern MEMBER = Pattern.compile("outbounds.*\\.outbounds\\[(\\d+)]");

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
          subject(r)
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
      checkEmptyDetour(r);
    }
  }

  /// Servers in the old form go through the default outbound unless they say this; sing-box takes
  /// it of them, and of no others.
  private void checkEmptyDetour(Reference r) {
    TagTable.Owner owner = tags.owner(r);
    String server = owner != null && owner.kind() == Kind.DNS_SERVER ? owner.tag() : null;
    if (server == null || !tags.isLegacyServer(server)) {
      note(r, server != null, "detour to an empty direct outbound makes no sense");
    }
  }

  /// What sing-box calls it: members of a group by their place.
  private static String subject(Reference r) {
    Matcher member = MEMBER.matcher(r.position().path());
    return r.kind() == Kind.OUTBOUND && member.matches()
        ? "outbound " + member.group(1)
        : r.kind().toString();
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
    Set<String> done = new HashSet<>();
    for (String start : edges.keySet()) {
      List<Reference> cycle = findCycle(start, edges, done);
      if (!cycle.isEmpty()) {
        String way = cycle.stream().map(Reference::tag).collect(Collectors.joining(" -> "));
        problems.error(cycle.getFirst().position(), words + cycle.getLast().tag() + " -> " + way);
      }
    }
  }

  /// Follows the references from one entry, without recursion: chains may be long.
  ///
  /// @param done entries that lead into no cycle, or into one that was found
  /// @return the references that make the cycle, the last one closes it; empty when there is none
  private static List<Reference> findCycle(
      String start, Map<String, List<Reference>> edges, Set<String> done) {
    List<Reference> trail = new ArrayList<>();
    List<Iterator<Reference>> open = new ArrayList<>();
    Map<String, Integer> depth = new HashMap<>();
    String entered = done.contains(start) ? null : start;
    while (entered != null || !open.isEmpty()) {
      if (entered != null) {
        depth.put(entered, open.size());
        open.add(edges.getOrDefault(entered, List.of()).iterator());
        entered = null;
      } else if (open.getLast().hasNext()) {
        Reference next = open.getLast().next();
        Integer known = depth.get(next.tag());
        if (known != null && !done.contains(next.tag())) {
          trail.add(next);
          done.addAll(depth.keySet());
          return List.copyOf(trail.subList(known, trail.size()));
        }
        if (!done.contains(next.tag())) {
          trail.add(next);
          entered = next.tag();
        }
      } else {
        open.removeLast();
        done.add(trail.isEmpty() ? start : trail.removeLast().tag());
      }
    }
    return List.of();
  }
}
