package dev.motet.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;

/// Durations as Go writes them, with `d` for a day (config-check 14): `1d12h`, `.5s`, `-300ms`.
public final class GoDuration {
  static final String EXPECTED = "a duration such as 300ms, 10s, 5m, 1d12h";

  private static final Map<String, Long> UNITS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L);

  private GoDuration() {}

  /// @throws IllegalArgumentException with what was expected
  public static Duration parse(String text) {
    boolean negative = text.startsWith("-");
    int i = negative || text.startsWith("+") ? 1 : 0;
    if (text.substring(i).equals("0")) {
      return Duration.ZERO;
    }
    if (i == text.length() || text.length() > 200) {
      throw new IllegalArgumentException(EXPECTED);
    }
    BigInteger nanos = BigInteger.ZERO;
    while (i < text.length()) {
      int number = i;
      while (i < text.length() && (isDigit(text.charAt(i)) || text.charAt(i) == '.')) {
        i++;
      }
      int unit = i;
      while (i < text.length() && !isDigit(text.charAt(i)) && text.charAt(i) != '.') {
        i++;
      }
      nanos = nanos.add(part(text.substring(number, unit), text.substring(unit, i)));
    }
    BigInteger signed = negative ? nanos.negate() : nanos;
    if (signed.bitLength() > 63) {
      throw new IllegalArgumentException("a duration of less than 106752 days");
    }
    return Duration.ofNanos(signed.longValue());
  }

  private static BigInteger part(String number, String unit) {
    Long factor = UNITS.get(unit);
    boolean digits = number.chars().anyMatch(c -> c != '.');
    if (factor == null || !digits || number.chars().filter(c -> c == '.').count() > 1) {
      throw new IllegalArgumentException(EXPECTED);
    }
    // not with BigDecimal, whose tables take milliseconds of a start
    int point = number.indexOf('.');
    int decimals = point < 0 ? 0 : number.length() - point - 1;
    BigInteger all = new BigInteger(number.replace(".", "")).multiply(BigInteger.valueOf(factor));
    return decimals == 0 ? all : all.divide(BigInteger.TEN.pow(decimals));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /// As Go prints one: `1h30m0s`, `300ms`, `0s`.
  public static String format(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos == 0) {
      return "0s";
    }
    String sign = nanos < 0 ? "-" : "";
    BigInteger left = BigInteger.valueOf(nanos).abs();
    if (left.longValue() > 0 && left.longValue() < 1_000_000_000L) {
      long value = left.longValue();
      return sign
          + (value < 1_000
              ? value + "ns"
              : value < 1_000_000 ? decimal(left, 3) + "µs" : decimal(left, 6) + "ms");
    }
    BigInteger[] minutes = left.divideAndRemainder(BigInteger.valueOf(60_000_000_000L));
    long hours = minutes[0].longValue() / 60;
    StringBuilder out = new StringBuilder(sign);
    if (hours > 0) {
      out.append(hours).append('h');
    }
    if (minutes[0].signum() > 0) {
      out.append(minutes[0].longValue() % 60).append('m');
    }
    return out.append(decimal(minutes[1], 9)).append('s').toString();
  }

  private static String decimal(BigInteger value, int scale) {
    BigDecimal stripped = new BigDecimal(value, scale).stripTrailingZeros();
    return stripped.toPlainString();
  }
}
