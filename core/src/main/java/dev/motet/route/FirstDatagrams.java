package dev.motet.route;

import dev.motet.core.Resources;
import dev.motet.io.PacketConn;
import dev.motet.io.PacketPrefetch;
import dev.motet.option.Sniffer;
import dev.motet.sniff.PacketSniffing;
import dev.motet.sniff.Sniffed;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The first packets of an association.
final class FirstDatagrams implements FirstLook {
  private final PacketConn below;
  private final Resources resources;
  private @Nullable PacketPrefetch prefetch;
  private @Nullable PacketSniffing sniffing;

  FirstDatagrams(PacketConn below, Resources resources) {
    this.below = below;
    this.resources = resources;
  }

  @Override
  public Sniffed.@Nullable Found sniff(List<Sniffer> sniffers, Duration limit, int port)
      throws IOException {
    PacketSniffing asked = sniffing;
    if (asked == null) {
      PacketPrefetch fetch = new PacketPrefetch(below, resources.buffers());
      prefetch = fetch;
      asked = new PacketSniffing(fetch, port, resources.timeouts());
      sniffing = asked;
    }
    return asked.sniff(sniffers, limit);
  }

  /// The association with all of its packets still to be received.
  PacketConn conn() {
    PacketPrefetch fetch = prefetch;
    return fetch == null ? below : fetch.conn();
  }
}
