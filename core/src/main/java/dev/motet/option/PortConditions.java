package dev.motet.option;

import dev.motet.json.Fields;
import java.util.List;

/// Conditions on one of the two ports of a session: alternatives (inventory RI-9).
public record PortConditions(List<Integer> port, List<PortRange> range) {
  static final PortConditions NONE = new PortConditions(List.of(), List.of());

  /// @param name `port` or `source_port`; ranges are `…_range`
  static PortConditions decode(Fields f, String name) {
    String rangeName = name + "_range";
    List<PortRange> ranges = f.parsedList(rangeName, PortRange.EXPECTED, PortRange::parse);
    if (ranges.stream().anyMatch(PortRange::isEmpty)) {
      f.warn(rangeName, "an empty range");
    }
    return new PortConditions(
        f.integers(name, 0, 0xffff).stream().map(Long::intValue).toList(), ranges);
  }

  public boolean isEmpty() {
    return port.isEmpty() && range.isEmpty();
  }
}
