package dev.motet.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a field accepts, as a decoder asked for it: the source of the JSON Schema, and of what the
/// canonical form may leave out.
public sealed interface Shape {
  /// @param expected a noun phrase; empty for any text
  record Text(String expected) implements Shape {}

  /// `true` or `false`.
  record Bool() implements Shape {}

  /// Both limits inclusive.
  record Int(long min, long max) implements Shape {}

  /// @param seconds an integer is allowed as well
  record Time(boolean seconds) implements Shape {}

  /// An integer, or a Go literal as text.
  record Mark() implements Shape {}

  /// One of some texts; `""` for the default.
  record Choice(List<String> names) implements Shape {}

  /// Anything.
  ///
  /// @param note what is known about it
  record Any(String note) implements Shape {}

  /// @param single one item may stand without the list
  record ListOf(Shape item, boolean single) implements Shape {}

  /// An object with free names.
  record MapOf(Shape value) implements Shape {}

  /// One of several forms.
  record AnyOf(List<Shape> forms) implements Shape {}

  /// A field of an object.
  ///
  /// @param fallback the value that its absence means, as JSON; null when there is no such value
  record Field(Shape shape, boolean required, @Nullable String fallback) {}

  /// The fields that depend on the value of one of them.
  ///
  /// @param absent the variant without that field; null when it is required
  /// @param unbuilt further values, of which nothing is known
  record Variants(
      String key, @Nullable String absent, Map<String, Obj> byName, List<String> unbuilt) {}

  /// An object with known fields. Grows while its decoder runs; compared by identity.
  final class Obj implements Shape {
    private final Map<String, Field> fields = new LinkedHashMap<>();
    private final List<Variants> variants = new ArrayList<>();
    private boolean open;

    public Map<String, Field> fields() {
      return fields;
    }

    public List<Variants> variants() {
      return variants;
    }

    /// Whether unknown fields are no errors.
    public boolean isOpen() {
      return open;
    }

    void open() {
      open = true;
    }
  }
}
