package dev.motet.option;

import dev.motet.json.Fields;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The fields of the section `route` about interfaces (inventory RT-3, RT-5).
///
/// @param autoDetectInterface binds each socket to the interface that traffic leaves by
/// @param defaultInterface null when absent
/// @param defaultMark of sockets whose dial fields have none; 0 when absent
public record RouteNetworkOptions(
    boolean autoDetectInterface, @Nullable String defaultInterface, long defaultMark) {
  /// Without any of the fields.
  public static final RouteNetworkOptions DEFAULT = new RouteNetworkOptions(false, null, 0);

  private static final Set<String> NETWORK_TYPES = Set.of("wifi", "cellular", "ethernet", "other");

  static RouteNetworkOptions decode(Fields f) {
    boolean auto = f.bool("auto_detect_interface", false);
    String named = Texts.nonEmpty(f, "default_interface");
    f.choice("default_network_strategy", Strategy.class, Strategy.DEFAULT);
    for (String name : new String[] {"default_network_type", "default_fallback_network_type"}) {
      f.parsedList(name, "wifi, cellular, ethernet or other", RouteNetworkOptions::networkType);
      if (f.has(name)) {
        f.warn(name, "interfaces have no known type on this platform: all of them are used");
      }
    }
    f.optionalDuration("default_fallback_delay");
    if (f.has("default_network_strategy")) {
      if (!auto) {
        f.invalid(
            "default_network_strategy",
            "`auto_detect_interface` is required by `default_network_strategy`");
      } else if (named != null) {
        f.invalid(
            "default_network_strategy",
            "`default_network_strategy` is conflict with `default_interface`");
      }
    }
    return new RouteNetworkOptions(auto, named, f.mark("default_mark"));
  }

  private static String networkType(String text) {
    if (!NETWORK_TYPES.contains(text)) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  /// Inventory SH-9: on a machine without a platform client all behave as the default.
  private enum Strategy {
    DEFAULT,
    FALLBACK,
    HYBRID;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
