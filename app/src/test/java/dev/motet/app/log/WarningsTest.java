package dev.motet.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.option.LogOptions;
import dev.motet.option.LogOptions.LogLevel;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class WarningsTest {
  private final Logger log = LoggerFactory.getLogger("dns");

  private static void level(LogLevel level) throws IOException {
    LogFactory factory = LogFactory.installed();
    assertThat(factory).isNotNull();
    factory.configure(new LogOptions(false, level, "", false, LogOptions.DEFAULT.format()), false);
  }

  @AfterEach
  void usualLevel() throws IOException {
    level(LogLevel.INFO);
  }

  @Test
  void holdsWhatIsWarnedOfAtEveryLevel() throws IOException {
    level(LogLevel.ERROR);
    log.warn("before");
    try (Warnings warnings = Warnings.collect()) {
      log.info("not this");
      log.error("nor this");
      assertThat(warnings.given()).isEmpty();
      log.warn("server {} is slow", "x");
      assertThat(warnings.given()).containsExactly("dns: server x is slow");
      warnings.close();
      log.warn("after");
      assertThat(warnings.given()).hasSize(1);
    }
    assertThat(log.isWarnEnabled()).isFalse();
  }
}
