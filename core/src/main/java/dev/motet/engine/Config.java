package dev.motet.engine;

import dev.motet.json.Problem;
import java.util.List;

/// A configuration that was read, checked, and can be started. Immutable.
public final class Config {
  private final List<Problem> warnings;

  Config(List<Problem> warnings) {
    this.warnings = List.copyOf(warnings);
  }

  /// What was accepted but cannot have been meant, or is deprecated; in file order.
  public List<Problem> warnings() {
    return warnings;
  }
}
