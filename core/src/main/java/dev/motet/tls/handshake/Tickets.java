package dev.motet.tls.handshake;

import org.jspecify.annotations.Nullable;

/// Where a client keeps what it needs to resume (RFC 8446 4.6.1): opt-in, since a resumed
/// connection can be linked to the earlier one. Thread-safe.
public interface Tickets {
  /// Keeps one ticket of the server, the latest counts.
  void put(Ticket ticket);

  /// The ticket to offer next, which is given only once; null for none.
  @Nullable Ticket take();

  /// @param secret the pre-shared key
  /// @param ageAdd obfuscates the age
  /// @param receivedAtMillis wall time
  /// @param lifetimeSeconds at most 604 800
  record Ticket(
      dev.motet.tls.message.CipherSuite suite,
      byte[] identity,
      byte[] secret,
      long ageAdd,
      long receivedAtMillis,
      long lifetimeSeconds,
      @Nullable String alpn) {
    /// Never shows the key.
    @Override
    public String toString() {
      return "Ticket[" + suite + ", ***]";
    }
  }
}
