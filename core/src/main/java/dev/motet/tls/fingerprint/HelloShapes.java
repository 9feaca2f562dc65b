package dev.motet.tls.fingerprint;

import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The shapes that `utls.fingerprint` names.
public final class HelloShapes {
  /// Those of sing-box 1.12; an empty name is `chrome` too.
  private static final List<String> OF_SING_BOX =
      List.of(
          "chrome",
          "chrome_psk",
          "chrome_psk_shuffle",
          "chrome_padding_psk_shuffle",
          "chrome_pq",
          "chrome_pq_psk",
          "firefox",
          "edge",
          "safari",
          "360",
          "qq",
          "ios",
          "android",
          "random",
          "randomized");

  /// By browser and the first major version that sent it.
  private static final List<String> VERSIONS =
      List.of(
          "chrome_latest",
          "firefox_latest",
          "safari_latest",
          "chrome_99",
          "chrome_110",
          "chrome_120",
          "chrome_131",
          "chrome_133",
          "chrome_150",
          "chrome_156",
          "edge_85",
          "edge_101",
          "firefox_120",
          "firefox_133",
          "firefox_135",
          "firefox_148",
          "firefox_153",
          "ios_14",
          "safari_15",
          "safari_16",
          "safari_18",
          "safari_26");

  private static final List<String> RANDOM_ONES =
      List.of("chrome", "firefox", "edge", "safari", "ios");

  private HelloShapes() {}

  /// All names, those of sing-box first.
  public static List<String> names() {
    return Stream.concat(OF_SING_BOX.stream(), VERSIONS.stream()).toList();
  }

  /// Whether [#of] knows it.
  public static boolean isKnown(String name) {
    return name.isEmpty() || OF_SING_BOX.contains(name) || VERSIONS.contains(name);
  }

  /// What to say of a name that is not known.
  public static String unknown(String name) {
    return "unknown uTLS fingerprint: " + name;
  }

  /// The shape of a name, to be kept as long as what was configured with it: `random` and
  /// `randomized` draw another one at each call.
  ///
  /// @throws IllegalArgumentException when the name is not known
  public static HelloShape of(String name, SecureRandom random) {
    return switch (name) {
      case "random" -> of(RANDOM_ONES.get(random.nextInt(RANDOM_ONES.size())), random);
      case "randomized" -> RandomizedHello.draw(random);
      default -> {
        HelloShape shape = fixed(name);
        if (shape == null) {
          throw new IllegalArgumentException(unknown(name));
        }
        yield shape.named(name.isEmpty() ? "chrome" : name);
      }
    };
  }

  private static @Nullable HelloShape fixed(String name) {
    return switch (name) {
      case "",
          "chrome",
          "chrome_psk",
          "chrome_psk_shuffle",
          "chrome_padding_psk_shuffle",
          "chrome_pq",
          "chrome_pq_psk" ->
          ChromeShapes.chrome();
      case "chrome_99", "edge_101" -> ChromeShapes.chrome99();
      case "chrome_110" -> ChromeShapes.chrome110();
      case "chrome_120" -> ChromeShapes.chrome120();
      case "chrome_131" -> ChromeShapes.chrome131();
      case "chrome_133" -> ChromeShapes.chrome133();
      case "chrome_150" -> ChromeShapes.chrome150();
      case "chrome_156", "chrome_latest" -> ChromeShapes.chrome156();
      case "firefox", "firefox_120" -> FirefoxShapes.firefox120();
      case "firefox_133" -> FirefoxShapes.firefox133();
      case "firefox_135" -> FirefoxShapes.firefox135();
      case "firefox_148" -> FirefoxShapes.firefox148();
      case "firefox_153", "firefox_latest" -> FirefoxShapes.firefox153();
      case "safari", "safari_16" -> SafariShapes.safari16();
      case "ios", "ios_14", "safari_15" -> SafariShapes.ios14();
      case "safari_18" -> SafariShapes.safari18();
      case "safari_26", "safari_latest" -> SafariShapes.safari26();
      case "edge", "edge_85" -> OtherShapes.edge85();
      case "qq" -> OtherShapes.qq();
      case "android" -> OtherShapes.android();
      case "360" -> OtherShapes.browser360();
      default -> null;
    };
  }
}
