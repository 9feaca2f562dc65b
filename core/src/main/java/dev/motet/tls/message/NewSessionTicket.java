package dev.motet.tls.message;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import java.util.List;

/// What a server gives for resumption (RFC 8446 4.6.1). Arrays are not to be changed.
///
/// @param lifetimeSeconds at most 604 800
/// @param ageAdd of 32 bits, obfuscates the age
public record NewSessionTicket(
    long lifetimeSeconds, long ageAdd, byte[] nonce, byte[] ticket, List<Extension> extensions) {
  // lifetime (u32), age_add (u32), nonce (u8 length), ticket (u16 length), extensions (u16 length)
  public static NewSessionTicket read(ByteReader in) throws ProtocolException {
    long lifetime = in.u32();
    long ageAdd = in.u32();
    byte[] nonce = Vectors.opaque8(in);
    byte[] ticket = Vectors.opaque16(in);
    if (ticket.length == 0) {
      throw new ProtocolException("empty ticket");
    }
    List<Extension> extensions = Vectors.extensions(in);
    in.end();
    return new NewSessionTicket(lifetime, ageAdd, nonce, ticket, extensions);
  }

  /// The complete message.
  public byte[] toBytes() {
    return Message.of(
        HandshakeType.NEW_SESSION_TICKET,
        4 + 4 + 1 + nonce.length + 2 + ticket.length + Extension.bytes(extensions),
        out -> {
          out.u32(lifetimeSeconds).u32(ageAdd).u8(nonce.length).bytes(nonce);
          out.u16(ticket.length).bytes(ticket);
          Vectors.writeExtensions(out, extensions);
        });
  }
}
