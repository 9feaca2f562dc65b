package dev.motet.interop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One row of the tables under `verdicts/`: a small configuration and what is said about it.
///
/// @param place file and line of the row
/// @param motet `accept`, `warn`, `reject` or `unbuilt`
/// @param path of the problem; `-` for any
/// @param singBox `ok` or `error`, as its `check` command exits
/// @param why `-`, or the reason for a deliberate difference: `lenient`, `run`
record Verdict(
    String place,
    String topic,
    String motet,
    String path,
    String singBox,
    String why,
    byte[] configuration) {
  private static final List<String> TABLES =
      List.of("json-text.txt", "fields.txt", "components.txt", "protocols.txt", "tls.txt");

  /// `⟦EF BB⟧` without the blank: bytes; `⟦100*5B⟧`: a byte 100 times.
  private static final Pattern BYTES = Pattern.compile("⟦(?:(\\d+)\\*)?([0-9A-F]+)⟧");

  static List<Verdict> all() {
    List<Verdict> rows = new ArrayList<>();
    for (String table : TABLES) {
      int line = 0;
      for (String row : read(table).split("\n")) {
        line++;
        if (!row.startsWith("#")) {
          rows.add(parse(table + ":" + line, row));
        }
      }
    }
    return rows;
  }

  private static Verdict parse(String place, String row) {
    String[] columns = row.split(" \\| ", 6);
    if (columns.length != 6) {
      throw new IllegalArgumentException(place + ": " + columns.length + " columns of 6");
    }
    return new Verdict(
        place, columns[0], columns[1], columns[2], columns[3], columns[4], bytes(columns[5]));
  }

  private static byte[] bytes(String notation) {
    String text = notation.replace('␤', '\n');
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Matcher matcher = BYTES.matcher(text);
    int done = 0;
    while (matcher.find()) {
      out.writeBytes(text.substring(done, matcher.start()).getBytes(StandardCharsets.UTF_8));
      byte[] unit = HexFormat.of().parseHex(matcher.group(2));
      int times = matcher.group(1) == null ? 1 : Integer.parseInt(matcher.group(1));
      for (int i = 0; i < times; i++) {
        out.writeBytes(unit);
      }
      done = matcher.end();
    }
    out.writeBytes(text.substring(done).getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  private static String read(String table) {
    try (InputStream in = Verdict.class.getResourceAsStream("/verdicts/" + table)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    String text = new String(configuration, StandardCharsets.UTF_8).replace('\n', '␤');
    return place + " " + topic + ": " + (text.length() > 120 ? text.substring(0, 120) + "…" : text);
  }
}
