package dev.motet.json;

import dev.motet.json.Shape.Field;
import dev.motet.json.Shape.Obj;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the shape of a configuration as a JSON Schema, draft 2020-12.
///
/// It is stricter than the decoder where that is lenient by habit of the format: names in another
/// case, `null`, empty objects in place of values.
public final class SchemaText {
  private static final String DURATION =
      "^[+-]?(0|(([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h|d))+)$";

  private final Map<Obj, Integer> uses = new IdentityHashMap<>();
  private final Map<Obj, String> names = new IdentityHashMap<>();
  private final Map<String, Integer> taken = new HashMap<>();
  private final Map<String, JsonTree> definitions = new LinkedHashMap<>();

  private SchemaText() {}

  public static String write(String title, Obj root) {
    SchemaText schema = new SchemaText();
    schema.count(root);
    Map<String, JsonTree> members = new LinkedHashMap<>();
    members.put("$schema", JsonText.text("https://json-schema.org/draft/2020-12/schema"));
    members.put("title", JsonText.text(title));
    schema.body(root, members);
    if (!schema.definitions.isEmpty()) {
      members.put("$defs", JsonText.object(schema.definitions));
    }
    return JsonText.write(JsonText.object(members), new Comments());
  }

  /// How often each object shape occurs: several times becomes a definition.
  private void count(Obj object) {
    if (uses.merge(object, 1, Integer::sum) > 1) {
      return;
    }
    object.fields().values().forEach(f -> countIn(f.shape()));
    object.variants().forEach(v -> v.byName().values().forEach(this::count));
  }

  private void countIn(Shape shape) {
    switch (shape) {
      case Obj o -> count(o);
      case Shape.ListOf l -> countIn(l.item());
      case Shape.MapOf m -> countIn(m.value());
      case Shape.AnyOf a -> a.forms().forEach(this::countIn);
      default -> {
        return;
      }
    }
  }

  private JsonTree schema(Shape shape, String hint) {
    Map<String, JsonTree> members = new LinkedHashMap<>();
    switch (shape) {
      case Shape.Text t -> {
        type(members, "string");
        describe(members, t.expected());
      }
      case Shape.Bool _ -> type(members, "boolean");
      case Shape.Int i -> integer(members, i.min(), i.max());
      case Shape.Time t -> time(members, t.seconds());
      case Shape.Mark _ -> anyOf(members, List.of(integerOf(0, Marks.MAX), typed("string")));
      case Shape.Choice c -> choice(members, c.names());
      case Shape.Any a -> describe(members, a.note());
      case Shape.ListOf l -> list(members, l, hint);
      case Shape.MapOf m -> {
        type(members, "object");
        members.put("additionalProperties", schema(m.value(), hint));
      }
      case Shape.AnyOf a -> anyOf(members, a.forms().stream().map(f -> schema(f, hint)).toList());
      case Obj o -> object(members, o, hint);
    }
    return JsonText.object(members);
  }

  private static void type(Map<String, JsonTree> members, String name) {
    members.put("type", JsonText.text(name));
  }

  private static JsonTree typed(String name) {
    return JsonText.object(Map.of("type", JsonText.text(name)));
  }

  private static void describe(Map<String, JsonTree> members, String text) {
    if (!text.isEmpty()) {
      members.put("description", JsonText.text(text));
    }
  }

  private static void integer(Map<String, JsonTree> members, long min, long max) {
    type(members, "integer");
    members.put("minimum", JsonText.number(min));
    members.put("maximum", JsonText.number(max));
  }

  private static JsonTree integerOf(long min, long max) {
    Map<String, JsonTree> members = new LinkedHashMap<>();
    integer(members, min, max);
    return JsonText.object(members);
  }

  private static void time(Map<String, JsonTree> members, boolean seconds) {
    Map<String, JsonTree> text = new LinkedHashMap<>();
    type(text, "string");
    text.put("pattern", JsonText.text(DURATION));
    describe(text, GoDuration.EXPECTED);
    if (seconds) {
      anyOf(members, List.of(JsonText.object(text), integerOf(0, Integer.MAX_VALUE)));
    } else {
      members.putAll(text);
    }
  }

  private static void choice(Map<String, JsonTree> members, List<String> names) {
    List<String> all = new ArrayList<>(names);
    all.add("");
    members.put("enum", JsonText.texts(all));
  }

