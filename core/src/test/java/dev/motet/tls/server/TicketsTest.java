package dev.motet.tls.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.BitFlips;
import dev.motet.testkit.Truncations;
import dev.motet.tls.message.CipherSuite;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What stands in a ticket, and how it is sealed.
class TicketsTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final SealedTickets tickets = new SealedTickets(new SecureRandom(), () -> now);

  private static TicketState state() {
    return new TicketState(
        CipherSuite.TLS_AES_256_GCM_SHA384,
        1234567890123L,
        new byte[48],
        "server.example",
        List.of(new byte[300], new byte[2]));
  }

  @Test
  void readsWhatItWrote() throws IOException {
    TicketState read = read(state().toBytes());
    assertThat(read).usingRecursiveComparison().isEqualTo(state());
    TicketState bare =
        new TicketState(CipherSuite.TLS_AES_128_GCM_SHA256, 0, new byte[32], null, List.of());
    assertThat(read(bare.toBytes())).usingRecursiveComparison().isEqualTo(bare);
    assertThat(state().toString()).isEqualTo("TicketState[TLS_AES_256_GCM_SHA384, ***]");
  }

  @Test
  void readsNothingElse() throws IOException {
    Truncations.rejectsEvery(state().toBytes(), TicketsTest::read);
    BitFlips.survivesEvery(state().toBytes(), 2000, TicketsTest::read);
  }

  private static TicketState read(byte[] bytes) throws IOException {
    TicketState read = TicketState.read(bytes);
    if (read == null) {
      throw new IOException("refused");
    }
    return read;
  }

  @Test
  void holdsNoLongChains() {
    assertThat(TicketState.fits(List.of(new byte[16 * 1024]))).isTrue();
    assertThat(TicketState.fits(List.of(new byte[16 * 1024 + 1]))).isFalse();
    assertThat(TicketState.fits(Collections.nCopies(17, new byte[1]))).isFalse();
  }

  @Test
  void opensEachTicketOnce() {
    byte[] one = tickets.seal(new byte[] {1, 2, 3});
    byte[] two = tickets.seal(new byte[] {1, 2, 3});
    assertThat(one).hasSize(12 + 3 + 16).isNotEqualTo(two);
    assertThat(tickets.open(two.clone())).containsExactly(1, 2, 3);
    assertThat(tickets.open(one.clone())).containsExactly(1, 2, 3);
    assertThat(tickets.open(one)).isNull();
    assertThat(tickets.open(two)).isNull();
  }

  @Test
  void opensNothingThatWasDamagedOrStrange() {
    byte[] ticket = tickets.seal(new byte[] {1, 2, 3});
    for (int i = 0; i < ticket.length; i++) {
      byte[] damaged = ticket.clone();
      damaged[i] ^= 1;
      assertThat(tickets.open(damaged)).isNull();
    }
    assertThat(tickets.open(new byte[0])).isNull();
    assertThat(new SealedTickets(new SecureRandom(), () -> now).open(ticket.clone())).isNull();
    assertThat(tickets.open(ticket)).isNotNull();
  }

  @Test
  void changesItsKeyEveryDayAndKeepsTheOneBefore() {
    byte[] ticket = tickets.seal(new byte[1]);
    byte[] other = tickets.seal(new byte[1]);
    now = now.plus(Duration.ofHours(30));
    assertThat(tickets.open(ticket)).isNotNull();
    assertThat(tickets.open(ticket)).isNull();
    now = now.plus(Duration.ofHours(24));
    assertThat(tickets.open(other)).isNull();
  }

  @Test
  void forgetsKeysAfterALongPause() {
    byte[] ticket = tickets.seal(new byte[1]);
    now = now.plus(Duration.ofDays(2));
    assertThat(tickets.open(ticket)).isNull();
  }

  @Test
  void remembersNoMoreTicketsThanFit() {
    SealedTickets few = new SealedTickets(new SecureRandom(), () -> now, 10);
    byte[] early = few.seal(new byte[1]);
    for (int i = 0; i < 20; i++) {
      assertThat(few.open(few.seal(new byte[1]))).isNotNull();
    }
    byte[] late = few.seal(new byte[1]);
    assertThat(few.open(early)).isNull(); // both keys were replaced
    assertThat(few.open(late)).isNotNull();
  }
}
