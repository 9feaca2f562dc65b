package dev.motet.option;

import dev.motet.io.SocketConfig;
import dev.motet.json.Fields;
import dev.motet.json.Position;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How connections are opened (inventory SH-5).
///
/// @param detour tag of the outbound to dial through; null for none. Everything else but the
///   resolver is then without effect
/// @param socket what every socket is set to
/// @param domainResolver null when absent
/// @param networkStrategy null when absent
/// @param fallbackDelay of Happy Eyeballs
/// @param domainStrategy legacy
/// @param position of the object, for errors found later
public record DialOptions(
    @Nullable String detour,
    SocketConfig socket,
    @Nullable DomainResolverOptions domainResolver,
    @Nullable String networkStrategy,
    Duration fallbackDelay,
    DomainStrategy domainStrategy,
    Position position) {

  /// What an outbound without any dial field has.
  public static final DialOptions DEFAULT =
      new DialOptions(
          null,
          SocketConfig.DEFAULT,
          null,
          null,
          Duration.ofMillis(300),
          DomainStrategy.AS_IS,
          Position.NONE);

  public static DialOptions decode(Fields f) {
    throw new UnsupportedOperationException(f.path());
  }
}
