package dev.motet.sniff;

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
  /// How long to wait for what sniffers need, where nothing says otherwise.
  public static final Duration DEFAULT_LIMIT = Duration.ofMillis(300);

  private final Prefetch first;
  private final int port;
  private final Timeouts clock;

  /// Those that said no: they will say no to whatever follows.
  private final Set<Sniffer> excluded = EnumSet.noneOf(Sniffer.class);

  private final Looks looks = new Looks();
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
    if (found != null || ServerFirst.is(port)) {
      return found;
    }
    Map<Sniffer, StreamSniffer> asked = those(Sniffers.onStreams(names));
    long end = clock.nanoTime() + limit.toNanos();
    Sniffed.Found soFar = null;
    boolean more = true;
    while (!asked.isEmpty()) {
      int bytes = first.seen().remaining();
      // at the end also at what came since the last look
      if (bytes > 0 && (looks.due(bytes) || !more)) {
        soFar = look(asked);
      }
      if (found != null || !more) {
        return found == null ? soFar : found;
      }
      if (!asked.isEmpty()) {
        long left = end - clock.nanoTime();
        more = left > 0 && first.await(Duration.ofNanos(left));
      }
    }
    return null;
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

  /// Asks each until one says yes, and drops those that say no.
  ///
  /// @return what holds if nothing more comes
  private Sniffed.@Nullable Found look(Map<Sniffer, StreamSniffer> asked) {
    Sniffed.Found soFar = null;
    Iterator<Map.Entry<Sniffer, StreamSniffer>> each = asked.entrySet().iterator();
    while (each.hasNext() && found == null) {
      Map.Entry<Sniffer, StreamSniffer> entry = each.next();
      switch (entry.getValue().sniff(first.seen())) {
        case Sniffed.Found yes -> found = yes;
        case Sniffed.More(Sniffed.Found likely) -> soFar = soFar == null ? likely : soFar;
        case Sniffed.No _ -> {
          excluded.add(entry.getKey());
          each.remove();
        }
      }
    }
    return soFar;
  }
}
