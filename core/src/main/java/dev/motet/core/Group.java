package dev.motet.core;

import dev.motet.io.Network;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An outbound that chooses among others for each connection. Thread-safe; nothing here blocks.
public interface Group extends Outbound {
  /// In file order.
  List<Member> members();

  /// Tag of the member that the next connection tries first; null when none can carry the network.
  @Nullable String current(Network network);

  /// Chooses by hand.
  ///
  /// @throws IllegalArgumentException when there is no such member, or the group chooses by itself;
  ///   the message is for the user
  void select(String member);

  /// One member as it was last seen.
  ///
  /// @param delayMillis of the last test that succeeded; null when there was none, or a dial failed
  ///   since
  /// @param testedAt when that test ended; null without one
  /// @param failing whether its last test or connection failed; false in a group that tests nothing
  /// @param usable false while a breaker keeps connections away from it
  record Member(
      String tag,
      @Nullable Integer delayMillis,
      @Nullable Instant testedAt,
      boolean failing,
      boolean usable) {}
}
