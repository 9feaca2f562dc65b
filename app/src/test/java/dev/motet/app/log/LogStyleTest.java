package dev.motet.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.Session;
import dev.motet.io.Destination;
import dev.motet.io.Network;
import dev.motet.option.LogOptions;
import dev.motet.option.LogOptions.LogFormat;
import dev.motet.option.LogOptions.LogLevel;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The line format of sing-box, character by character.
class LogStyleTest {
  private static final long MILLIS = Instant.parse("2026-03-04T05:06:07Z").toEpochMilli();
  private static final long SECOND = 1_000_000_000L;

  private static LogEvent event(LogLevel level, String tag, @Nullable Session session) {
    return new LogEvent(MILLIS, 100 * SECOND, level, tag, "hello", Map.of(), session, null);
  }

  private static Session session(int id, Duration age) {
    return new Session(
        new Session.Facts(
            id, "in", "socks", Network.TCP, null, Destination.of("example.org", 80), null),
        100 * SECOND - age.toNanos());
  }

  private static LogStyle text(LogStyle.Time time, boolean colour) {
    return new LogStyle(LogFormat.TEXT, time, colour, () -> ZoneId.of("+02:00"));
  }

  @Test
  void countsSecondsSinceTheStartInFourDigits() {
    LogStyle style = text(LogStyle.Time.SINCE_START, false);
    LogEvent event = event(LogLevel.INFO, "router", null);
    assertThat(style.line(event, 100 * SECOND)).isEqualTo("INFO[0000] router: hello\n");
    assertThat(style.line(event, 58 * SECOND)).isEqualTo("INFO[0042] router: hello\n");
    assertThat(style.line(event, -12_245 * SECOND)).isEqualTo("INFO[12345] router: hello\n");
  }

  @Test
  void putsTheDateInFrontWhenAskedTo() {
    assertThat(text(LogStyle.Time.DATE, false).line(event(LogLevel.WARN, "dns", null), 0))
        .isEqualTo("+0200 2026-03-04 07:06:07 WARN dns: hello\n");
  }

  @Test
  void showsNoTimeInAFileWithoutTimestamp() {
    LogOptions file =
        new LogOptions(false, LogLevel.TRACE, "motet.log", false, LogOptions.DEFAULT.format());
    LogStyle style = LogStyle.of(file, "motet.log", true);
    assertThat(style.line(event(LogLevel.ERROR, "", null), 0)).isEqualTo("ERROR hello\n");
  }

  @Test
  void namesTheConnectionAndItsAge() {
    LogEvent event = event(LogLevel.DEBUG, "inbound/socks[in]", session(-1, Duration.ofMillis(12)));
    assertThat(text(LogStyle.Time.NONE, false).line(event, 0))
        .isEqualTo("DEBUG [4294967295 12ms] inbound/socks[in]: hello\n");
  }

  @Test
  void coloursLevelAndConnection() {
    LogEvent event = event(LogLevel.INFO, "router", session(215, Duration.ofSeconds(1)));
    assertThat(text(LogStyle.Time.SINCE_START, true).line(event, 100 * SECOND))
        .isEqualTo(
            "\u001b[36mINFO\u001b[0m[0000] [\u001b[38;5;231m215\u001b[0m 1.00s] router: hello\n");
  }

  @Test
  void coloursStayReadableOnBlack() {
    assertThat(IdColour.of(0)).as("black becomes white").isEqualTo(231);
    assertThat(IdColour.of(5)).as("dark blue becomes yellow").isEqualTo(16 + 215 - 5);
    assertThat(IdColour.of(30)).as("green stays").isEqualTo(46);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0ms",
    "999,999ms",
    "1000,1.00s",
    "3456,3.45s",
    "59999,59.99s",
    "60000,1m0s",
    "123456,2m3s",
    "-5,0ms"
  })
  void shortensDurations(long millis, String shown) {
    assertThat(LogEvent.age(Duration.ofMillis(millis))).isEqualTo(shown);
  }

  @Test
  void controlCharactersOfAClientReachNoTerminal() {
    LogEvent event =
        new LogEvent(MILLIS, 0, LogLevel.INFO, "", "host \u001b[2J\r\u0000", Map.of(), null, null);
    assertThat(text(LogStyle.Time.NONE, false).line(event, 0))
        .isEqualTo("INFO host \\x1b[2J\\x0d\\x00\n");
  }

  @Test
  void whatAViewerObeysInsteadOfShowingIsWrittenOut() {
    LogEvent event =
        new LogEvent(
            MILLIS,
            0,
            LogLevel.INFO,
            "",
            "b\u00fccher\u202ega\u2028INFO\u0085\u200f",
            Map.of(),
            null,
            null);
    assertThat(text(LogStyle.Time.NONE, false).line(event, 0))
        .isEqualTo("INFO b\u00fccher\\u202ega\\u2028INFO\\x85\\u200f\n");
  }

  @Test
  void aClientForgesNoLine() {
    LogEvent event =
        new LogEvent(
            MILLIS, 0, LogLevel.INFO, "", "login of \"x\nINFO fine\"", Map.of(), null, null);
    assertThat(text(LogStyle.Time.NONE, false).line(event, 0))
        .isEqualTo("INFO login of \"x\n    INFO fine\"\n");
  }

  @Test
  void writesOneJsonObjectALine() {
    LogStyle style =
        new LogStyle(LogFormat.JSON, LogStyle.Time.SINCE_START, true, () -> ZoneId.of("+02:00"));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("user", "j\"oe");
    fields.put("up_bytes", 5L);
    fields.put("outbounds", List.of("a", "b"));
    LogEvent event =
        new LogEvent(
            MILLIS,
            100 * SECOND,
            LogLevel.WARN,
            "router",
            "say \"hi\"\n\u001b",
            fields,
            session(7, Duration.ofMillis(3)),
            null);
    assertThat(style.line(event, 0))
        .isEqualTo(
            "{\"time\":\"2026-03-04T05:06:07Z\",\"level\":\"warn\",\"tag\":\"router\",\"session\":7,"
                + "\"age_ms\":3,\"user\":\"j\\\"oe\",\"up_bytes\":5,\"outbounds\":[\"a\",\"b\"],\"message\":\"say \\\"hi\\\"\\n\\u001b\"}\n");
  }
}
