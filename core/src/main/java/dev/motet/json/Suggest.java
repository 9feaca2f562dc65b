package dev.motet.json;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Finds what somebody meant who wrote a name that does not exist.
public final class Suggest {
  private static final int MAX_LENGTH = 64;

  private Suggest() {}

  /// `; did you mean "x"?`, or nothing when no known name is near.
  public static String phrase(String wrong, Collection<String> known) {
    String best = nearest(wrong, known);
    return best == null ? "" : "; did you mean \"" + best + "\"?";
  }

  static @Nullable String nearest(String wrong, Collection<String> known) {
    if (wrong.isEmpty() || wrong.length() > MAX_LENGTH) {
      return null;
    }
    String best = null;
    int bestDistance = Integer.MAX_VALUE;
    for (String candidate : known) {
      int limit = Math.max(1, Math.min(wrong.length(), candidate.length()) / 3);
      int distance = distance(wrong.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      boolean shares = distance < Math.max(wrong.length(), candidate.length());
      if (shares && distance <= limit && distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best;
  }

  /// Letters inserted, removed, changed, or swapped with their neighbour.
  static int distance(String a, String b) {
    if (b.length() > MAX_LENGTH) {
      return Integer.MAX_VALUE;
    }
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 ? j : j == 0 ? i : step(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int step(int[][] d, String a, String b, int i, int j) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
