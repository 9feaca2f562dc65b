package dev.motet.route;

import dev.motet.io.Conn;
import dev.motet.io.Prefetch;
import dev.motet.io.Timeouts;
import dev.motet.option.Sniffer;
import dev.motet.sniff.Sniffed;
import dev.motet.sniff.StreamSniffing;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The first bytes of a stream.
final class FirstBytes implements FirstLook, AutoCloseable {
  private final Conn below;
  private final Timeouts clock;
  private @Nullable Prefetch prefetch;
  private @Nullable StreamSniffing sniffing;

  FirstBytes(Conn below, Timeouts clock) {
    this.below = below;
    this.clock = clock;
  }

  @Override
  public Sniffed.@Nullable Found sniff(List<Sniffer> sniffers, Duration limit, int port)
      throws IOException {
    StreamSniffing asked = sniffing;
    if (asked == null) {
      Prefetch fetch = new Prefetch(below);
      prefetch = fetch;
      asked = new StreamSniffing(fetch, port, clock);
      sniffing = asked;
    }
    return asked.sniff(sniffers, limit);
  }

  /// The stream with all of its bytes still to be read.
  Conn conn() {
    Prefetch fetch = prefetch;
    return fetch == null ? below : fetch.conn();
  }

  /// Lets go of bytes that nobody read; leaves the stream open.
  @Override
  public void close() {
    Prefetch fetch = prefetch;
    if (fetch != null) {
      fetch.close();
    }
  }
}
