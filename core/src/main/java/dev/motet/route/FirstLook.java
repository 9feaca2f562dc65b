package dev.motet.route;

import dev.motet.option.Sniffer;
import dev.motet.sniff.ServerFirst;
import dev.motet.sniff.Sniffed;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The beginning of what a client sends, for rules that ask for it: as long as none does, nothing
/// stands between the client and its destination. Of the routing thread.
sealed interface FirstLook permits FirstBytes, FirstDatagrams {
  /// Waits for what the sniffers need, at most for `limit`.
  ///
  /// @param sniffers empty for all
  /// @param port of the destination
  Sniffed.@Nullable Found sniff(List<Sniffer> sniffers, Duration limit, int port)
      throws IOException;

  /// Whether clients of this port send nothing before the server does.
  static boolean isInVain(int port) {
    return ServerFirst.is(port);
  }
}
