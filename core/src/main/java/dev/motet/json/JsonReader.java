package dev.motet.json;

import dev.motet.json.JsonTokens.Kind;
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

/// Reads the dialect of JSON that configurations are written in (config-check 1 to 8) into a
/// [JsonTree]. Time is linear in the text, nesting is limited.
public final class JsonReader {
  /// Objects and lists inside each other.
  static final int MAX_DEPTH = 1000;

  private final SourceText source;
  private final JsonTokens tokens;
  private final Problems problems;
  private final Deque<Frame> open = new ArrayDeque<>();

  private JsonReader(SourceText source, Problems problems) {
    this.source = source;
    this.tokens = new JsonTokens(source.blanked());
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
    try {
      JsonTree root = tree();
      checkTail(root.place().end());
      return root;
    } catch (SyntaxFault e) {
      fail(e);
      return null;
    }
  }

  /// Without recursion, so that depth costs no stack.
  private JsonTree tree() throws SyntaxFault {
    Kind first = tokens.next();
    if (first == Kind.END) {
      throw new SyntaxFault(source.length(), "no JSON value in it (expected: an object)");
    }
    JsonTree done = value(first);
    while (true) {
      Frame frame = open.peek();
      if (done != null) {
        if (frame == null) {
          return done;
        }
        add(frame, done);
      }
      Frame inside = Objects.requireNonNull(frame);
      done = inside.object ? member(inside, done != null) : item(done != null);
    }
  }

  /// A simple value; null when an object or list begins.
  private @Nullable JsonTree value(Kind kind) throws SyntaxFault {
    return switch (kind) {
      case OBJECT, LIST -> {
        open.push(new Frame(kind == Kind.OBJECT, tokens.start()));
        if (open.size() > MAX_DEPTH) {
          throw new SyntaxFault(tokens.start(), "nested deeper than " + MAX_DEPTH + " levels");
        }
        yield null;
      }
      case TEXT -> new JsonTree.Text(place(), wellFormed(tokens.value()));
      case NUMBER -> new JsonTree.Num(place(), tokens.value());
      case TRUE, FALSE -> new JsonTree.Bool(place(), kind == Kind.TRUE);
      case NULL -> new JsonTree.Null(place());
      default -> throw tokens.unexpected(JsonTokens.VALUE);
    };
  }

  /// The next member's value, or the object that ends; null as [#value].
  ///
  /// @param behindOne a member stands before
  private @Nullable JsonTree member(Frame frame, boolean behindOne) throws SyntaxFault {
    Kind kind = afterComma(behindOne, Kind.OBJECT_END, "a comma or }");
    if (kind == Kind.OBJECT_END) {
      Place place = close();
      return new JsonTree.Obj(place, Collections.unmodifiableMap(frame.members));
    }
    if (kind != Kind.TEXT) {
      throw tokens.unexpected("a name in double quotes, or }");
    }
    frame.name = wellFormed(tokens.value());
    frame.namePlace = place();
    if (tokens.next() != Kind.COLON) {
      throw tokens.unexpected("a colon behind the name");
    }
    return value(tokens.next());
  }

  /// The next item, or the list that ends; null as [#value].
  private @Nullable JsonTree item(boolean behindOne) throws SyntaxFault {
    Kind kind = afterComma(behindOne, Kind.LIST_END, "a comma or ]");
    if (kind == Kind.LIST_END) {
      List<JsonTree> items = open.element().items;
      return new JsonTree.Arr(close(), Collections.unmodifiableList(items));
    }
    return value(kind);
  }

  /// config-check 3: a comma may stand before the end.
  private Kind afterComma(boolean behindOne, Kind end, String expected) throws SyntaxFault {
    Kind kind = tokens.next();
    if (!behindOne || kind == end) {
      return kind;
    }
    if (kind != Kind.COMMA) {
      throw tokens.unexpected(expected);
    }
    return tokens.next();
  }

  private Place close() {
    return new Place(source, open.pop().start, tokens.end());
  }

  private Place place() {
    return new Place(source, tokens.start(), tokens.end());
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

  private void fail(SyntaxFault fault) {
    int at = fault.at();
    for (SourceText.Comment c : source.comments()) {
      if (!c.closed() && at >= c.start()) {
        error(c.start(), "this comment is not closed (expected: */)");
        return;
      }
    }
    error(at, at == source.length() && !open.isEmpty() ? endMessage() : fault.text());
  }

  private String endMessage() {
    Frame frame = open.element();
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
