package dev.motet.app.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.option.LogOptions;
import dev.motet.option.LogOptions.LogFormat;
import dev.motet.option.LogOptions.LogLevel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Loggers of the command: levels, outputs, files that move away, outputs that hang.
class LogFactoryTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final LogFactory factory = new LogFactory(LogTarget.always(bytes));

  @TempDir Path folder;

  private static LogOptions options(LogLevel level, Path output) {
    return new LogOptions(false, level, output.toString(), false, LogFormat.TEXT);
  }

  private String written() {
    factory.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void isWhatSlf4jFinds() {
    assertThat(LoggerFactory.getILoggerFactory()).isInstanceOf(LogFactory.class);
  }

  @Test
  void fillsPlaceholdersAndFollowsTheLevel() {
    Logger logger = factory.getLogger("router");
    logger.debug("no {}", 1);
    logger.atDebug().log("no {}", 1);
    logger.info("yes {} {}", 1, "two");
    logger.atInfo().addArgument(3).log("yes {}");
    assertThat(written()).isEqualTo("INFO[0000] router: yes 1 two\nINFO[0000] router: yes 3\n");
  }

  @Test
  void printsTheStackOfABug() {
    factory.getLogger("router").error("unexpected error", new IllegalStateException("boom"));
    assertThat(written())
        .startsWith("ERROR[0000] router: unexpected error\njava.lang.IllegalStateException: boom\n")
        .contains("\tat dev.motet.app.log.LogFactoryTest");
  }

  @Test
  void aDisabledLogStillPrintsWhatEndsTheProgram() throws IOException {
    Path file = folder.resolve("log");
    factory.configure(
        new LogOptions(true, LogLevel.TRACE, file.toString(), false, LogFormat.TEXT), true);
    factory.getLogger("router").error("hidden");
    factory.fatal("start: no");
    factory.flush();
    assertThat(file).hasContent("FATAL start: no\n");
  }

  @Test
  void aFileIsOpenedAgainAfterItWasMovedAway() throws IOException {
    Path file = folder.resolve("log");
    factory.configure(options(LogLevel.INFO, file), false);
    factory.getLogger("a").info("one");
    factory.flush();
    Files.move(file, folder.resolve("log.1"));
    factory.getLogger("a").info("two");
    factory.reopen();
    factory.flush();
    factory.getLogger("a").info("three");
    factory.flush();
    assertThat(folder.resolve("log.1")).hasContent("INFO a: one\nINFO a: two\n");
    assertThat(file).hasContent("INFO a: three\n");
  }

  @Test
  void aFileThatCannotBeOpenedChangesNothing() {
    Path file = folder.resolve("none").resolve("log");
    assertThatThrownBy(() -> factory.configure(options(LogLevel.INFO, file), false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none")
        .hasMessageContaining("no such folder");
    factory.getLogger("a").info("still here");
    assertThat(written()).contains("still here");
  }

  @Test
  void anOutputThatHangsHoldsUpNobodyAndTheLossIsTold() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    OutputStream slow =
        new OutputStream() {
          @Override
          public void write(int b) {
            bytes.write(b);
          }

          @Override
          public void write(byte[] b, int from, int length) throws IOException {
            stuck.countDown();
            try {
              goOn.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            bytes.write(b, from, length);
          }
        };
    LogWriter writer = new LogWriter(LogTarget.always(slow));
    writer.write("first\n");
    stuck.await();
    for (int i = 0; i < LogWriter.LIMIT + 5; i++) {
      writer.write("x\n");
    }
    goOn.countDown();
    writer.close(Duration.ofSeconds(10));
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .startsWith("first\nx\n")
        .endsWith("x\nWARN log: 5 lines dropped, the output is too slow\n");
  }
}
