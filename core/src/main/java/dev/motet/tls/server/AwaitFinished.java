package dev.motet.tls.server;

import dev.motet.crypto.Hkdf;
import dev.motet.io.ByteReader;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.ApplicationKeys;
import dev.motet.tls.handshake.Level;
import dev.motet.tls.handshake.ServerConfig;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.NewSessionTicket;
import dev.motet.tls.schedule.KeySchedule;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;

/// All but the client's Finished is there.
///
/// @param peerCertificates of the client, proven; empty for none
record AwaitFinished(Link link, Agreed agreed, List<byte[]> peerCertificates)
    implements ServerState {
  @Override
  public ServerState receive(byte[] message) throws AlertException {
    Hkdf hash = agreed.suite().hash();
    byte[] verifyData =
        ServerState.read(message, HandshakeType.FINISHED, "Finished", in -> all(in, hash));
    byte[] expected =
        KeySchedule.finished(hash, agreed.clientHandshake(), link.transcript().hash());
    // RFC 8446 4.4.4: a Finished that is wrong ends the connection
    if (!MessageDigest.isEqual(expected, verifyData)) {
      throw new AlertException(Alert.DECRYPT_ERROR, "Finished of the client is wrong");
    }
    link.transcript().add(message);
    link.carrier()
        .readKeys(Link.keys(Level.APPLICATION, agreed.suite(), agreed.clientApplication()));
    sendTicket();
    return new Established(
        agreed.negotiated(peerCertificates),
        new ApplicationKeys(
            link.carrier(),
            agreed.suite(),
            agreed.clientApplication(),
            agreed.serverApplication(),
            agreed.exporter()),
        link.config().quic());
  }

  private static byte[] all(ByteReader in, Hkdf hash) throws dev.motet.io.ProtocolException {
    byte[] verifyData = in.bytes(hash.hashBytes());
    in.end();
    return verifyData;
  }

  /// RFC 8446 4.6.1: one ticket, as Go's servers give, to a client that can use it.
  private void sendTicket() throws AlertException {
    ServerConfig config = link.config();
    ServerConfig.TicketKey tickets = config.ticketKey();
    if (tickets == null
        || link.disguise() != null
        || !HelloRules.allowsPskWithDhe(agreed.hello().extensions())
        || !TicketState.fits(peerCertificates)) {
      return;
    }
    Hkdf hash = agreed.suite().hash();
    byte[] nonce = {0}; // there is one ticket on a connection
    byte[] ageAdd = new byte[4];
    config.random().nextBytes(ageAdd);
    byte[] resumption = agreed.schedule().resumption(link.transcript().hash());
    TicketState state =
        new TicketState(
            agreed.suite(),
            config.time().millis(),
            KeySchedule.ticketKey(hash, resumption, nonce),
            agreed.hello().extensions().serverName(),
            peerCertificates);
    link.carrier()
        .send(
            new NewSessionTicket(
                    TicketState.LIFETIME.toSeconds(),
                    Integer.toUnsignedLong(ByteBuffer.wrap(ageAdd).getInt()),
                    nonce,
                    tickets.seal(state.toBytes()),
                    List.of())
                .toBytes());
  }

  @Override
  public int maxMessageBytes() {
    return SHORT_BYTES;
  }
}
