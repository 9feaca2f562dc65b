package dev.motet.sniff;

import dev.motet.io.PacketPrefetch;
import dev.motet.io.Timeouts;
import dev.motet.option.Sniffer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sniffs one association, as often as rules ask for it. Of the routing thread.
public final class PacketSniffing {
  private final PacketPrefetch first;
  private final int port;
  private final Timeouts clock;
  private final Map<Sniffer, Progress> all = new EnumMap<>(Sniffer.class);
  private Sniffed.@Nullable Found found;

  /// How far a sniffer is.
  private static final class Progress {
    final PacketSniffer sniffer;

    /// Index of the packet that it gets next.
    int next;

    Sniffed said = Sniffed.MORE;

    Progress(PacketSniffer sniffer) {
      this.sniffer = sniffer;
    }
  }

  /// @param port of the destination
  public PacketSniffing(PacketPrefetch first, int port, Timeouts clock) {
    this.first = first;
    this.port = port;
    this.clock = clock;
  }

  /// Blocks only while nothing came at all, or one of the sniffers asks for another packet. What
  /// was found once is found again; a sniffer that said no is not asked again.
  ///
  /// @param names empty for all
  /// @param limit for the whole call
  /// @return null when it is none of them, or could not be told in time; a protocol without a
  ///   domain when only the domain could not
  /// @throws IOException when the association ended
  public Sniffed.@Nullable Found sniff(List<Sniffer> names, Duration limit) throws IOException {
    if (found != null || ServerFirst.is(port)) {
      return found;
    }
    List<Progress> asked = those(Sniffers.onPackets(names));
    long end = clock.nanoTime() + limit.toNanos();
    while (!asked.isEmpty()) {
      found = look(asked);
      if (found != null || asked.isEmpty()) {
        return found;
      }
      long left = end - clock.nanoTime();
      if (left <= 0 || !first.await(Duration.ofNanos(left))) {
        return soFar(asked);
      }
    }
    return null;
  }

  private List<Progress> those(List<Sniffer> names) {
    List<Progress> asked = new ArrayList<>();
    for (Sniffer name : names) {
      PacketSniffer sniffer = Sniffers.packets(name);
      if (sniffer != null) {
        Progress progress = all.computeIfAbsent(name, _ -> new Progress(sniffer));
        if (progress.said instanceof Sniffed.More) {
          asked.add(progress);
        }
      }
    }
    return asked;
  }

  private Sniffed.@Nullable Found look(List<Progress> asked) {
    for (Progress progress : asked) {
      while (progress.said instanceof Sniffed.More && progress.next < first.count()) {
        progress.said = progress.sniffer.sniff(first.seen(progress.next++));
      }
      if (progress.said instanceof Sniffed.Found f) {
        return f;
      }
    }
    asked.removeIf(progress -> progress.said instanceof Sniffed.No);
    return null;
  }

  private static Sniffed.@Nullable Found soFar(List<Progress> asked) {
    for (Progress progress : asked) {
      if (progress.said instanceof Sniffed.More(Sniffed.Found f)) {
        return f;
      }
    }
    return null;
  }
}
