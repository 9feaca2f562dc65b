package dev.motet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.json.ConfigException;
import dev.motet.json.Problem;
import dev.motet.testkit.BitFlips;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is done to a configuration, reading it ends soon with a verdict that points somewhere.
class ConfigDamageTest {
  private static final Path EVERYTHING =
      Path.of("src/test/resources/config/sections/everything.json");

  @TempDir Path folder;

  private void load(byte[] bytes) throws IOException, ConfigException {
    Path file = Files.write(folder.resolve("c.json"), bytes);
    ConfigLoader.load(List.of(file), List.of(), InputStream.nullInputStream());
  }

  @Test
  void everyTruncationIsRefusedWithAPlace() throws Exception {
    byte[] whole = Files.readAllBytes(EVERYTHING);
    String text = new String(whole, StandardCharsets.UTF_8).stripTrailing();
    for (int length = 0; length < text.length(); length++) {
      String cut = text.substring(0, length);
      assertThatThrownBy(() -> ConfigLoader.parse("c.json", cut))
          .as(cut)
          .isInstanceOfSatisfying(
              ConfigException.class,
              e -> {
                assertThat(e.problems()).anyMatch(Problem::isError);
                assertThat(e.problems()).allMatch(p -> p.position().line() > 0);
                e.problems().forEach(Problem::render);
              });
    }
  }

  @Test
  void everyFlippedBitEndsInAVerdict() throws Exception {
    byte[] whole = Files.readAllBytes(EVERYTHING);
    BitFlips.survivesEvery(
        whole,
        1_500,
        damaged -> {
          try {
            load(damaged);
          } catch (ConfigException e) {
            e.problems().forEach(Problem::render);
            throw new IOException(e);
          }
        });
  }

  @Test
  void everyFormattedDamageIsStableOrRefused() throws Exception {
    byte[] whole = Files.readAllBytes(EVERYTHING);
    BitFlips.survivesEvery(
        whole,
        500,
        damaged -> {
          try {
            String once =
                ConfigFormat.format("c.json", new String(damaged, StandardCharsets.UTF_8));
            assertThat(ConfigFormat.format("c.json", once)).isEqualTo(once);
          } catch (ConfigException e) {
            throw new IOException(e);
          }
        });
  }

  @Test
  void aBigFileIsReadInLinearTime() throws ConfigException {
    StringBuilder text = new StringBuilder("{\"route\":{\"rules\":[");
    for (int i = 0; i < 15_000; i++) {
      text.append(i == 0 ? "" : ",")
          .append("{\"domain_suffix\":[\"a")
          .append(i)
          .append(".example.org\"],\"port\":[80,443],\"outbound\":\"direct\"}");
    }
    text.append("]}}");
    assertThat(text.length()).isGreaterThan(1_000_000);
    Config config = soon(() -> ConfigLoader.parse("c.json", text.toString()));
    assertThat(config.route().rules()).hasSize(15_000);
    soon(() -> ConfigFormat.format("c.json", text.toString()));
  }

  @Test
  void aBigFileOfErrorsIsReadInLinearTime() {
    String text = "{\"inbounds\":[" + "{\"type\":\"x\"},".repeat(80_000) + "]}";
    assertThatThrownBy(() -> soon(() -> ConfigLoader.parse("c.json", text)))
        .isInstanceOfSatisfying(
            ConfigException.class, e -> assertThat(e.problems()).hasSizeLessThanOrEqualTo(1000));
  }

  @Test
  void manyNestedRulesAreReadInLinearTime() throws ConfigException {
    int depth = 400;
    String text =
        "{\"route\":{\"rules\":["
            + "{\"type\":\"logical\",\"mode\":\"and\",\"action\":\"reject\",\"rules\":["
                .repeat(depth)
            + "{\"port\":1}"
            + "]}".repeat(depth)
            + "]}}";
    assertThat(soon(() -> ConfigLoader.parse("c.json", text)).route().rules()).hasSize(1);
    soon(() -> ConfigFormat.format("c.json", text));
  }

  @Test
  void tooDeepNestingIsAnErrorWithAPlace() {
    String text = "{\"a\":" + "[".repeat(200_000);
    assertThatThrownBy(() -> soon(() -> ConfigLoader.parse("c.json", text)))
        .hasMessageContaining("nested deeper than 1000 levels");
  }

  /// Reads that take seconds where milliseconds are due.
  interface Reading<T> {
    T read() throws ConfigException;
  }

  private static <T> T soon(Reading<T> reading) throws ConfigException {
    long begin = System.nanoTime();
    T result = reading.read();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    return result;
  }
}
