package dev.motet.dial;

import dev.motet.core.Dialer;
import dev.motet.core.Env;
import dev.motet.option.DialOptions;

/// Makes the dialer that an outbound's dial fields describe: the system, or a detour through
/// another outbound. It resolves names with the `domain_resolver` of the options.
public final class Dialers {
  private Dialers() {}

  public static Dialer of(Env env, DialOptions options) {
    throw new IllegalStateException("not built " + env + options);
  }
}
