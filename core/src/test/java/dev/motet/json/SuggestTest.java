package dev.motet.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestTest {
  @ParameterizedTest
  @CsvSource({
    "mixd, mixed, '; did you mean \"mixed\"?'",
    "lsiten, listen, '; did you mean \"listen\"?'",
    "MIXED, mixed, '; did you mean \"mixed\"?'",
    "ab, a, '; did you mean \"a\"?'",
    "x, 0, ''",
    "foo, log, ''",
    "'', a, ''",
  })
  void namesTheNearestThatSharesALetter(String wrong, String known, String phrase) {
    assertThat(Suggest.phrase(wrong, List.of(known))).isEqualTo(phrase);
  }
}
