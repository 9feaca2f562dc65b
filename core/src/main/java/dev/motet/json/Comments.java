package dev.motet.json;

import dev.motet.json.JsonTree.Arr;
import dev.motet.json.JsonTree.Member;
import dev.motet.json.JsonTree.Obj;
import dev.motet.json.JsonTree.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which comments belong to which value of a tree, so that they stay with it when it moves.
///
/// A comment on the line where a value ends belongs behind that value, any other before the next
/// one, and what no value follows to the end of the object or list around it.
public final class Comments {
  /// @param before lines of their own above the value or its name
  /// @param behind on its last line
  /// @param end lines of their own before the closing bracket
  record Notes(List<String> before, List<String> behind, List<String> end) {
    static final Notes NONE = new Notes(List.of(), List.of(), List.of());
  }

  private final Map<Place, Notes> notes = new HashMap<>();

  /// No comments at all.
  public Comments() {}

  /// Adds those of one file.
  public void collect(JsonTree root) {
    SourceText source = root.place().source();
    if (!source.comments().isEmpty()) {
      Walk walk = new Walk(source);
      walk.value(root, root.place().start());
      walk.behind(root);
      Notes at = at(root);
      while (walk.next < source.comments().size()) {
        at.behind().add(walk.take());
      }
    }
  }

  /// Whether a comment belongs to this value.
  public boolean has(JsonTree value) {
    return notes.containsKey(value.place());
  }

  Notes of(JsonTree value) {
    return notes.getOrDefault(value.place(), Notes.NONE);
  }

  private Notes at(JsonTree value) {
    return notes.computeIfAbsent(
        value.place(), _ -> new Notes(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
  }

  /// Goes through tree and comments side by side, in the order of the text.
  private final class Walk {
    private final SourceText source;
    private int next;

    Walk(SourceText source) {
      this.source = source;
    }

    private boolean isBefore(int offset) {
      return next < source.comments().size() && source.comments().get(next).start() < offset;
    }

    private String take() {
      SourceText.Comment c = source.comments().get(next++);
      String text = source.substring(c.start(), c.end()).strip();
      return c.closed() ? text : text + " */";
    }

    /// @param start of the value, or of the name before it
    void value(JsonTree value, int start) {
      while (isBefore(start)) {
        at(value).before().add(take());
      }
      // between the name and the value
      while (isBefore(value.place().start())) {
        at(value).before().add(take());
      }
      switch (value) {
        case Obj o -> {
          for (Member m : o.members().values()) {
            value(m.value(), m.place().start());
            behind(m.value());
          }
        }
        case Arr a -> {
          for (JsonTree item : a.items()) {
            value(item, item.place().start());
            behind(item);
          }
        }
        default -> {
          return;
        }
      }
      while (isBefore(value.place().end())) {
        at(value).end().add(take());
      }
    }

    void behind(JsonTree value) {
      int end = value.place().end();
      while (next < source.comments().size()
          && source.lineIndex(source.comments().get(next).start()) == source.lineIndex(end)
          && isSeparator(end, source.comments().get(next).start())) {
        at(value).behind().add(take());
      }
    }

    /// Nothing but a comma, white space and comments between a value and its comment.
    private boolean isSeparator(int from, int to) {
      for (int i = from; i < to; i++) {
        char c = source.blanked()[i];
        if (c != ',' && c > ' ') {
          return false;
        }
      }
      return true;
    }
  }
}
