package dev.motet.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  private final Problems problems = new Problems();

  private JsonTree read(String text) {
    return JsonReader.read(new SourceText("c.json", text), problems);
  }

  private List<String> messages() {
    return problems.all().stream().map(Problem::toString).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": 1} // end",
        "// first\n{\"a\" /* in */ : # why\n 1}",
        "{\"a\":1,}",
        "{\"a\":[1,2,],}",
        "{\"a\":1} // NUL behind \u0000 in a comment",
        "{\"a\":\"/* no */ // comment # here\"}",
        "{\"a\":\"\\\" // \"}",
        "// carriage returns\r do not end \r a comment\n{}",
        "{\"a\":\"\uFFFD\\ud800\\u0000\u007f\"}",
        "{\"\":1}",
        "null",
        "[]"
      })
  void acceptsWithoutAWord(String text) {
    assertThat(read(text)).isNotNull();
    assertThat(messages()).isEmpty();
  }

  static Stream<Arguments> warned() {
    return Stream.of(
        Arguments.of("{}{\"x\":1}", "c.json:1:3: everything from here on is ignored"),
        Arguments.of("{\"a\":1}/* left open", "c.json:1:8: this comment is not closed"),
        Arguments.of("{} x", "c.json:1:4: everything from here on is ignored"),
        Arguments.of("{}\n}", "c.json:2:1: everything from here on is ignored"),
        Arguments.of("{}\u0000", "c.json:1:3: everything from here on is ignored"),
        Arguments.of("\uFEFF{}", "c.json:1:1: a byte order mark is skipped"),
        Arguments.of(
            "{\"a\":1,\n \"a\":2}",
            "a (c.json:2:2): \"a\" stands here twice (first: line 1); the last one counts"));
  }

  @ParameterizedTest
  @MethodSource("warned")
  void acceptsWithAWarning(String text, String message) {
    assertThat(read(text)).isNotNull();
    assertThat(problems.hasErrors()).isFalse();
    assertThat(messages()).containsExactly(message);
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of("", "1:1: no JSON value"),
        Arguments.of(" \n\t// only\n", "3:1: no JSON value"),
        Arguments.of("{\"a\":1,,}", "1:8): unexpected \",\" (expected: a name in double quotes"),
        Arguments.of("{,}", "1:2: unexpected \",\""),
        Arguments.of("{\"a\":[,]}", "a[0] (c.json:1:7): unexpected \",\""),
        Arguments.of("{\"a\":[1,,]}", "a[1] (c.json:1:9): unexpected \",\""),
        Arguments.of("{'a':1}", "1:2: unexpected ' (strings stand in double quotes)"),
        Arguments.of("{a:1}", "1:2: unexpected \"a\" (expected: a name in double quotes"),
        Arguments.of("{\"a\":0x1}", "a (c.json:1:6): \"0x1\" is not a JSON value"),
        Arguments.of("{\"a\":+1}", "a (c.json:1:6): \"+1\" is not a JSON value"),
        Arguments.of("{\"a\":01}", "a (c.json:1:6): \"01\" is not a JSON value"),
        Arguments.of("{\"a\":.5}", "a (c.json:1:6): \".5\" is not a JSON value"),
        Arguments.of("{\"a\":NaN}", "a (c.json:1:6): \"NaN\" is not a JSON value"),
        Arguments.of("{\"a\":\"x\ty\"}", "a (c.json:1:8): raw control character U+0009"),
        Arguments.of("{\"a\":\"x\ny\"}", "a (c.json:1:8): raw control character U+000A"),
        Arguments.of("\u00a0{}", "1:1: unexpected character U+00A0"),
        Arguments.of("\f{}", "1:1: raw control character U+000C"),
        Arguments.of("{\"a\":1 /* open", "1:8): this comment is not closed"),
        Arguments.of(
            "{\"a\":{\n\"b\":1",
            "a.b (c.json:2:6): the text ends inside the object that begins at 1:6"),
        Arguments.of("{\"a\" 1}", "a (c.json:1:6): unexpected \"1\" (expected: a colon"),
        Arguments.of(
            "{\"a\":1 \"b\":2}", "a (c.json:1:8): unexpected \"\"\" (expected: a comma or }"),
        Arguments.of("{\"a\":\"\\q\"}", "a (c.json:1:8): unknown escape"),
        Arguments.of("{\"a\":\"\\u00G0\"}", "a (c.json:1:11): unknown escape"),
        Arguments.of("{\"a\":\"x", "a (c.json:1:8): the text ends inside the object"),
        Arguments.of("{\"a\":\"\\", "a (c.json:1:8): the text ends inside the object"),
        Arguments.of("{\"a\":\"\\u00", "a (c.json:1:11): the text ends inside the object"),
        Arguments.of("\"x", "1:3: the text ends inside a value"),
        Arguments.of("{\"a\":}", "a (c.json:1:6): unexpected \"}\" (expected: a JSON value"),
        Arguments.of("{\"a\"}", "a (c.json:1:5): unexpected \"}\" (expected: a colon"),
        Arguments.of("[1 2]", "[1] (c.json:1:4): unexpected \"2\" (expected: a comma or ]"),
        Arguments.of("nullx", "1:1: \"nullx\" is not a JSON value"),
        Arguments.of("1".repeat(1001), "1:1: a number of more than 1000 characters"),
        Arguments.of("\uFFFD\uFFFD{\u0000}\u0000", "1:1: unexpected character U+FFFD"),
        Arguments.of("{\"\uD83D\uDE00\":x}", "(c.json:1:6): \"x\" is not a JSON value"),
        Arguments.of("[1}", "[1] (c.json:1:3): unexpected \"}\""));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void refusesWithThePlace(String text, String part) {
    assertThat(read(text)).isNull();
    assertThat(messages()).singleElement().asString().contains(part);
  }

  @Test
  void mergesObjectsThatStandTwice() {
    JsonTree root = read("{\"a\":{\"x\":1,\"y\":{\"p\":1}},\"a\":{\"y\":{\"q\":2},\"x\":3}}");
    JsonTree a = ((JsonTree.Obj) root).members().get("a").value();
    assertThat(((JsonTree.Obj) a).members()).containsOnlyKeys("x", "y");
    assertThat(((JsonTree.Obj) a).members().get("x").value().describe()).isEqualTo("3");
    JsonTree y = ((JsonTree.Obj) a).members().get("y").value();
    assertThat(((JsonTree.Obj) y).members()).containsOnlyKeys("p", "q");
    assertThat(messages()).singleElement().asString().contains("the two are merged");
  }

  @Test
  void decodesInvalidUtf8Leniently() {
    byte[] bytes = {'{', '"', 'a', '"', ':', '"', (byte) 0xff, '"', '}'};
    JsonTree root = JsonReader.read(SourceText.of(null, bytes), problems);
    assertThat(((JsonTree.Obj) root).members().get("a").value().describe()).isEqualTo("\"\uFFFD\"");
    assertThat(messages()).isEmpty();
  }

  @Test
  void limitsNestingWithAClearError() {
    assertThat(read("[".repeat(JsonReader.MAX_DEPTH) + "]".repeat(JsonReader.MAX_DEPTH)))
        .isNotNull();
    assertThat(read("{\"a\":".repeat(100_000))).isNull();
    assertThat(messages()).singleElement().asString().contains("nested deeper than 1000 levels");
  }

  @Test
  void countsColumnsInCharacters() {
    JsonTree root = read("{\n  \"\uD83D\uDE00é\": 1, \"b\": 2}");
    JsonTree.Member b = ((JsonTree.Obj) root).members().get("b");
    assertThat(b.place().position("b")).hasToString("b (c.json:2:12)");
    assertThat(b.value().place().position("b").column()).isEqualTo(17);
  }

  @Test
  void readsAMegabyteInOneLineInLinearTime() {
    String text = "{\"a\":[" + "{\"b\":\"\uD83D\uDE00\",\"b\":1},".repeat(60_000) + "]}";
    long begin = System.nanoTime();
    assertThat(read(text)).isNotNull();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    assertThat(messages()).hasSize(500);
  }

  @Test
  void survivesEveryTruncationAndFlip() {
    String valid =
        "\uFEFF// x\n{\"a\":[1,-2.5e3,true,null,\"\\u00e9\uD83D\uDE00\"],/* c */\"b\":{\"c\":{},},}# end";
    for (int i = 0; i < valid.length(); i++) {
      String cut = valid.substring(0, i);
      assertThatCode(() -> read(cut)).as(cut).doesNotThrowAnyException();
    }
    java.util.Random random = new java.util.Random(7);
    for (int round = 0; round < 5_000; round++) {
      char[] damaged = valid.toCharArray();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        damaged[random.nextInt(damaged.length)] ^= (char) (1 << random.nextInt(16));
      }
      String text = new String(damaged);
      assertThatCode(() -> read(text)).as(text).doesNotThrowAnyException();
    }
  }
}
