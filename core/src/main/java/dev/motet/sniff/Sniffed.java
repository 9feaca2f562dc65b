package dev.motet.sniff;

import dev.motet.option.Sniffer;
import org.jspecify.annotations.Nullable;

/// What a sniffer makes of the bytes it saw.
public sealed interface Sniffed {
  /// It is this protocol.
  ///
  /// @param domain the host that the client names, as it wrote it, without a port; may be an
  ///   address literal. Null when there is none that could be a host
  /// @param client the program, or the version it tells; null where the protocol does not say
  record Found(Sniffer protocol, @Nullable String domain, @Nullable String client)
      implements Sniffed {}

  /// It is not, whatever follows.
  record No() implements Sniffed {}

  /// It cannot be told before more is there.
  ///
  /// @param soFar what holds if nothing more comes
  record More(@Nullable Found soFar) implements Sniffed {}

  Sniffed NO = new No();

  Sniffed MORE = new More(null);

  /// The protocol, which says nothing but itself.
  static Sniffed found(Sniffer protocol) {
    return new Found(protocol, null, null);
  }
}
