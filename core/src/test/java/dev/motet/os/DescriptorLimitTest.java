package dev.motet.os;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.Linux;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The limit as the system tells it.
class DescriptorLimitTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "'Max open files            20000                524288               files     ', 20000",
    "'Max open files            unlimited            unlimited            files     ',"
        + " 9223372036854775807",
    "'Max open files            many                 20000                files     ', 1024",
    "'Max processes             95000                95000                processes ', 1024"
  })
  void isTheSoftOne(String line, long limit) throws Exception {
    Path file = folder.resolve("limits");
    Files.writeString(
        file, "Limit                     Soft Limit           Hard Limit\n" + line + "\n");
    assertThat(DescriptorLimit.in(file)).isEqualTo(limit);
  }

  @Test
  void isGuessedWhereNobodySays() {
    assertThat(DescriptorLimit.in(folder.resolve("none"))).isEqualTo(1_024);
  }

  @Test
  void thisProcessHasOne() {
    Linux.required();
    assertThat(DescriptorLimit.ofProcess()).isGreaterThan(100);
  }
}
