package dev.motet.tls.server;

import dev.motet.crypto.Aead;
import dev.motet.tls.handshake.ServerConfig;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/// Seals tickets under keys that are only in memory, and opens each ticket once: who replays one
/// gets a full handshake. A key is replaced after a day, or when many of its tickets were used; the
/// one before it opens as long. Thread-safe.
public final class SealedTickets implements ServerConfig.TicketKey {
  private static final Duration KEY_AGE = Duration.ofDays(1);

  /// Tickets remembered for each of two keys, about 100 bytes each.
  private static final int MAX_USED = 1 << 15;

  private static final byte[] NO_AAD = {};

  private final SecureRandom random;
  private final InstantSource time;
  private final int maxUsed;

  private @Nullable Key current; // this and the next: guarded by this
  private @Nullable Key previous;

  public SealedTickets(SecureRandom random, InstantSource time) {
    this(random, time, MAX_USED);
  }

  /// @param maxUsed tickets that one key remembers
  SealedTickets(SecureRandom random, InstantSource time, int maxUsed) {
    this.random = random;
    this.time = time;
    this.maxUsed = maxUsed;
  }

  // nonce (12), sealed state
  @Override
  public synchronized byte[] seal(byte[] state) {
    byte[] nonce = new byte[Aead.NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] ticket = Arrays.copyOf(nonce, nonce.length + state.length + Aead.TAG_BYTES);
    key().aead.seal(nonce, NO_AAD, 0, 0, state, 0, state.length, ticket, nonce.length);
    return ticket;
  }

  @Override
  public synchronized byte @Nullable [] open(byte[] ticket) {
    if (ticket.length < Aead.NONCE_BYTES + Aead.TAG_BYTES) {
      return null;
    }
    Key first = key();
    byte[] state = first.open(ticket);
    Key second = previous;
    return state == null && second != null ? second.open(ticket) : state;
  }

  private Key key() {
    long now = time.millis();
    Key key = current;
    if (key != null && now - key.madeAtMillis < KEY_AGE.toMillis() && key.used.size() < maxUsed) {
      return key;
    }
    // after a pause the key before is too old as well
    previous = key != null && now - key.madeAtMillis < 2 * KEY_AGE.toMillis() ? key : null;
    byte[] bytes = new byte[Aead.Algorithm.AES_256_GCM.keyBytes()];
    random.nextBytes(bytes);
    Key made = new Key(new Aead(Aead.Algorithm.AES_256_GCM, bytes), now);
    current = made;
    return made;
  }

  /// A key and the tickets that it opened.
  private static final class Key {
    private final Aead aead;
    private final long madeAtMillis;
    private final Set<ByteBuffer> used = new HashSet<>();

    Key(Aead aead, long madeAtMillis) {
      this.aead = aead;
      this.madeAtMillis = madeAtMillis;
    }

    byte @Nullable [] open(byte[] ticket) {
      byte[] nonce = Arrays.copyOf(ticket, Aead.NONCE_BYTES);
      int sealed = ticket.length - nonce.length;
      byte[] state = new byte[sealed - Aead.TAG_BYTES];
      try {
        aead.open(nonce, NO_AAD, 0, 0, ticket, nonce.length, sealed, state, 0);
      } catch (AEADBadTagException _) {
        return null; // of another key, or of nobody
      }
      return used.add(ByteBuffer.wrap(nonce)) ? state : null;
    }
  }
}
