package dev.motet.json;

import dev.motet.json.JsonTree.Arr;
import dev.motet.json.JsonTree.Member;
import dev.motet.json.JsonTree.Obj;
import dev.motet.json.Shape.Field;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The canonical form of a tree (inventory JS-31): defaults and nulls left out, lists of one item
/// as the item, durations and marks as sing-box prints them. What the shape does not know stays as
/// it is, and so does everything that has a comment.
public final class Canonical {
  private final Comments comments;

  private Canonical(Comments comments) {
    this.comments = comments;
  }

  public static JsonTree of(JsonTree root, Shape.Obj shape, Comments comments) {
    return root instanceof Obj o ? new Canonical(comments).object(o, shape) : root;
  }

  private JsonTree value(JsonTree value, Shape shape) {
    return switch (shape) {
      case Shape.Obj o when value instanceof Obj tree -> object(tree, o);
      case Shape.ListOf l -> list(value, l);
      case Shape.MapOf m when value instanceof Obj tree -> map(tree, m);
      case Shape.AnyOf a when value instanceof Obj ->
          a.forms().stream()
              .filter(Shape.Obj.class::isInstance)
              .findFirst()
              .map(form -> value(value, form))
              .orElse(value);
      case Shape.Time _ when value instanceof JsonTree.Text t -> time(t);
      case Shape.Mark _ -> mark(value);
      case Shape.Int _ when value instanceof JsonTree.Num n -> integer(n);
      default -> value;
    };
  }

  private JsonTree list(JsonTree value, Shape.ListOf shape) {
    if (!(value instanceof Arr list)) {
      return value(value, shape.item());
    }
    List<JsonTree> items = new ArrayList<>();
    list.items().forEach(item -> items.add(value(item, shape.item())));
    boolean scalar = items.size() == 1 && !(items.getFirst() instanceof JsonTree.Null);
    if (shape.single() && scalar && !comments.has(list) && !comments.has(list.items().getFirst())) {
      return items.getFirst();
    }
    return new Arr(list.place(), Collections.unmodifiableList(items));
  }

  private JsonTree map(Obj map, Shape.MapOf shape) {
    Map<String, Member> members = new LinkedHashMap<>();
    for (Member m : map.members().values()) {
      members.put(m.name(), new Member(m.place(), m.name(), value(m.value(), shape.value())));
    }
    return new Obj(map.place(), Collections.unmodifiableMap(members));
  }

  private JsonTree object(Obj object, Shape.Obj shape) {
    Map<String, Field> fields = new LinkedHashMap<>();
    Map<String, String> hidden = new LinkedHashMap<>();
    if (!collect(object, shape, fields, hidden)) {
      return object;
    }
    Map<String, Member> members = new LinkedHashMap<>();
    for (Member m : object.members().values()) {
      String name = nameOf(m.name(), fields);
      Field field = fields.get(name);
      JsonTree value = field == null ? m.value() : value(m.value(), field.shape());
      boolean isHidden = value instanceof JsonTree.Text(_, String t) && t.equals(hidden.get(name));
      boolean saysNothing = isHidden || (field != null && saysNothing(value, field));
      if (!saysNothing || comments.has(m.value())) {
        members.put(name, new Member(m.place(), name, value));
      }
    }
    return new Obj(object.place(), Collections.unmodifiableMap(members));
  }

  /// The fields that an object of this shape has by the values of its keys.
  ///
  /// @return false when it is of a variant that nothing is known of
  private static boolean collect(
      Obj object, Shape.Obj shape, Map<String, Field> fields, Map<String, String> hidden) {
    fields.putAll(shape.fields());
    for (Shape.Variants variants : shape.variants()) {
      Member key = object.members().get(variants.key());
      String name =
          key != null && key.value() instanceof JsonTree.Text(_, String text) && !text.isEmpty()
              ? text
              : variants.absent();
      Shape.Obj variant = name == null ? null : variants.byName().get(name);
      if (variant == null || !collect(object, variant, fields, hidden)) {
        return false;
      }
      if (variants.absent() != null) {
        hidden.put(variants.key(), variants.absent());
      }
    }
    return true;
  }

  private static String nameOf(String written, Map<String, Field> fields) {
    String lower = written.toLowerCase(Locale.ROOT);
    return !fields.containsKey(written) && fields.containsKey(lower) ? lower : written;
  }

  private boolean saysNothing(JsonTree value, Field field) {
    if (field.shape() instanceof Shape.Any) {
      return false;
    }
    if (value instanceof JsonTree.Null) {
      return true;
    }
    if (value instanceof Obj || value instanceof Arr) {
      return value.isHollow() && !hasComments(value);
    }
    return textOf(value).equals(field.fallback());
  }

  private boolean hasComments(JsonTree value) {
    return comments.has(value)
        || switch (value) {
          case Obj o -> o.members().values().stream().anyMatch(m -> hasComments(m.value()));
          case Arr a -> a.items().stream().anyMatch(this::hasComments);
          default -> false;
        };
  }

  private static String textOf(JsonTree scalar) {
    return switch (scalar) {
      case JsonTree.Text t -> JsonText.quote(t.value());
      case JsonTree.Num n -> n.text();
      case JsonTree.Bool b -> String.valueOf(b.value());
      default -> "null";
    };
  }

  private static JsonTree time(JsonTree.Text text) {
    try {
      return new JsonTree.Text(text.place(), GoDuration.format(GoDuration.parse(text.value())));
    } catch (IllegalArgumentException e) {
      return text; // not ours to judge: decoding has reported it
    }
  }

  private static JsonTree mark(JsonTree value) {
    Long mark = markOf(value);
    return mark == null || mark == 0
        ? value
        : new JsonTree.Text(value.place(), "0x" + Long.toHexString(mark));
  }

  private static @Nullable Long markOf(JsonTree value) {
    try {
      return switch (value) {
        case JsonTree.Text t -> Marks.parse(t.value());
        case JsonTree.Num n -> new BigDecimal(n.text()).longValueExact();
        default -> null;
      };
    } catch (ArithmeticException | IllegalArgumentException e) {
      return null; // not ours to judge: decoding has reported it
    }
  }

  private static JsonTree integer(JsonTree.Num number) {
    try {
      long value = new BigDecimal(number.text()).longValueExact();
      return new JsonTree.Num(number.place(), String.valueOf(value));
    } catch (ArithmeticException e) {
      return number; // not ours to judge: decoding has reported it
    }
  }
}
