package dev.motet.json;

import dev.motet.json.Shape.Field;
import dev.motet.json.Shape.Obj;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// [Fields] without values: records what a decoder asks for. Every field is absent.
///
/// A decoder that is met again (nested rules) is not run again: its shape is shared.
public final class SchemaFields implements Fields {
  private final Obj shape;
  private final Map<Decoder<?>, Obj> known;

  private SchemaFields(Obj shape, Map<Decoder<?>, Obj> known) {
    this.shape = shape;
    this.known = known;
  }

  /// The shape of what a decoder accepts.
  public static Obj shapeOf(Decoder<?> decoder) {
    Obj root = new Obj();
    decoder.decode(new SchemaFields(root, new IdentityHashMap<>()));
    return root;
  }

  private void field(String name, Shape of) {
    field(name, of, false, null);
  }

  private void field(String name, Shape of, boolean required, @Nullable String fallback) {
    Field earlier = shape.fields().get(name);
    if (earlier == null || earlier.shape() instanceof Shape.Any) {
      shape.fields().put(name, new Field(of, required, fallback));
    }
  }

  private Obj inner(Decoder<?> decoder) {
    Obj earlier = known.get(decoder);
    if (earlier != null) {
      return earlier;
    }
    Obj inner = new Obj();
    known.put(decoder, inner);
    decoder.decode(new SchemaFields(inner, known));
    return inner;
  }

  @Override
  public boolean has(String name) {
    return false;
  }

  @Override
  public String string(String name) {
    field(name, new Shape.Text(""), true, null);
    return "";
  }

  @Override
  public String string(String name, String fallback) {
    field(name, new Shape.Text(""), false, JsonText.quote(fallback));
    return fallback;
  }

  @Override
  public @Nullable String optionalString(String name) {
    field(name, new Shape.Text(""));
    return null;
  }

  @Override
  public @Nullable String secret(String name) {
    field(name, new Shape.Text("a secret"));
    return null;
  }

  @Override
  public boolean bool(String name, boolean fallback) {
    field(name, new Shape.Bool(), false, String.valueOf(fallback));
    return fallback;
  }

  @Override
  public @Nullable Boolean optionalBool(String name) {
    field(name, new Shape.Bool());
    return null;
  }

  @Override
  public long integer(String name, long min, long max, long fallback) {
    field(name, new Shape.Int(min, max), false, String.valueOf(fallback));
    return fallback;
  }

  @Override
  public @Nullable Duration optionalDuration(String name) {
    field(name, new Shape.Time(false));
    return null;
  }

  @Override
  public Duration durationOrSeconds(String name, Duration fallback) {
    field(name, new Shape.Time(true));
    return fallback;
  }

  @Override
  public long mark(String name) {
    field(name, new Shape.Mark(), false, "0");
    return 0;
  }

  @Override
  public <E extends Enum<E>> E choice(String name, Class<E> type, E fallback) {
    field(name, new Shape.Choice(List.copyOf(EnumNames.of(type).keySet())));
    return fallback;
  }

  @Override
  public <T> @Nullable T parsed(String name, String expected, Parser<T> parser) {
    field(name, new Shape.Text(expected));
    return null;
  }

  @Override
  public @Nullable String reference(String name, Reference.Kind kind, boolean strict) {
    field(name, tagOf(kind));
    return null;
  }

  @Override
  public List<String> references(String name, Reference.Kind kind, boolean strict) {
    field(name, new Shape.ListOf(tagOf(kind), true));
    return List.of();
  }

  private static Shape tagOf(Reference.Kind kind) {
    boolean vowel = kind == Reference.Kind.INBOUND || kind == Reference.Kind.OUTBOUND;
    return new Shape.Text("the tag of " + (vowel ? "an " : "a ") + kind);
  }

  @Override
  public List<String> strictReferences(String name, Reference.Kind kind) {
    field(name, new Shape.ListOf(tagOf(kind), false));
    return List.of();
  }

  @Override
  public List<String> strings(String name) {
    field(name, new Shape.ListOf(new Shape.Text(""), true));
    return List.of();
  }

  @Override
  public <T> List<T> parsedList(String name, String expected, Parser<T> parser) {
    field(name, new Shape.ListOf(new Shape.Text(expected), true));
    return List.of();
  }

  @Override
  public List<Long> integers(String name, long min, long max) {
    field(name, new Shape.ListOf(new Shape.Int(min, max), true));
    return List.of();
  }

  @Override
  public <T> Map<String, List<T>> lists(String name, String expected, Parser<T> parser) {
    field(name, new Shape.MapOf(new Shape.ListOf(new Shape.Text(expected), true)));
    return Map.of();
  }

  @Override
  public <T> Map<String, T> objects(String name, Decoder<T> decoder) {
    field(name, new Shape.MapOf(inner(decoder)));
    return Map.of();
  }

  @Override
  public <T> @Nullable T optional(String name, Decoder<T> decoder) {
    field(name, inner(decoder));
    return null;
  }

  @Override
  public <T> List<T> list(String name, Decoder<T> decoder) {
    field(name, new Shape.ListOf(inner(decoder), false));
    return List.of();
  }

  @Override
  public <T> @Nullable T referenceOrObject(
      String name, Reference.Kind kind, Function<String, T> tag, Decoder<T> objectForm) {
    field(name, new Shape.AnyOf(List.of(new Shape.Text(""), inner(objectForm))));
    return null;
  }

  @Override
  public <T> @Nullable T boolOrObject(
      String name, Function<Boolean, T> bool, Decoder<T> objectForm) {
    field(name, new Shape.AnyOf(List.of(new Shape.Bool(), inner(objectForm))));
    return null;
  }

  @Override
  public <T> List<T> variants(
      String name,
      String key,
      @Nullable String absent,
      Map<String, ? extends Decoder<? extends T>> variants,
      List<String> unbuilt) {
    Obj item = new Obj();
    new SchemaFields(item, known).variant(key, absent, variants, unbuilt);
    field(name, new Shape.ListOf(item, false));
    return List.of();
  }

  @Override
  public <T> @Nullable T variant(
      String key,
      @Nullable String absent,
      Map<String, ? extends Decoder<? extends T>> variants,
      List<String> unbuilt) {
    Map<String, Obj> byName = new LinkedHashMap<>();
    variants.forEach((name, decoder) -> {
      Obj variant = new Obj();
      byName.put(name, variant);
      decoder.decode(new SchemaFields(variant, known));
    });
    shape.variants().add(new Shape.Variants(key, absent, byName, unbuilt));
    return null;
  }

  @Override
  public void invalid(String name, String reason) {
    // There is no value that could be wrong.
  }

  @Override
  public void warn(String name, String text) {
    // There is no value to warn of.
  }

  @Override
  public void unbuilt(String name) {
    field(name, new Shape.Any("known, not built yet"));
  }

  @Override
  public void unbuiltWhenEnabled(String name) {
    unbuilt(name);
  }

  @Override
  public void unbuiltCondition(String name) {
    unbuilt(name);
  }

  @Override
  public void exactCase(String... names) {
    // The schema names every field as it is documented.
  }

  @Override
  public void hollowIsAbsent() {
    // The schema asks for values that mean something.
  }

  @Override
  public void unknownIsWarned() {
    shape.open();
  }

  @Override
  public void ignored(String name) {
    field(name, new Shape.Any("without effect"));
  }

  @Override
  public Position position(String name) {
    return Position.NONE;
  }
}
