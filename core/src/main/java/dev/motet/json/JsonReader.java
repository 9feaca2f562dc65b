package dev.motet.json;

import dev.motet.json.JsonTree.Member;
import dev.motet.json.JsonTree.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/// Reads the dialect of JSON that configurations are written in (config-check 1 to 8) into a
/// [JsonTree]. Time is linear in the text, nesting is limited.
public final class JsonReader {
  /// Objects and lists inside each other.
  static final int MAX_DEPTH = 1000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH + 1)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final SourceText source;
  private final Problems problems;
  private final Deque<Frame> open = new ArrayDeque<>();

  private JsonReader(SourceText source, Problems problems) {
    this.source = source;
    this.problems = problems;
  }

  /// An object or list whose end was not read yet. Either `members` or `items` is in use.
  private static final class Frame {
    final boolean object;
    final int start;
    final Map<String, Member> members = new LinkedHashMap<>();
    final List<JsonTree> items = new ArrayList<>();
    @Nullable String name;
    @Nullable Place namePlace;

    Frame(boolean object, int start) {
      this.object = object;
      this.start = start;
    }

    String path(String parent) {
      if (!object) {
        return parent + "[" + items.size() + "]";
      }
      return name == null ? parent : JsonPath.member(parent, name);
    }
  }

  /// Reads the first value of the text. Warns of everything behind it.
  ///
  /// @return null when the text is no JSON; `problems` then says why
  public static @Nullable JsonTree read(SourceText source, Problems problems) {
    return new JsonReader(source, problems).read();
  }

  private @Nullable JsonTree read() {
    problems.register(source);
    if (source.hasByteOrderMark()) {
      problems.warning(new Place(source, 0, 1), "", "a byte order mark is skipped");
    }
    try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), source.blanked())) {
      try {
        JsonTree root = readValue(in);
        if (root != null) {
          checkTail(root.place().end());
        }
        return root;
      } catch (JacksonException e) {
        fail(in, e);
        return null;
      }
    }
  }

  private @Nullable JsonTree readValue(JsonParser in) {
    while (true) {
      JsonToken token = in.nextToken();
      int start = (int) in.currentTokenLocation().getCharOffset();
      if (token == null) {
        error(source.length(), "no JSON value in it (expected: an object)");
        return null;
      }
      switch (token) {
        case START_OBJECT, START_ARRAY -> {
          open.push(new Frame(token == JsonToken.START_OBJECT, start));
          if (open.size() > MAX_DEPTH) {
            error(start, "nested deeper than " + MAX_DEPTH + " levels");
            return null;
          }
        }
        case PROPERTY_NAME -> {
          Frame frame = open.element();
          frame.name = wellFormed(in.getString());
          frame.namePlace = new Place(source, start, start + frame.name.length() + 2);
        }
        default -> {
          JsonTree value = finish(in, token, start);
          if (open.isEmpty()) {
            return value;
          }
          add(open.element(), value);
        }
      }
    }
  }

  private JsonTree finish(JsonParser in, JsonToken token, int start) {
    String text = in.getString();
    Place place = new Place(source, start, (int) in.currentLocation().getCharOffset());
    return switch (token) {
      case END_OBJECT -> {
        Frame frame = open.pop();
        yield new JsonTree.Obj(
            new Place(source, frame.start, place.end()),
            Collections.unmodifiableMap(frame.members));
      }
      case END_ARRAY -> {
        Frame frame = open.pop();
        yield new JsonTree.Arr(
            new Place(source, frame.start, place.end()), Collections.unmodifiableList(frame.items));
      }
      case VALUE_STRING -> new JsonTree.Text(place, wellFormed(text));
      case VALUE_TRUE, VALUE_FALSE -> new JsonTree.Bool(place, token == JsonToken.VALUE_TRUE);
      case VALUE_NULL -> new JsonTree.Null(place);
      default -> new JsonTree.Num(place, text);
    };
  }

  private void add(Frame frame, JsonTree value) {
    if (!frame.object) {
      frame.items.add(value);
      return;
    }
    String name = Objects.requireNonNull(frame.name);
    Place place = Objects.requireNonNull(frame.namePlace);
    Member earlier = frame.members.get(name);
    if (earlier != null) {
      boolean merged = earlier.value() instanceof JsonTree.Obj && value instanceof JsonTree.Obj;
      problems.warning(
          place,
          path(),
          JsonTree.quote(name)
              + " stands here twice (first: line "
              + earlier.place().position("").line()
              + "); "
              + (merged ? "the two are merged" : "the last one counts"));
      value = merge(earlier.value(), value);
    }
    frame.members.put(name, new Member(place, name, value));
  }

  /// Objects merge member by member, of everything else the later one stays.
  private static JsonTree merge(JsonTree earlier, JsonTree later) {
    if (!(earlier instanceof JsonTree.Obj a) || !(later instanceof JsonTree.Obj b)) {
      return later;
    }
    Map<String, Member> members = new LinkedHashMap<>(a.members());
    b.members()
        .forEach((name, member) -> {
          Member old = members.get(name);
          members.put(
              name,
              old == null
                  ? member
                  : new Member(member.place(), name, merge(old.value(), member.value())));
        });
    return new JsonTree.Obj(b.place(), Collections.unmodifiableMap(members));
  }

  private void checkTail(int end) {
    for (SourceText.Comment c : source.comments()) {
      if (!c.closed()) {
        problems.warning(new Place(source, c.start(), c.end()), "", "this comment is not closed");
      }
    }
    char[] text = source.blanked();
    for (int i = end; i < text.length; i++) {
      if (text[i] > ' ' || text[i] == 0) {
        problems.warning(new Place(source, i, i + 1), "", "everything from here on is ignored");
        return;
      }
    }
  }

  private void fail(JsonParser in, JacksonException e) {
    int at =
        (int) (e.getLocation() == null ? in.currentLocation() : e.getLocation()).getCharOffset();
    at = Math.max(0, Math.min(at, source.length()));
    for (SourceText.Comment c : source.comments()) {
      if (!c.closed() && at >= c.start()) {
        error(c.start(), "this comment is not closed (expected: */)");
        return;
      }
    }
    Frame frame = open.peek();
    if (frame != null && frame.object) {
      frame.name = in.currentName();
    }
    boolean ended = e instanceof tools.jackson.core.exc.UnexpectedEndOfInputException;
    if (ended || at == source.length()) {
      error(at, endMessage());
    } else {
      SyntaxHint hint = SyntaxHint.of(source.blanked(), at, e);
      error(hint.at(), hint.text());
    }
  }

  private String endMessage() {
    Frame frame = open.peek();
    if (frame == null) {
      return "the text ends inside a value";
    }
    Position begin = source.position("", frame.start);
    return "the text ends inside the "
        + (frame.object ? "object" : "list")
        + " that begins at "
        + begin.line()
        + ":"
        + begin.column();
  }

  private void error(int at, String text) {
    problems.error(new Place(source, at, at), path(), text);
  }

  private String path() {
    String path = "";
    for (var i = open.descendingIterator(); i.hasNext(); ) {
      path = i.next().path(path);
      if (path.length() > 1000) {
        return path.substring(0, 1000) + "…";
      }
    }
    return path;
  }

  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints()
            .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      }
    }
    return text;
  }
}
