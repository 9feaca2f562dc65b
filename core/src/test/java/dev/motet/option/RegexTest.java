package dev.motet.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.BitFlips;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "^a(?P<n>b)\\z",
        "(?<n>a)\\z",
        "\\p{Han}",
        "a{1000}",
        "(a{10}){100}",
        "(?i)a\\Qb{2000}(\\E",
        "[[:alpha:]{2000}]\\d\\w\\b",
        "[]{1001}]",
        "a{,5}",
        "a{x}",
        "a{1001",
        "(?s)(?U)a",
        "(a{1000}|b{1000})*"
      })
  void takesWhatGoTakes(String text) {
    assertThat(Regex.checked(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a(?=b)",
        "a{1001}",
        "a\\Z",
        "a++",
        "\\C",
        "(a{100}){100}",
        "((a{2}b){50}c){11}",
        "(a{1000}){1000}",
        "(a{999999999,}){999999999}",
        "\\8",
        "a**",
        "*",
        "[z-a]",
        "(",
        ")",
        "\\"
      })
  void refusesWhatGoRefuses(String text) {
    assertThatThrownBy(() -> Regex.compile(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .isNotBlank();
  }

  @Test
  void damagedTextsAreRefusedOrTaken() {
    String text = "^(?P<n>a{3})[^x[:digit:]]+\\Qq\\E\\.(b|c){2,5}\\z";
    BitFlips.survivesEvery(
        text.getBytes(StandardCharsets.UTF_8),
        20_000,
        bytes -> {
          try {
            Regex.compile(new String(bytes, StandardCharsets.UTF_8));
          } catch (IllegalArgumentException e) {
            throw new IOException(e);
          }
        });
  }
}
