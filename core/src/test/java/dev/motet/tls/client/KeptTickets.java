package dev.motet.tls.client;

import dev.motet.tls.handshake.Tickets;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/// Keeps every ticket, and gives the latest first.
final class KeptTickets implements Tickets {
  final Deque<Ticket> kept = new ConcurrentLinkedDeque<>();

  @Override
  public void put(Ticket ticket) {
    kept.addLast(ticket);
  }

  @Override
  public @Nullable Ticket take() {
    return kept.pollLast();
  }
}
