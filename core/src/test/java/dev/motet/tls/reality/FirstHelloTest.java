package dev.motet.tls.reality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.TruncatedException;
import dev.motet.testkit.HelloBytes;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A stranger that sends byte after byte must not make the server look at all of it each time.
class FirstHelloTest {
  @ParameterizedTest
  @CsvSource({
    "'', 5",
    "16, 5",
    "16030100, 5",
    "1603010003, 8",
    "16030100030100, 8",
    "1603010003010000, 13",
    "16030100030100001603, 13",
    "16030100030100001603010100, 269",
  })
  void saysWhenTheNextLookIsWorthIt(String stream, int bytes) {
    byte[] array = HexFormat.of().parseHex("ff" + stream);
    assertThat(FirstHello.wanted(array, 1, array.length)).isEqualTo(bytes);
  }

  /// Whoever looks only then finds the hello as soon as it is there.
  @Test
  void neverWantsMoreThanThereIsOfAHello() throws Exception {
    byte[] hello = new HelloBytes().serverName("a.example").records(16_384);
    int looks = 0;
    int next = 0;
    for (int length = 0; length < hello.length; length++) {
      if (length >= next) {
        looks++;
        int end = length;
        assertThatThrownBy(() -> FirstHello.read(hello, 0, end))
            .isInstanceOf(TruncatedException.class);
        next = FirstHello.wanted(hello, 0, length);
        assertThat(next).isLessThanOrEqualTo(hello.length);
      }
    }
    assertThat(looks).isEqualTo(2);
    assertThat(FirstHello.read(hello, 0, hello.length).hello().extensions().serverName())
        .isEqualTo("a.example");
  }
}
