package dev.motet.sniff;

import dev.motet.io.ByteReader;
import dev.motet.io.Prefetch;
import dev.motet.io.Timeouts;
import dev.motet.option.Sniffer;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Sniffs one connection, as often as rules ask for it. Of the routing thread.
public final class StreamSniffing {
  /// How long to wait for the bytes that sniffers need, where nothing says otherwise.
  public static final Duration DEFAULT_LIMIT = Duration.ofMillis(300);

  private final Prefetch first;
  private final int port;
  private final Timeouts clock;

  /// Those that said no: they will say no to whatever follows.
  private final Set<Sniffer> excluded = EnumSet.noneOf(Sniffer.class);

  private Sniffed.@Nullable Found found;

  /// @param port of the destination
  public StreamSniffing(Prefetch first, int port, Timeouts clock) {
    this.first = first;
    this.port = port;
    this.clock = clock;
  }

  /// Blocks only while nothing came at all, or one of the sniffers asks for more. What was found
  /// once is found again; a sniffer that said no is not asked again.
  ///
  /// @param names empty for all
  /// @param limit for the whole call
  /// @return null when it is none of them, or could not be told in time
  /// @throws IOException when the connection broke
  public Sniffed.@Nullable Found sniff(List<Sniffer> names, Duration limit) throws IOException {
    if (found == null && !ServerFirst.is(port)) {
      found = ask(those(Sniffers.onStreams(names)), limit);
    }
    return found;
  }

  private Map<Sniffer, StreamSniffer> those(List<Sniffer> names) {
    Map<Sniffer, StreamSniffer> asked = new LinkedHashMap<>();
    for (Sniffer name : names) {
      StreamSniffer sniffer = Sniffers.stream(name);
      if (sniffer != null && !excluded.contains(name)) {
        asked.put(name, sniffer);
      }
    }
    return asked;
  }

  private Sniffed.@Nullable Found ask(Map<Sniffer, StreamSniffer> asked, Duration limit)
      throws IOException {
    long end = clock.nanoTime() + limit.toNanos();
    while (!asked.isEmpty()) {
      Sniffed.Found recognised = first.seen().remaining() == 0 ? null : look(asked);
      if (recognised != null || asked.isEmpty()) {
        return recognised;
      }
      long left = end - clock.nanoTime();
      if (left <= 0 || !first.await(Duration.ofNanos(left))) {
        return null;
      }
    }
    return null;
  }

  private Sniffed.@Nullable Found look(Map<Sniffer, StreamSniffer> asked) {
    Iterator<Map.Entry<Sniffer, StreamSniffer>> each = asked.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<Sniffer, StreamSniffer> entry = each.next();
      ByteReader seen = first.seen();
      switch (entry.getValue().sniff(seen)) {
        case Sniffed.Found f -> {
          return f;
        }
        case Sniffed.No _ -> {
          excluded.add(entry.getKey());
          each.remove();
        }
        case Sniffed.More _ -> {}
      }
    }
    return null;
  }
}
