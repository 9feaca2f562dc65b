package dev.motet.http.h1;

import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.ProtocolException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The header fields of one message in their order. Names match in any case. Of one thread.
public final class Headers implements Iterable<Headers.Field> {
  /// Fields that one message may have.
  static final int MAX_FIELDS = 200;

  private final List<Field> fields = new ArrayList<>();

  /// One line.
  public record Field(String name, String value) {}

  // lines: name, ':', value, CRLF; then an empty line
  static Headers read(ByteReader in) throws ProtocolException {
    Headers headers = new Headers();
    while (true) {
      String line = Lines.read(in);
      if (line.isEmpty()) {
        return headers;
      }
      if (headers.fields.size() == MAX_FIELDS) {
        throw new HttpException(431, "more than " + MAX_FIELDS + " header fields");
      }
      headers.fields.add(field(line));
    }
  }

  /// @throws ProtocolException for a value that would end its line: nothing is written then
  void write(ByteWriter out) throws ProtocolException {
    for (Field field : fields) {
      Lines.write(out, field.name + ": " + field.value);
    }
    Lines.write(out, "");
  }

  /// Bytes that [#write] needs at most.
  int size() {
    int size = 2;
    for (Field field : fields) {
      size += field.name.length() + field.value.length() + 4;
    }
    return size;
  }

  public Headers add(String name, String value) {
    fields.add(new Field(name, value));
    return this;
  }

  /// Replaces all fields of this name.
  public Headers set(String name, String value) {
    remove(name);
    return add(name, value);
  }

  public void remove(String name) {
    fields.removeIf(field -> field.name.equalsIgnoreCase(name));
  }

  public boolean has(String name) {
    return first(name) != null;
  }

  /// Null when there is none.
  public @Nullable String first(String name) {
    for (Field field : fields) {
      if (field.name.equalsIgnoreCase(name)) {
        return field.value;
      }
    }
    return null;
  }

  public List<String> all(String name) {
    List<String> values = new ArrayList<>(1);
    for (Field field : fields) {
      if (field.name.equalsIgnoreCase(name)) {
        values.add(field.value);
      }
    }
    return values;
  }

  /// The elements of all fields of this name whose values are lists of words, in lower case.
  public List<String> words(String name) {
    List<String> words = new ArrayList<>(2);
    for (String value : all(name)) {
      for (String word : value.split(",", -1)) {
        if (!word.isBlank()) {
          words.add(word.strip().toLowerCase(Locale.ROOT));
        }
      }
    }
    return words;
  }

  @Override
  public Iterator<Field> iterator() {
    return Collections.unmodifiableList(fields).iterator();
  }

  private static Field field(String line) throws HttpException {
    int colon = line.indexOf(':');
    // RFC 9112 5.1 and 5.2: white space before the colon and folded lines are refused
    if (colon <= 0 || !Lines.isToken(line, 0, colon)) {
      throw new HttpException(400, "header line without a valid name");
    }
    return new Field(line.substring(0, colon), Lines.trim(line, colon + 1));
  }
}
