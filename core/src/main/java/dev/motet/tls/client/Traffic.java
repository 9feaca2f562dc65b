package dev.motet.tls.client;

import dev.motet.crypto.Hkdf;
import dev.motet.io.ProtocolException;
import dev.motet.tls.handshake.Carrier;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.handshake.Level;
import dev.motet.tls.handshake.Negotiated;
import dev.motet.tls.handshake.Tickets;
import dev.motet.tls.handshake.TrafficKeys;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.KeyUpdate;
import dev.motet.tls.message.Message;
import dev.motet.tls.message.NewSessionTicket;
import dev.motet.tls.schedule.KeySchedule;
import java.util.List;

/// A connection of TLS 1.3 after its handshake. The reading thread gives it messages, the writing
/// one asks for new write keys; they share [#owesKeyUpdate].
final class Traffic implements Connected {
  private static final long MAX_LIFETIME_SECONDS = 604_800;

  private final ClientConfig config;
  private final Carrier carrier;
  private final Negotiated negotiated;
  private final List<Extension> answered;
  private final byte[] exporter;
  private final byte[] resumption;
  private final FloodLimit limit;

  /// Of the writing thread.
  private byte[] writeSecret;

  /// Of the reading thread.
  private byte[] readSecret;

  private volatile boolean owesKeyUpdate;

  Traffic(
      ClientConfig config,
      Carrier carrier,
      Negotiated negotiated,
      List<Extension> answered,
      Secrets secrets) {
    this.config = config;
    this.carrier = carrier;
    this.negotiated = negotiated;
    this.answered = answered;
    this.writeSecret = secrets.client;
    this.readSecret = secrets.server;
    this.exporter = secrets.exporter;
    this.resumption = secrets.resumption;
    this.limit = new FloodLimit(config.time());
  }

  @Override
  public State receive(byte[] message) throws ProtocolException {
    limit.count();
    switch (Message.type(message)) {
      case HandshakeType.NEW_SESSION_TICKET -> keep(NewSessionTicket.read(Message.body(message)));
      case HandshakeType.KEY_UPDATE -> updateReadKeys(message);
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
            KeySchedule.ticketKey(hash(), resumption, ticket.nonce()),
            ticket.ageAdd(),
            config.time().millis(),
            Math.min(ticket.lifetimeSeconds(), MAX_LIFETIME_SECONDS),
            negotiated.alpn()));
  }

  private void updateReadKeys(byte[] message) throws ProtocolException {
    // RFC 9001 6: keys of QUIC are updated by its packets.
    if (config.quic()) {
      throw State.unexpected(message, "4");
    }
    KeyUpdate update = KeyUpdate.read(Message.body(message));
    readSecret = KeySchedule.next(hash(), readSecret);
    carrier.readKeys(keys(readSecret));
    if (update.requested()) {
      owesKeyUpdate = true;
    }
  }

  @Override
  public boolean owesKeyUpdate() {
    return owesKeyUpdate;
  }

  @Override
  public void updateWriteKeys() {
    owesKeyUpdate = false; // RFC 8446 4.6.3: one answer for all requests before it
    carrier.send(new KeyUpdate(false).toBytes());
    writeSecret = KeySchedule.next(hash(), writeSecret);
    carrier.writeKeys(keys(writeSecret));
  }

  @Override
  public Negotiated negotiated() {
    return negotiated;
  }

  List<Extension> answeredExtensions() {
    return answered;
  }

  @Override
  public byte[] export(byte[] label, byte[] context, int length) {
    return KeySchedule.export(hash(), exporter, label, context, length);
  }

  private Hkdf hash() {
    return negotiated.suite().hash();
  }

  private TrafficKeys keys(byte[] secret) {
    return new TrafficKeys.Tls13(Level.APPLICATION, negotiated.suite(), secret);
  }

  /// What the handshake leaves behind.
  ///
  /// @param client application traffic secret
  /// @param server application traffic secret
  record Secrets(byte[] client, byte[] server, byte[] exporter, byte[] resumption) {
    /// Never shows them.
    @Override
    public String toString() {
      return "Secrets[***]";
    }
  }
}