  private static void anyOf(Map<String, JsonTree> members, List<JsonTree> forms) {
    members.put("anyOf", JsonText.list(forms));
  }

  private void list(Map<String, JsonTree> members, Shape.ListOf list, String hint) {
    JsonTree item = schema(list.item(), hint);
    Map<String, JsonTree> several = new LinkedHashMap<>();
    type(several, "array");
    several.put("items", item);
    if (list.single()) {
      anyOf(members, List.of(item, JsonText.object(several)));
    } else {
      members.putAll(several);
    }
  }

  private void object(Map<String, JsonTree> members, Obj object, String hint) {
    if (uses.getOrDefault(object, 0) < 2) {
      body(object, members);
      return;
    }
    String name = names.get(object);
    if (name == null) {
      int number = taken.merge(hint, 1, Integer::sum);
      name = number == 1 ? hint : hint + "-" + number;
      names.put(object, name);
      Map<String, JsonTree> definition = new LinkedHashMap<>();
      body(object, definition);
      definitions.put(name, JsonText.object(definition));
    }
    members.put("$ref", JsonText.text("#/$defs/" + name));
  }

  private void body(Obj object, Map<String, JsonTree> members) {
    type(members, "object");
    fields(object, members);
    if (!object.isOpen()) {
      members.put("unevaluatedProperties", JsonText.bool(false));
    }
  }

  private void fields(Obj object, Map<String, JsonTree> members) {
    Map<String, JsonTree> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    List<JsonTree> cases = new ArrayList<>();
    for (Shape.Variants variants : object.variants()) {
      properties.put(variants.key(), keyOf(variants));
      if (variants.absent() == null) {
        required.add(variants.key());
      }
      variants.byName().forEach((name, variant) -> cases.add(caseOf(variants, name, variant)));
      variants.unbuilt().forEach(name -> cases.add(caseOf(variants, name, null)));
    }
    object.fields().forEach((name, field) -> properties.put(name, property(name, field)));
    object.fields().entrySet().stream()
        .filter(e -> e.getValue().required())
        .forEach(e -> required.add(e.getKey()));
    members.put("properties", JsonText.object(properties));
    if (!required.isEmpty()) {
      members.put("required", JsonText.texts(required));
    }
    if (!cases.isEmpty()) {
      members.put("allOf", JsonText.list(cases));
    }
  }

  private JsonTree property(String name, Field field) {
    JsonTree schema = schema(field.shape(), name);
    String fallback = field.fallback();
    if (fallback == null || !(schema instanceof JsonTree.Obj o)) {
      return schema;
    }
    Map<String, JsonTree> members = new LinkedHashMap<>();
    o.members().forEach((key, member) -> members.put(key, member.value()));
    JsonTree value = JsonReader.read(new SourceText(null, fallback), new Problems());
    if (value != null) {
      members.put("default", value);
    }
    return JsonText.object(members);
  }

  private static JsonTree keyOf(Shape.Variants variants) {
    List<String> names = new ArrayList<>(variants.byName().keySet());
    names.addAll(variants.unbuilt());
    Map<String, JsonTree> members = new LinkedHashMap<>();
    if (variants.absent() != null) {
      names.add("");
      members.put("default", JsonText.text(variants.absent()));
    }
    members.put("enum", JsonText.texts(names));
    return JsonText.object(members);
  }

  /// `if` the key has this value `then` these fields; everything when nothing is known of it.
  private JsonTree caseOf(Shape.Variants variants, String name, @Nullable Obj variant) {
    boolean absent = name.equals(variants.absent());
    List<JsonTree> values =
        absent ? List.of(JsonText.text(name), JsonText.text("")) : List.of(JsonText.text(name));
    Map<String, JsonTree> condition = new LinkedHashMap<>();
    condition.put(
        "properties",
        JsonText.object(
            Map.of(variants.key(), JsonText.object(Map.of("enum", JsonText.list(values))))));
    if (!absent) {
      condition.put("required", JsonText.texts(List.of(variants.key())));
    }
    Map<String, JsonTree> then = new LinkedHashMap<>();
    if (variant == null || variant.isOpen()) {
      then.put("additionalProperties", JsonText.bool(true));
    }
    if (variant == null) {
      describe(then, "known, not built yet");
    } else {
      fields(variant, then);
    }
    Map<String, JsonTree> members = new LinkedHashMap<>();
    members.put("if", JsonText.object(condition));
    members.put("then", JsonText.object(then));
    return JsonText.object(members);
  }
}
