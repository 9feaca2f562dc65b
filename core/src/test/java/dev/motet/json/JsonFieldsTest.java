package dev.motet.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {
  private final Problems problems = new Problems();

  private <T> T decode(String text, Fields.Decoder<T> decoder) {
    JsonTree root = JsonReader.read(new SourceText("c.json", text), problems);
    return JsonFields.decode(root, new Decoding(problems), decoder);
  }

  private Object one(String text, Fields.Decoder<?> decoder) {
    return decode(text, decoder);
  }

  private <T> List<T> many(String text, Fields.Decoder<List<T>> decoder) {
    return decode(text, decoder);
  }

  private List<String> messages() {
    return problems.all().stream().map(Problem::toString).toList();
  }

  private enum Color {
    DARK_RED,
    GREEN
  }

  @Test
  void matchesNamesInAnyCaseExceptTheExactOnes() {
    String text = "{\"Server\":\"a\",\"Type\":\"b\"}";
    String server =
        decode(
            text,
            f -> {
              f.exactCase("type");
              f.string("type", "");
              return f.string("server");
            });
    assertThat(server).isEqualTo("a");
    assertThat(messages())
        .containsExactly("Type (c.json:1:15): unknown field \"Type\"; did you mean \"type\"?");
  }

  @Test
  void suggestsTheNearestName() {
    decode("{\"lsiten_port\":1}", f -> f.string("tag", "") + f.port("listen_port"));
    assertThat(messages())
        .containsExactly(
            "lsiten_port (c.json:1:2): unknown field \"lsiten_port\"; did you mean \"listen_port\"?");
  }

  @ParameterizedTest
  @CsvSource({"80,80", "80.0,80", "8e1,80", "1e3,1000", "0.8e2,80", "0,0", "8.000E+1,80"})
  void takesIntegralNumbersInAnyNotation(String text, int value) {
    assertThat(one("{\"port\":" + text + "}", f -> f.port("port"))).isEqualTo(value);
    assertThat(messages()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80.5",
        "-0",
        "-1",
        "65536",
        "\"80\"",
        "true",
        "1e999999999",
        "1e-999999999",
        "{\"a\":1}",
        "[80]"
      })
  void refusesWhatIsNoPort(String text) {
    assertThat(one("{\"port\":" + text + "}", f -> f.port("port"))).isEqualTo(0);
    assertThat(messages())
        .singleElement()
        .asString()
        .startsWith("port (c.json:1:9): ")
        .endsWith(" is not an integer of 0 to 65535");
  }

  @Test
  void keepsAllSixtyFourBits() {
    assertThat(one("{\"n\":9223372036854775807}", f -> f.integer("n", 0, Long.MAX_VALUE, 0)))
        .isEqualTo(Long.MAX_VALUE);
    decode("{\"n\":9223372036854775808}", f -> f.integer("n", 0, Long.MAX_VALUE, 0));
    assertThat(messages()).hasSize(1);
  }

  @Test
  void takesAListOrASingleItem() {
    assertThat(many("{\"a\":\"x\"}", f -> f.strings("a"))).containsExactly("x");
    assertThat(many("{\"a\":[\"x\",\"y\"]}", f -> f.strings("a"))).containsExactly("x", "y");
    assertThat(many("{\"a\":[]}", f -> f.strings("a"))).isEmpty();
    assertThat(many("{\"a\":null}", f -> f.strings("a"))).isEmpty();
    assertThat(messages()).isEmpty();
    assertThat(many("{\"a\":[\"x\",5,null]}", f -> f.strings("a"))).containsExactly("x", "");
    assertThat(messages())
        .containsExactly(
            "a[1] (c.json:1:11): 5 is not text",
            "a[2] (c.json:1:13): null in a list counts as \"\"");
  }

  @Test
  void hollowValuesCountAsAbsentInsideTypedObjectsOnly() {
    Fields.Decoder<Integer> port = f -> (int) f.integer("port", 0, 9, 7);
    assertThat(one("{\"port\":[]}", port)).isEqualTo(7);
    assertThat(problems.hasErrors()).isTrue();

    Problems typed = new Problems();
    JsonTree root =
        JsonReader.read(
            new SourceText("c.json", "{\"type\":\"t\",\"port\":[{}],\"foo\":{}}"), typed);
    Integer decoded =
        JsonFields.decode(
            root, new Decoding(typed), f -> f.variant("type", null, Map.of("t", port), List.of()));
    assertThat(decoded).isEqualTo(7);
    assertThat(typed.hasErrors()).isFalse();
    assertThat(typed.warnings()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\"00\"",
        "\"5\"",
        "5",
        "0",
        "\"5S\"",
        "\"1w\"",
        "\" 1s\"",
        "null",
        "\"106752d\"",
        "\".s\"",
        "\"1..5s\"",
        "\"-\""
      })
  void refusesWhatIsNoDuration(String text) {
    decode("{\"d\":" + text + "}", f -> f.duration("d", Duration.ZERO));
    assertThat(messages())
        .singleElement()
        .asString()
        .startsWith("d (c.json:1:6): ")
        .contains(" is not a duration");
  }

  @ParameterizedTest
  @CsvSource({
    "1d12h,PT36H",
    ".5s,PT0.5S",
    "1.s,PT1S",
    "-1s,PT-1S",
    "0,PT0S",
    "1h2m3s4ms5us6ns,PT1H2M3.004005006S",
    "106751d,PT2562024H",
    "2µs,PT0.000002S"
  })
  void readsDurations(String text, Duration expected) {
    assertThat(one("{\"d\":\"" + text + "\"}", f -> f.duration("d", Duration.ZERO)))
        .isEqualTo(expected);
    assertThat(messages()).isEmpty();
    assertThat(GoDuration.parse(GoDuration.format(expected))).isEqualTo(expected);
  }

  @Test
  void readsSecondsWhereTheyAreAllowed() {
    assertThat(one("{\"d\":300}", f -> f.durationOrSeconds("d", Duration.ZERO)))
        .isEqualTo(Duration.ofMinutes(5));
    assertThat(one("{\"d\":\"5m\"}", f -> f.durationOrSeconds("d", Duration.ZERO)))
        .isEqualTo(Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @CsvSource({
    "1,1",
    "\"0x1\",1",
    "\"010\",8",
    "\"0b11\",3",
    "\"1_000\",1000",
    "\"0o17\",15",
    "\"4294967295\",4294967295",
    "\"0\",0"
  })
  void readsMarksAsGoDoes(String text, long mark) {
    assertThat(one("{\"m\":" + text + "}", f -> f.mark("m"))).isEqualTo(mark);
    assertThat(messages()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\"x\"",
        "\"-1\"",
        "\"4294967296\"",
        "\"08\"",
        "\"1__0\"",
        "\"0x\"",
        "\"0x-1\"",
        "null",
        "-1",
        "1.5"
      })
  void refusesWhatIsNoMark(String text) {
    assertThat(one("{\"m\":" + text + "}", f -> f.mark("m"))).isEqualTo(0L);
    assertThat(messages()).hasSize(1);
  }

  @Test
  void choicesAreCaseSensitiveAndSuggested() {
    assertThat(one("{\"c\":\"dark_red\"}", f -> f.choice("c", Color.class, Color.GREEN)))
        .isEqualTo(Color.DARK_RED);
    assertThat(one("{\"c\":\"\"}", f -> f.choice("c", Color.class, Color.GREEN)))
        .isEqualTo(Color.GREEN);
    assertThat(messages()).isEmpty();
    decode("{\"c\":\"Green\"}", f -> f.choice("c", Color.class, Color.DARK_RED));
    assertThat(messages())
        .containsExactly(
            "c (c.json:1:6): \"Green\" is unknown; did you mean \"green\"? (known: dark_red, green)");
  }

  @Test
  void knownButNotBuiltReadsDifferentFromATypo() {
    Fields.Decoder<String> a = f -> "a";
    List<String> decoded =
        decode(
            "{\"in\":[{\"type\":\"a\"},{\"type\":\"tun\"},{\"type\":\"tum\"},{}]}",
            f -> f.variants("in", "type", null, Map.of("a", a), List.of("tun")));
    assertThat(decoded).containsExactly("a");
    assertThat(messages())
        .containsExactly(
            "in[1].type (c.json:1:29): type \"tun\" is known but not built yet",
            "in[2].type (c.json:1:44): unknown type \"tum\"; did you mean \"tun\"? (known: a, tun)",
            "in[3] (c.json:1:51): missing field \"type\"");
    assertThat(problems.all().getFirst().kind()).isEqualTo(Problem.Kind.UNBUILT);
  }

  @Test
  void secretsStayOutOfMessages() {
    decode("{\"password\":12345}", f -> String.valueOf(f.secret("password")));
    assertThat(messages()).containsExactly("password (c.json:1:13): the value is not text");
  }

  @Test
  void unbuiltFieldsAreReportedOnlyWhenTheySaySomething() {
    decode(
        "{\"a\":false,\"b\":null,\"c\":[],\"d\":\"\",\"e\":true,\"f\":{\"x\":1}}",
        f -> {
          List.of("a", "b", "c", "d", "e", "f").forEach(f::unbuilt);
          return "";
        });
    assertThat(messages())
        .containsExactly(
            "e (c.json:1:39): \"e\" is known but not built yet",
            "f (c.json:1:48): \"f\" is known but not built yet");
  }

  @Test
  void collectsAllErrorsInFileOrder() {
    decode(
        "{\"z\":1,\"b\":\"x\",\n\"a\":true}",
        f -> f.string("a") + f.bool("b", false) + f.string("missing"));
    assertThat(messages())
        .containsExactly(
            "c.json:1:1: missing field \"missing\"",
            "z (c.json:1:2): unknown field \"z\"",
            "b (c.json:1:12): \"x\" is not true or false",
            "a (c.json:2:5): true is not text");
  }
}
