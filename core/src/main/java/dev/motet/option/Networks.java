package dev.motet.option;

import dev.motet.io.Network;
import dev.motet.json.Fields;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The field `network` of inbounds and outbounds: `tcp`, `udp`, both when absent (inventory JS-12).
public final class Networks {
  private Networks() {}

  public static Set<Network> decode(Fields f) {
    List<Network> listed = f.parsedList("network", "\"tcp\" or \"udp\"", Networks::parse);
    return listed.isEmpty() ? EnumSet.allOf(Network.class) : EnumSet.copyOf(listed);
  }

  private static Network parse(String text) {
    return switch (text) {
      case "tcp" -> Network.TCP;
      case "udp" -> Network.UDP;
      default -> throw new IllegalArgumentException();
    };
  }
}
