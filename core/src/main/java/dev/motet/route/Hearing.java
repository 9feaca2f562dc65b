package dev.motet.route;

import dev.motet.core.Session;
import dev.motet.io.Destination;
import dev.motet.option.RuleAction;
import dev.motet.option.Sniffer;
import dev.motet.sniff.Sniffed;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a [Judge] learns what the facts do not say: from a session under way, or from somebody who
/// only supposes one. Of one decision and its thread.
interface Hearing {
  /// The first rule from this index on that matches; -1 when none does.
  default int next(Snapshot snapshot, int from, Candidate candidate) {
    return snapshot.next(from, candidate);
  }

  /// A rule matched; its action comes next.
  void matched(Rule rule, Candidate candidate);

  /// The name that the client was told this address for; null when none is known.
  default @Nullable String nameOf(InetAddress address) {
    return null;
  }

  /// Looks at the first bytes, and waits for them.
  ///
  /// @param sniffers empty for all
  /// @param port of the destination
  /// @return null when nothing was recognised
  /// @throws IOException when the client is gone
  Sniffed.@Nullable Found sniff(List<Sniffer> sniffers, Duration limit, int port)
      throws IOException;

  /// What is known about the session from now on.
  default void found(Session.Findings findings) {}

  /// Looks a name up.
  ///
  /// @return null when it is not looked up at all
  /// @throws dev.motet.io.DialException when it has no address
  @Nullable List<InetAddress> lookup(Destination.Name name, RuleAction.Resolve how)
      throws IOException;
}
