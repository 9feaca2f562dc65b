package dev.motet.option;

import dev.motet.json.Fields;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Conditions on the network that the device is in (inventory RI-13). Platform clients know it;
/// elsewhere none of them ever holds.
///
/// @param isExpensive, isConstrained false is no condition
public record DeviceConditions(
    List<String> networkType,
    boolean isExpensive,
    boolean isConstrained,
    List<String> wifiSsid,
    List<String> wifiBssid) {
  static final DeviceConditions NONE =
      new DeviceConditions(List.of(), false, false, List.of(), List.of());

  static final Set<String> NETWORK_TYPES = Set.of("wifi", "cellular", "ethernet", "other");

  static final String[] NAMES = {
    "network_type", "network_is_expensive", "network_is_constrained", "wifi_ssid", "wifi_bssid"
  };

  private static final Pattern BASE64 =
      Pattern.compile("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?");

  static DeviceConditions decode(Fields f) {
    List<String> types =
        f.parsedList(
            "network_type", "wifi, cellular, ethernet or other", DeviceConditions::networkType);
    if (!NETWORK_TYPES.containsAll(types)) {
      f.warn("network_type", "this can never match (expected: wifi, cellular, ethernet, other)");
    }
    DeviceConditions conditions =
        new DeviceConditions(
            types,
            f.bool("network_is_expensive", false),
            f.bool("network_is_constrained", false),
            f.strings("wifi_ssid"),
            f.strings("wifi_bssid"));
    if (!conditions.isEmpty()) {
      for (String name : NAMES) {
        if (f.has(name)) {
          f.warn(name, "only clients on phones know this: here it never matches");
        }
      }
    }
    return conditions;
  }

  /// config-check 19: any base64 text passes too.
  private static String networkType(String text) {
    if (!NETWORK_TYPES.contains(text) && !BASE64.matcher(text).matches()) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  public boolean isEmpty() {
    return networkType.isEmpty()
        && !isExpensive
        && !isConstrained
        && wifiSsid.isEmpty()
        && wifiBssid.isEmpty();
  }
}
