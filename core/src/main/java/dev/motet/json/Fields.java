package dev.motet.json;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The cursor over one JSON object that an options record is decoded with. Each call names a field,
/// its type and its default, in the one place where they are written down: a second implementation
/// records the calls and yields the JSON Schema.
///
/// Nothing here throws for bad input. A problem is noted with its position, a harmless value is
/// returned (the default, `""`, the minimum, the first constant), and decoding goes on, so that all
/// errors of a file are found at once. A decoder must therefore not throw on such values, and must
/// not decide which fields to ask for by a value, except through [#variants].
public interface Fields {
  /// Decodes the object under the cursor.
  interface Decoder<T extends @Nullable Object> {
    T decode(Fields fields);
  }

  /// Turns text into a value; the message of its [IllegalArgumentException] says what was expected.
  interface Parser<T> {
    T parse(String text);
  }

  /// Whether the object has this field with a meaning (not null, not absent).
  boolean has(String name);

  /// Required text.
  String string(String name);

  /// Text, `fallback` when absent.
  String string(String name, String fallback);

  /// Text, null when absent.
  @Nullable String optionalString(String name);

  /// Text that must not be shown in logs or errors; null when absent.
  @Nullable String secret(String name);

  default boolean bool(String name, boolean fallback) {
    Boolean value = optionalBool(name);
    return value == null ? fallback : value;
  }

  /// Null when absent.
  @Nullable Boolean optionalBool(String name);

  /// An integer of `min` to `max`, both inclusive; any integral JSON notation.
  long integer(String name, long min, long max, long fallback);

  /// A TCP or UDP port, 0 when absent.
  default int port(String name) {
    return (int) integer(name, 0, 0xffff, 0);
  }

  /// Go's duration syntax as text (`1d12h`, `300ms`); `fallback` when absent.
  default Duration duration(String name, Duration fallback) {
    Duration value = optionalDuration(name);
    return value == null ? fallback : value;
  }

  /// As [#duration], null when absent.
  @Nullable Duration optionalDuration(String name);

  /// As [#duration], or an integer of seconds (config-check 14: `udp_timeout`).
  Duration durationOrSeconds(String name, Duration fallback);

  /// A routing mark: a uint32, or a Go literal as text; 0 when absent.
  long mark(String name);

  /// One of the constants, in lower case with `_`, or as its `toString` says; `fallback` when
  /// absent or `""`.
  <E extends Enum<E>> E choice(String name, Class<E> type, E fallback);

  /// Text parsed into a value, null when absent.
  ///
  /// @param expected a noun phrase for errors and the schema: `an IP address`
  <T> @Nullable T parsed(String name, String expected, Parser<T> parser);

  /// The tag of another entry; null when absent or empty.
  ///
  /// @param strict whether a tag that no entry has is an error; otherwise it is a warning
  @Nullable String reference(String name, Reference.Kind kind, boolean strict);

  /// A list of tags or a single one; those that no entry has are warnings.
  default List<String> references(String name, Reference.Kind kind) {
    return references(name, kind, false);
  }

  /// As [#references(String, Reference.Kind)].
  ///
  /// @param strict whether a tag that no entry has is an error; otherwise it is a warning
  List<String> references(String name, Reference.Kind kind, boolean strict);

  /// Tags of entries that must exist, as a list: a single one does not do (config-check 13).
  List<String> strictReferences(String name, Reference.Kind kind);

  /// A list of text or a single one, empty when absent.
  List<String> strings(String name);

  /// A list of parsed values or a single one.
  <T> List<T> parsedList(String name, String expected, Parser<T> parser);

  /// A list of integers or a single one.
  List<Long> integers(String name, long min, long max);

  /// Names mapped to text or a list of text (HTTP headers).
  default Map<String, List<String>> headers(String name) {
    return lists(name, "text", text -> text);
  }

  /// Names mapped to a list of parsed values or a single one (`predefined` of a hosts server).
  <T> Map<String, List<T>> lists(String name, String expected, Parser<T> parser);

  /// Free names mapped to objects (`handshake_for_server_name`), in their order; `null` counts as
  /// an empty one.
  <T> Map<String, T> objects(String name, Decoder<T> decoder);

  /// An object, null when absent.
  <T> @Nullable T optional(String name, Decoder<T> decoder);

  /// A list of objects, empty when absent.
  <T> List<T> list(String name, Decoder<T> decoder);

  /// A field that may be an object, or text that is the tag of an entry which must exist
  /// (`domain_resolver`); null when absent.
  <T> @Nullable T referenceOrObject(
      String name, Reference.Kind kind, Function<String, T> tag, Decoder<T> object);

  /// A field that may be a bool or an object (`udp_over_tcp`); null when absent.
  <T> @Nullable T boolOrObject(String name, Function<Boolean, T> bool, Decoder<T> object);

  /// A list of objects, each decoded by the variant that its own field `key` names.
  ///
  /// @param absent the variant taken when the element has no `key` field; null when it is required
  /// @param variants value of `key` → decoder, in the order documentation shows them
  /// @param unbuilt values that are known and not built yet: reported as such, not as a typo
  <T> List<T> variants(
      String name,
      String key,
      @Nullable String absent,
      Map<String, ? extends Decoder<? extends T>> variants,
      List<String> unbuilt);

  /// Like [#variants] for the object under the cursor itself; null when the problem was noted.
  <T> @Nullable T variant(
      String key,
      @Nullable String absent,
      Map<String, ? extends Decoder<? extends T>> variants,
      List<String> unbuilt);

  /// Notes that a field of this object has a wrong value: `"X" is not …`.
  void invalid(String name, String reason);

  /// Notes something accepted that cannot have been meant, or is deprecated.
  void warn(String name, String text);

  /// Notes a known field that is not built yet, if it is present (with another value than `false`,
  /// null, 0, empty, or an object with `enabled: false`). The run and the check end with an error
  /// whose words differ from a typo's.
  void unbuilt(String name);

  /// These names match only as they are written here; all others in any case (config-check 9).
  void exactCase(String... names);

  /// From here on down `{}`, `[]` and what holds nothing else count as absent (config-check 10).
  /// Objects of [#variants] are always read so.
  void hollowIsAbsent();

  /// Unknown fields of this object are warnings (config-check 12).
  void unknownIsWarned();

  /// As [#unbuilt] for an object that does nothing unless it says `"enabled": true`.
  void unbuiltWhenEnabled(String name);

  /// As [#unbuilt] for what `""` and 0 are values of: conditions of rules.
  void unbuiltCondition(String name);

  /// Accepts a field of any form and ignores it in silence.
  void ignored(String name);

  /// Where a field (or this object, with `""`) stands, for errors found after decoding.
  Position position(String name);
}
