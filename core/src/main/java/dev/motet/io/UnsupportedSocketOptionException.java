package dev.motet.io;

import java.io.IOException;

/// A socket option of the configuration that this platform, back end or user cannot set.
public final class UnsupportedSocketOptionException extends IOException {
  private final String option;

  /// @param option the JSON key
  /// @param reason what is missing: `is only supported on Linux`, `needs CAP_NET_RAW`
  public UnsupportedSocketOptionException(String option, String reason) {
    super("`" + option + "` " + reason);
    this.option = option;
  }

  /// The JSON key.
  public String option() {
    return option;
  }
}
