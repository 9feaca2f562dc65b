package dev.motet.dial;

import dev.motet.core.Dialer;
import dev.motet.core.Env;
import dev.motet.option.DialOptions;

/// Makes the dialer that an outbound's dial fields describe: the system, or a detour through
/// another outbound. It resolves names with the `domain_resolver` of the options.
public final class Dialers {
  private Dialers() {}

  public static Dialer of(Env env, DialOptions options) {
    String detour = options.detour();
    return detour == null
        ? new SystemDialer(env, options)
        : new Detour(env, detour, options.domainResolver());
  }
}
