package dev.motet.option;

import dev.motet.json.Fields;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a ClientHello is cut, so that nobody on the way reads its name in one piece (inventory
/// TLS-3).
///
/// @param fragment into TCP segments, each sent when the one before has arrived
/// @param recordFragment into TLS records
/// @param fallbackDelay between segments where nobody knows whether they arrived
public record TlsFragmentOptions(boolean fragment, boolean recordFragment, Duration fallbackDelay) {
  private static final Duration DELAY = Duration.ofMillis(500);

  /// What two rules ask for, the later one being `other`.
  public TlsFragmentOptions and(TlsFragmentOptions other) {
    return new TlsFragmentOptions(
        fragment || other.fragment, recordFragment || other.recordFragment, other.fallbackDelay);
  }

  /// @param prefix of the names of the fields
  /// @return null when it is not cut
  static @Nullable TlsFragmentOptions decode(Fields f, String prefix) {
    boolean fragment = f.bool(prefix + "fragment", false);
    boolean records = f.bool(prefix + "record_fragment", false);
    Duration delay = f.duration(prefix + "fragment_fallback_delay", Duration.ZERO);
    return fragment || records
        ? new TlsFragmentOptions(fragment, records, Texts.positive(delay, DELAY))
        : null;
  }
}
