package dev.motet.json;

import dev.motet.json.JsonTree.Member;
import dev.motet.json.JsonTree.Obj;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// [Fields] over a [JsonTree]: checks what is asked for, notes every problem with its position.
public final class JsonFields implements Fields {
  private final Obj object;
  private final String path;
  private final Decoding decoding;
  private final Problems problems;
  private final Members members;
  private boolean unknownIsWarned;
  private boolean unknownIsUnjudged;

  private JsonFields(Obj object, String path, Decoding decoding, boolean hollowIsAbsent) {
    this.object = object;
    this.path = path;
    this.decoding = decoding;
    this.problems = decoding.problems();
    this.members = new Members(object, path, problems, hollowIsAbsent);
  }

  /// Decodes a whole tree; what is no object is an error.
  ///
  /// @return null when the tree is no object
  public static <T> @Nullable T decode(JsonTree root, Decoding decoding, Decoder<T> decoder) {
    Obj object = root instanceof JsonTree.Null n ? new Obj(n.place(), Map.of()) : null;
    if (root instanceof Obj given) {
      object = given;
    }
    if (object == null) {
      decoding.problems().error(root.place(), "", root.describe() + " is not an object");
      return null;
    }
    return new JsonFields(object, "", decoding, false).decode(decoder);
  }

  private <T extends @Nullable Object> T decode(Decoder<T> decoder) {
    T result = decoder.decode(this);
    if (!unknownIsUnjudged) {
      members.noteUnknown(unknownIsWarned);
    }
    return result;
  }

  @Override
  public void exactCase(String... names) {
    List.of(names).forEach(members::exactCase);
  }

  @Override
  public void hollowIsAbsent() {
    members.hollowIsAbsent();
  }

  @Override
  public void unknownIsWarned() {
    unknownIsWarned = true;
  }

  private @Nullable Value scalar(String name) {
    return members.present(name, false);
  }

  @Override
  public boolean has(String name) {
    return members.value(name) != null;
  }

  @Override
  public String string(String name) {
    Value value = members.required(name, false);
    return value == null ? "" : value.text("text", "");
  }

  @Override
  public String string(String name, String fallback) {
    Value value = scalar(name);
    return value == null ? fallback : value.text("text", fallback);
  }

  @Override
  public @Nullable String optionalString(String name) {
    Value value = scalar(name);
    return value == null ? null : value.textOrNull("text");
  }

  @Override
  public @Nullable String secret(String name) {
    Value value = scalar(name);
    return value == null ? null : value.secret();
  }

  @Override
  public @Nullable Boolean optionalBool(String name) {
    Value value = scalar(name);
    return value == null ? null : value.bool();
  }

  @Override
  public long integer(String name, long min, long max, long fallback) {
    Value value = scalar(name);
    return value == null ? fallback : value.integer(min, max, fallback);
  }

  @Override
  public @Nullable Duration optionalDuration(String name) {
    Value value = nullIsWrong(name, GoDuration.EXPECTED);
    return value == null ? null : value.parsed(GoDuration.EXPECTED, GoDuration::parse);
  }

  @Override
  public Duration durationOrSeconds(String name, Duration fallback) {
    Value value = nullIsWrong(name, GoDuration.EXPECTED);
    if (value == null) {
      return fallback;
    }
    Duration parsed =
        value.tree() instanceof JsonTree.Num
            ? Duration.ofSeconds(value.integer(0, Integer.MAX_VALUE, fallback.toSeconds()))
            : value.parsed(GoDuration.EXPECTED, GoDuration::parse);
    return parsed == null ? fallback : parsed;
  }

  /// config-check 11: `null` is no duration and no mark.
  private @Nullable Value nullIsWrong(String name, String expected) {
    Member member = members.find(name);
    if (member != null && member.value() instanceof JsonTree.Null) {
      problems.error(member.value().place(), members.where(name), "null is not " + expected);
    }
    return scalar(name);
  }

  @Override
  public long mark(String name) {
    Value value = nullIsWrong(name, Marks.EXPECTED);
    if (value == null) {
      return 0;
    }
    if (value.tree() instanceof JsonTree.Num) {
      return value.integer(0, Marks.MAX, 0);
    }
    Long mark = value.parsed(Marks.EXPECTED, Marks::parse);
    return mark == null ? 0 : mark;
  }

