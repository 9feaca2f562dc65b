package dev.motet.tls.client;

import dev.motet.io.ProtocolException;
import dev.motet.tls.handshake.ApplicationKeys;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.handshake.Negotiated;
import dev.motet.tls.handshake.Tickets;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.KeyUpdate;
import dev.motet.tls.message.Message;
import dev.motet.tls.message.NewSessionTicket;
import dev.motet.tls.schedule.KeySchedule;
import java.util.List;

/// A connection of TLS 1.3 after its handshake.
///
/// @param answered see [ClientHandshake#answeredExtensions()]
/// @param resumption secret of tickets; not to be changed
record Traffic(
    ClientConfig config,
    Negotiated negotiated,
    List<Extension> answered,
    ApplicationKeys keys,
    byte[] resumption,
    FloodLimit limit)
    implements Connected {
  private static final long MAX_LIFETIME_SECONDS = 604_800;

  @Override
  public State receive(byte[] message) throws ProtocolException {
    limit.count();
    switch (Message.type(message)) {
      case HandshakeType.NEW_SESSION_TICKET -> keep(NewSessionTicket.read(Message.body(message)));
      case HandshakeType.KEY_UPDATE -> update(message);
      // RFC 8446 4.6.2: a CertificateRequest too, since post_handshake_auth was not offered
      default -> throw State.unexpected(message, "4 or 24");
    }
    return this;
  }

  private void keep(NewSessionTicket ticket) {
    Tickets tickets = config.tickets();
    // RFC 8446 4.6.1: a lifetime of zero means that it is to be discarded at once.
    if (tickets == null || ticket.lifetimeSeconds() == 0) {
      return;
    }
    tickets.put(
        new Tickets.Ticket(
            negotiated.suite(),
            ticket.ticket(),
            KeySchedule.ticketKey(negotiated.suite().hash(), resumption, ticket.nonce()),
            ticket.ageAdd(),
            config.time().millis(),
            Math.min(ticket.lifetimeSeconds(), MAX_LIFETIME_SECONDS),
            negotiated.alpn()));
  }

  private void update(byte[] message) throws ProtocolException {
    // RFC 9001 6: keys of QUIC are updated by its packets.
    if (config.quic()) {
      throw State.unexpected(message, "4");
    }
    keys.update(KeyUpdate.read(Message.body(message)));
  }

  @Override
  public boolean owesKeyUpdate() {
    return keys.owesUpdate();
  }

  @Override
  public void updateWriteKeys() {
    keys.updateWriteKeys();
  }

  @Override
  public byte[] export(byte[] label, byte[] context, int length) {
    return keys.export(label, context, length);
  }

  /// Never shows secrets.
  @Override
  public String toString() {
    return "Traffic[" + negotiated.suite() + "]";
  }
}
