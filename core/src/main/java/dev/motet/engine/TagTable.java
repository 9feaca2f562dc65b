package dev.motet.engine;

import dev.motet.json.JsonTree;
import dev.motet.json.JsonTree.Arr;
import dev.motet.json.JsonTree.Member;
import dev.motet.json.JsonTree.Obj;
import dev.motet.json.JsonTree.Text;
import dev.motet.json.Problems;
import dev.motet.json.Reference;
import dev.motet.json.Reference.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// All tags of a configuration, read from its text, so that entries which do not decode (or are not
/// built yet) are known as well.
final class TagTable {
  private static final Pattern OWNER =
      Pattern.compile("(inbounds|outbounds|endpoints|dns\\.servers)(\\[\\d+])?(\\..*)?");

  /// The entry that something belongs to.
  record Owner(Kind kind, String tag) {}

  private record Tagged(String list, String tag, boolean written, JsonTree item, String path) {}

  private final Map<String, List<Tagged>> lists = new HashMap<>();
  private final Map<String, Owner> owners = new HashMap<>();
  private final Map<Kind, Set<String>> tags = new EnumMap<>(Kind.class);
  private final Set<String> emptyDirects = new HashSet<>();

  TagTable(JsonTree root) {
    for (String list : List.of("inbounds", "outbounds", "endpoints", "services")) {
      add(list, member(root, list));
    }
    add("dns.servers", member(member(root, "dns"), "servers"));
    add("route.rule_set", member(member(root, "route"), "rule_set"));
    for (Kind kind : Kind.values()) {
      tags.put(kind, tagsOf(kind));
    }
    for (Tagged t : entries(Kind.OUTBOUND)) {
      if (t.item instanceof Obj outbound && isEmptyDirect(outbound)) {
        emptyDirects.add(t.tag);
      }
    }
  }

  private void add(String list, @Nullable JsonTree value) {
    List<Tagged> entries = new ArrayList<>();
    boolean several = value instanceof Arr;
    List<JsonTree> items =
        value instanceof Arr arr ? arr.items() : value == null ? List.of() : List.of(value);
    for (JsonTree item : items) {
      String path = several ? list + "[" + entries.size() + "]" : list;
      boolean written = item instanceof Obj o && textOf(o, "tag") != null;
      String tag = written ? textOf((Obj) item, "tag") : String.valueOf(entries.size());
      entries.add(new Tagged(list, tag == null ? "" : tag, written, item, path));
      Kind kind = kindOf(list);
      if (kind != null && tag != null) {
        owners.put(path, new Owner(kind, tag));
      }
    }
    lists.put(list, entries);
  }

  private static @Nullable Kind kindOf(String list) {
    return switch (list) {
      case "inbounds" -> Kind.INBOUND;
      case "outbounds", "endpoints" -> Kind.OUTBOUND;
      case "dns.servers" -> Kind.DNS_SERVER;
      default -> null;
    };
  }

  private Set<String> tagsOf(Kind kind) {
    Set<String> found = new LinkedHashSet<>();
    for (Tagged t : entries(kind)) {
      found.add(t.tag);
    }
    if (kind == Kind.OUTBOUND && entries("outbounds").isEmpty()) {
      found.add("direct");
    }
    return Collections.unmodifiableSet(found);
  }

  private static boolean isEmptyDirect(Obj outbound) {
    return "direct".equals(textOf(outbound, "type"))
        && outbound.members().values().stream()
            .allMatch(m -> m.name().equals("type") || m.name().equals("tag") || m.value().isZero());
  }

  /// In file order. Without any outbound there is one called `direct`.
  Set<String> of(Kind kind) {
    return tags.getOrDefault(kind, Set.of());
  }

  private List<Tagged> entries(Kind kind) {
    return switch (kind) {
      case INBOUND -> entries("inbounds");
      case OUTBOUND -> {
        List<Tagged> both = new ArrayList<>(entries("outbounds"));
        both.addAll(entries("endpoints"));
        yield both;
      }
      case DNS_SERVER -> entries("dns.servers");
      case RULE_SET -> entries("route.rule_set");
    };
  }

  private List<Tagged> entries(String list) {
    return lists.getOrDefault(list, List.of());
  }

  /// The entry that a reference stands in; null when it stands in a rule or a section.
  @Nullable Owner owner(Reference r) {
    Matcher m = OWNER.matcher(r.position().path());
    if (!m.matches()) {
      return null;
    }
    return owners.get(m.group(1) + (m.group(2) == null ? "" : m.group(2)));
  }

  /// A `direct` outbound without any option.
  boolean isEmptyDirect(String tag) {
    return emptyDirects.contains(tag);
  }

  /// A DNS server in the form from before 1.12.
  boolean isLegacyServer(String tag) {
    return entries(Kind.DNS_SERVER).stream()
        .filter(t -> t.tag.equals(tag) && t.item instanceof Obj)
        .map(t -> textOf((Obj) t.item, "type"))
        .anyMatch(type -> type == null || type.equals("legacy"));
  }

  /// config-check 27.
  void noteDuplicates(Problems problems) {
    duplicates(entries(Kind.INBOUND), "duplicate inbound tag: ", true, problems);
    duplicates(entries(Kind.OUTBOUND), "duplicate outbound/endpoint tag: ", true, problems);
    duplicates(entries(Kind.RULE_SET), "duplicate rule-set tag: ", true, problems);
    duplicates(entries(Kind.DNS_SERVER), "duplicate DNS server tag: ", false, problems);
    duplicates(entries("services"), "duplicate service tag: ", false, problems);
  }

  private static void duplicates(
      List<Tagged> entries, String words, boolean error, Problems problems) {
    Set<String> seen = new HashSet<>();
    for (Tagged t : entries) {
      if (!t.written || seen.add(t.tag)) {
        continue;
      }
      Member member = ((Obj) t.item).members().get("tag");
      var place = member == null ? t.item.place() : member.value().place();
      if (error) {
        problems.error(place.position(t.path + ".tag"), words + t.tag);
      } else {
        problems.warning(place.position(t.path + ".tag"), words + t.tag + " (the last one counts)");
      }
    }
  }

  private static @Nullable String textOf(Obj object, String name) {
    Member member = object.members().get(name);
    return member != null && member.value() instanceof Text(_, String text) && !text.isEmpty()
        ? text
        : null;
  }

  /// The value of the last member of that name in any case; null when there is none.
  static @Nullable JsonTree member(@Nullable JsonTree tree, String name) {
    JsonTree found = null;
    if (tree instanceof Obj o) {
      for (Member m : o.members().values()) {
        found = m.name().toLowerCase(Locale.ROOT).equals(name) ? m.value() : found;
      }
    }
    return found;
  }
}