  @Override
  public <E extends Enum<E>> E choice(String name, Class<E> type, E fallback) {
    Value value = scalar(name);
    E chosen = value == null ? null : value.choice(EnumNames.of(type), fallback);
    return chosen == null ? fallback : chosen;
  }

  @Override
  public <T> @Nullable T parsed(String name, String expected, Parser<T> parser) {
    Value value = scalar(name);
    return value == null ? null : value.parsed(expected, parser);
  }

  @Override
  public @Nullable String reference(String name, Reference.Kind kind, boolean strict) {
    Value value = scalar(name);
    String tag = value == null ? null : value.textOrNull("the tag of an entry");
    if (value == null || tag == null || tag.isEmpty()) {
      return null;
    }
    noteReference(value, kind, tag, strict);
    return tag;
  }

  private void noteReference(Value value, Reference.Kind kind, String tag, boolean strict) {
    Position position = value.tree().place().position(value.path());
    decoding.references().add(new Reference(kind, tag, position, strict));
  }

  @Override
  public List<String> references(String name, Reference.Kind kind, boolean strict) {
    return items(name, v -> tag(v, kind, strict));
  }

  @Override
  public List<String> strictReferences(String name, Reference.Kind kind) {
    return listed(name, v -> tag(v, kind, true));
  }

  private @Nullable String tag(Value v, Reference.Kind kind, boolean strict) {
    String tag = v.element("the tag of an entry", "", text -> text);
    if (tag != null && (strict || !tag.isEmpty())) {
      noteReference(v, kind, tag, strict);
    }
    return tag;
  }

  @Override
  public List<String> strings(String name) {
    return items(name, v -> v.element("text", "", text -> text));
  }

  @Override
  public <T> List<T> parsedList(String name, String expected, Parser<T> parser) {
    return items(name, v -> v.element(expected, "", parser));
  }

  @Override
  public List<Long> integers(String name, long min, long max) {
    return items(name, v -> v.integerElement(min, max));
  }

  /// Each item of a list or the single value; those that yield null were reported.
  private <T> List<T> items(String name, Function<Value, @Nullable T> decode) {
    Value value = members.present(name, true);
    if (value == null) {
      return List.of();
    }
    List<T> results = new ArrayList<>();
    for (Value item : value.items()) {
      T result = decode.apply(item);
      if (result != null) {
        results.add(result);
      }
    }
    return List.copyOf(results);
  }

  /// As [#items]; a single one is no list (config-check 13).
  private <T> List<T> listed(String name, Function<Value, @Nullable T> decode) {
    Value value = members.present(name, true);
    return value == null || !value.is(JsonTree.Arr.class, "a list")
        ? List.of()
        : items(name, decode);
  }

  @Override
  public <T> Map<String, List<T>> lists(String name, String expected, Parser<T> parser) {
    Map<String, List<T>> lists = new LinkedHashMap<>();
    eachMember(
        name,
        (key, value) -> {
          List<T> parsed = new ArrayList<>();
          for (Value item : value.items()) {
            T one = item.element(expected, "", parser);
            if (one != null) {
              parsed.add(one);
            }
          }
          lists.put(key, List.copyOf(parsed));
        });
    return Collections.unmodifiableMap(lists);
  }

  @Override
  public <T> Map<String, T> objects(String name, Decoder<T> decoder) {
    Map<String, T> objects = new LinkedHashMap<>();
    eachMember(
        name,
        (key, value) -> {
          T decoded = decodeObject(value.nullAsEmpty(), decoder);
          if (decoded != null) {
            objects.put(key, decoded);
          }
        });
    return Collections.unmodifiableMap(objects);
  }

  private void eachMember(String name, BiConsumer<String, Value> use) {
    Value value = members.present(name, true);
    Obj names = value == null ? null : value.object();
    if (value != null && names != null) {
      names
          .members()
          .values()
          .forEach(m -> {
            String where = JsonPath.member(value.path(), m.name());
            use.accept(m.name(), new Value(m.value(), where, problems, members.isHollowAbsent()));
          });
    }
  }

  @Override
  public <T> @Nullable T optional(String name, Decoder<T> decoder) {
    Value value = members.present(name, true);
    return value == null ? null : decodeObject(value, decoder);
  }

  private <T> @Nullable T decodeObject(Value value, Decoder<T> decoder) {
    JsonFields fields = open(value);
    return fields == null ? null : fields.decode(decoder);
  }

