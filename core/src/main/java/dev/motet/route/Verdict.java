package dev.motet.route;

import dev.motet.core.Component;
import dev.motet.core.DialRequest;
import dev.motet.core.Outbound;
import dev.motet.option.TlsFragmentOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What becomes of a session that is not refused. The session is frozen.
sealed interface Verdict {
  /// The session goes this way. Whoever gets this holds the outbound and must release it.
  ///
  /// @param udpTimeout that a rule set for an association; null for none
  /// @param tlsFragment how the ClientHello of a stream is cut; null leaves it whole
  record Via(
      Component<? extends Outbound> way,
      DialRequest request,
      @Nullable Duration udpTimeout,
      @Nullable TlsFragmentOptions tlsFragment)
      implements Verdict {}

  /// Its DNS queries are answered.
  record HijackDns() implements Verdict {}
}
