package dev.motet.json;

import dev.motet.json.JsonTree.Arr;
import dev.motet.json.JsonTree.Member;
import dev.motet.json.JsonTree.Obj;
import java.util.Iterator;
import java.util.List;

/// Writes a tree with its comments, two blanks a level.
final class JsonWriter {
  private final Comments comments;
  private final StringBuilder out = new StringBuilder();

  JsonWriter(Comments comments) {
    this.comments = comments;
  }

  String write(JsonTree root) {
    before(root, "");
    value(root, "");
    behind(root);
    return out.append('\n').toString();
  }

  private void before(JsonTree value, String indent) {
    lines(comments.of(value).before(), indent);
  }

  private void lines(List<String> texts, String indent) {
    for (String comment : texts) {
      out.append(indent).append(comment).append('\n');
    }
  }

  /// A comment in the middle of a line must not swallow what follows: it ends the line.
  private void behind(JsonTree value) {
    for (String comment : comments.of(value).behind()) {
      boolean fresh = out.charAt(out.length() - 1) == '\n';
      out.append(fresh ? "" : " ").append(comment);
      if (!comment.startsWith("/*")) {
        out.append('\n');
      }
    }
    if (out.charAt(out.length() - 1) == '\n') {
      out.setLength(out.length() - 1);
    }
  }

  private void value(JsonTree value, String indent) {
    switch (value) {
      case Obj o -> object(o, indent);
      case Arr a -> list(a, indent);
      case JsonTree.Text t -> out.append(JsonText.quote(t.value()));
      case JsonTree.Num n -> out.append(n.text());
      case JsonTree.Bool b -> out.append(b.value());
      case JsonTree.Null _ -> out.append("null");
    }
  }

  private void object(Obj object, String indent) {
    List<String> end = comments.of(object).end();
    if (object.members().isEmpty() && end.isEmpty()) {
      out.append("{}");
      return;
    }
    String deeper = indent + "  ";
    out.append("{\n");
    for (Iterator<Member> i = object.members().values().iterator(); i.hasNext(); ) {
      Member m = i.next();
      before(m.value(), deeper);
      out.append(deeper).append(JsonText.quote(m.name())).append(": ");
      item(m.value(), deeper, i.hasNext());
    }
    lines(end, deeper);
    out.append(indent).append('}');
  }

  private void list(Arr list, String indent) {
    List<String> end = comments.of(list).end();
    if (list.items().isEmpty() && end.isEmpty()) {
      out.append("[]");
      return;
    }
    String deeper = indent + "  ";
    out.append("[\n");
    for (Iterator<JsonTree> i = list.items().iterator(); i.hasNext(); ) {
      JsonTree item = i.next();
      before(item, deeper);
      out.append(deeper);
      item(item, deeper, i.hasNext());
    }
    lines(end, deeper);
    out.append(indent).append(']');
  }

  private void item(JsonTree value, String indent, boolean more) {
    value(value, indent);
    out.append(more ? "," : "");
    behind(value);
    out.append('\n');
  }
}