  private @Nullable JsonFields open(Value value) {
    Obj inner = value.object();
    return inner == null
        ? null
        : new JsonFields(inner, value.path(), decoding, members.isHollowAbsent());
  }

  @Override
  public <T> List<T> list(String name, Decoder<T> decoder) {
    return listed(name, v -> decodeObject(v, decoder));
  }

  @Override
  public <T> @Nullable T referenceOrObject(
      String name, Reference.Kind kind, Function<String, T> tag, Decoder<T> objectForm) {
    Value value = members.present(name, true);
    if (value == null) {
      return null;
    }
    if (value.tree() instanceof JsonTree.Text t) {
      if (!t.value().isEmpty()) {
        noteReference(value, kind, t.value(), true);
      }
      return tag.apply(t.value());
    }
    return value.is(Obj.class, "text or an object") ? decodeObject(value, objectForm) : null;
  }

  @Override
  public <T> @Nullable T boolOrObject(
      String name, Function<Boolean, T> bool, Decoder<T> objectForm) {
    Value value = members.present(name, true);
    if (value == null) {
      return null;
    }
    if (value.tree() instanceof JsonTree.Bool b) {
      return bool.apply(b.value());
    }
    return value.is(Obj.class, "true, false or an object") ? decodeObject(value, objectForm) : null;
  }

  @Override
  public <T> List<T> variants(
      String name,
      String key,
      @Nullable String absent,
      Map<String, ? extends Decoder<? extends T>> variants,
      List<String> unbuilt) {
    return listed(
        name,
        v -> {
          if (members.isHollowAbsent() && v.tree().isHollow()) {
            v.warnHollow();
            return null;
          }
          JsonFields fields = open(v);
          return fields == null
              ? null
              : fields.<@Nullable T>decode(f -> f.variant(key, absent, variants, unbuilt));
        });
  }

  @Override
  public <T> @Nullable T variant(
      String key,
      @Nullable String absent,
      Map<String, ? extends Decoder<? extends T>> variants,
      List<String> unbuilt) {
    members.hollowIsAbsent();
    exactCase(key);
    Value value = members.present(key, false);
    String name = value == null ? absent : value.textOrNull("text");
    if (name != null && name.isEmpty() && absent != null) {
      name = absent;
    }
    boolean misspelt = value == null && members.misspelt(key) != null;
    if (name == null && value == null && !misspelt) {
      problems.error(object.place(), path, "missing field \"" + key + "\"");
    }
    Decoder<? extends T> decoder = name == null ? null : variants.get(name);
    if (decoder != null) {
      return decoder.decode(this);
    }
    if (misspelt) {
      return null;
    }
    unknownIsUnjudged = true; // nobody knows which fields the variant has
    if (name != null) {
      Value at = value == null ? new Value(object, path, problems, true) : value;
      at.unknownVariant(key, name, variants.keySet(), unbuilt);
    }
    return null;
  }

  @Override
  public void invalid(String name, String reason) {
    problems.error(members.place(name), members.where(name), reason);
  }

  @Override
  public void warn(String name, String text) {
    problems.warning(members.place(name), members.where(name), text);
  }

  @Override
  public void unbuilt(String name) {
    JsonTree value = members.value(name);
    if (value != null && !value.isZero() && !value.isDisabled()) {
      unbuilt(name, value);
    }
  }

  @Override
  public void unbuiltWhenEnabled(String name) {
    JsonTree value = members.value(name);
    boolean off =
        value instanceof Obj object
            && object.members().values().stream()
                .filter(member -> member.name().equalsIgnoreCase("enabled"))
                .allMatch(member -> member.value().isZero());
    if (!off) {
      unbuilt(name);
    }
  }

  @Override
  public void unbuiltCondition(String name) {
    JsonTree value = members.value(name);
    boolean says = value instanceof JsonTree.Text || value instanceof JsonTree.Num;
    if (value != null && (says || !value.isZero())) {
      unbuilt(name, value);
    }
  }

  private void unbuilt(String name, JsonTree value) {
    problems.unbuilt(
        value.place(), members.where(name), "\"" + name + "\" is known but not built yet");
  }

  @Override
  public void ignored(String name) {
    members.find(name);
  }

  @Override
  public Position position(String name) {
    return members.place(name).position(members.where(name));
  }
}
