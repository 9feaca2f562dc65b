package dev.motet.tls.client;

import dev.motet.tls.fingerprint.HelloShape;
import dev.motet.tls.fingerprint.ShapeExtension;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.handshake.Tickets;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.PreSharedKeys;
import dev.motet.tls.schedule.KeySchedule;
import dev.motet.tls.schedule.Transcript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A ticket that a hello offers in pre_shared_key, always with a key agreement beside it
/// (psk_dhe_ke, RFC 8446 4.2.9), so that a stolen ticket key opens no connection.
record Resumption(Tickets.Ticket ticket) {
  private static final long MAX_LIFETIME_SECONDS = 7 * 24 * 3600;

  /// The ticket for the next connection; null where there is none, or where the hello of the shape
  /// has no place for it.
  static @Nullable Resumption take(ClientConfig config) {
    Tickets tickets = config.tickets();
    if (tickets == null || !hasPlace(config.shape())) {
      return null;
    }
    Tickets.Ticket ticket = tickets.take();
    if (ticket == null || !isUsable(ticket, config)) {
      return null;
    }
    return new Resumption(ticket);
  }

  private static boolean hasPlace(HelloShape shape) {
    return shape.extensions().stream()
        .anyMatch(extension -> extension instanceof ShapeExtension.PreSharedKey);
  }

  /// What a hello needs beyond its shape so that servers give tickets: the modes (RFC 8446 4.2.9),
  /// where the shape does not have them.
  static List<Extension> modes(ClientConfig config) {
    HelloShape shape = config.shape();
    return config.tickets() == null
            || !hasPlace(shape)
            || shape.has(ExtensionType.PSK_KEY_EXCHANGE_MODES)
        ? List.of()
        : List.of(new Extension(ExtensionType.PSK_KEY_EXCHANGE_MODES, new byte[] {1, 1}));
  }

  private static boolean isUsable(Tickets.Ticket ticket, ClientConfig config) {
    // RFC 8446 4.6.1: neither longer than its lifetime nor longer than seven days
    long seconds = Math.min(ticket.lifetimeSeconds(), MAX_LIFETIME_SECONDS);
    long age = config.time().millis() - ticket.receivedAtMillis();
    int suite = ticket.suite().code();
    return age >= 0
        && age < seconds * 1000
        && config.shape().suites().contains(suite)
        && (config.suites().isEmpty() || config.suites().contains(suite));
  }

  /// The body of pre_shared_key, its binder still zero.
  byte[] body(long nowMillis) {
    // RFC 8446 4.2.11.1: the age in milliseconds plus ticket_age_add, modulo 2^32
    long age = (nowMillis - ticket.receivedAtMillis() + ticket.ageAdd()) & 0xffff_ffffL;
    return keys(age).toBody();
  }

  private PreSharedKeys keys(long age) {
    return new PreSharedKeys(
        List.of(new PreSharedKeys.Identity(ticket.identity(), age)), List.of(new byte[binder()]));
  }

  private int binder() {
    return ticket.suite().hash().hashBytes();
  }

  /// Fills in the binder, the last bytes of a hello.
  ///
  /// @param before what was said before it; nothing, or a hello and a HelloRetryRequest
  void bind(byte[] message, Transcript before) {
    before.start(ticket.suite().hash());
    // RFC 8446 4.2.11.2: over the hello without the list of binders
    byte[] hash = before.hashWith(message, 0, message.length - keys(0).binderBytes());
    byte[] base = new KeySchedule(ticket.suite().hash(), ticket.secret()).binderKey();
    byte[] binder = KeySchedule.finished(ticket.suite().hash(), base, hash);
    System.arraycopy(binder, 0, message, message.length - binder.length, binder.length);
  }
}
