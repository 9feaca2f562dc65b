package dev.motet.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.json.JsonTokens.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTokensTest {
  /// As `KIND(value)@start-end`.
  private static List<String> tokens(String text) throws SyntaxFault {
    JsonTokens tokens = new JsonTokens(text.toCharArray());
    List<String> all = new ArrayList<>();
    for (Kind kind = tokens.next(); kind != Kind.END; kind = tokens.next()) {
      boolean valued = kind == Kind.TEXT || kind == Kind.NUMBER || kind == Kind.WORD;
      String value = valued ? "(" + tokens.value() + ")" : "";
      all.add(kind + value + "@" + tokens.start() + "-" + tokens.end());
    }
    return all;
  }

  @Test
  void cutsATextIntoTokensWithTheirPlaces() throws SyntaxFault {
    assertThat(tokens(" {\"a\":[1,\ttrue ],\r\n\"\":null,false}"))
        .containsExactly(
            "OBJECT@1-2",
            "TEXT(a)@2-5",
            "COLON@5-6",
            "LIST@6-7",
            "NUMBER(1)@7-8",
            "COMMA@8-9",
            "TRUE@10-14",
            "LIST_END@15-16",
            "COMMA@16-17",
            "TEXT()@19-21",
            "COLON@21-22",
            "NULL@22-26",
            "COMMA@26-27",
            "FALSE@27-32",
            "OBJECT_END@32-33");
    assertThat(tokens("")).isEmpty();
    assertThat(tokens(" \n\t\r")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "7",
        "10",
        "-12.5",
        "0.50",
        "1e3",
        "1E+3",
        "1.5e-07",
        "9223372036854775808"
      })
  void takesNumbersAsTheyAreWritten(String number) throws SyntaxFault {
    assertThat(tokens(number)).containsExactly("NUMBER(" + number + ")@0-" + number.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01", "-", "+1", ".5", "1.", "1.e3", "1e", "1e+", "--1", "1-2", "1.2.3", "0x1", "NaN",
        "True", "nul", "١"
      })
  void takesNoOthers(String word) throws SyntaxFault {
    assertThat(tokens(word)).containsExactly("WORD(" + word + ")@0-" + word.length());
  }

  static Stream<Arguments> escapes() {
    return Stream.of(
        Arguments.of("plain", "plain"),
        Arguments.of("a\\nb\\tc", "a\nb\tc"),
        Arguments.of("\\b\\f\\r\\/\\\\\\\"", "\b\f\r/\\\""),
        Arguments.of("\\u0041\\u00e9\\uFFFF", "Aé\uffff"),
        Arguments.of("\\ud83d\\ude00", "\uD83D\uDE00"),
        Arguments.of("\\ud83dx", "\ud83dx"));
  }

  @ParameterizedTest
  @MethodSource("escapes")
  void resolvesEscapes(String written, String meant) throws SyntaxFault {
    assertThat(tokens('"' + written + '"'))
        .containsExactly("TEXT(" + meant + ")@0-" + (written.length() + 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"\\x\"|2",
        "\"\\u12g4\"|5",
        "\"\\u12\"|5",
        "\"ab|3",
        "\"a\\|3",
        "{ @|2",
        "'a'|0",
      })
  void saysWhereAFaultIs(String text, int at) {
    assertThatThrownBy(() -> tokens(text))
        .isInstanceOfSatisfying(SyntaxFault.class, e -> assertThat(e.at()).isEqualTo(at));
  }

  @Test
  void takesNoRawControlCharacters() {
    for (char c = 0; c < ' '; c++) {
      String text = "\"a" + c + "\"";
      assertThatThrownBy(() -> tokens(text))
          .isInstanceOfSatisfying(SyntaxFault.class, e -> assertThat(e.at()).isEqualTo(2));
    }
  }
}
