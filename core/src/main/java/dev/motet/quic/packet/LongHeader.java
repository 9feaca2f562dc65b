package dev.motet.quic.packet;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.quic.VarInt;

/// The readable part of a packet with a long header (RFC 9000 17.2), up to its packet number.
///
/// @param destinationId 0 to 20 bytes; not to be changed
/// @param sourceId 0 to 20 bytes; not to be changed
/// @param token of an Initial; empty in other packets; not to be changed
/// @param bytes of the header itself: there the protected packet number begins
/// @param protectedBytes of packet number, payload and tag
public record LongHeader(
    QuicVersion version,
    Type type,
    byte[] destinationId,
    byte[] sourceId,
    byte[] token,
    int bytes,
    int protectedBytes) {
  private static final int LONG_FORM = 0x80;
  private static final int FIXED_BIT = 0x40;
  private static final int MAX_ID_BYTES = 20;

  /// In the order of version 1.
  public enum Type {
    INITIAL,
    ZERO_RTT,
    HANDSHAKE,
    RETRY
  }

  /// Bytes of the whole packet; others may follow it in the same datagram.
  public int packetBytes() {
    return bytes + protectedBytes;
  }

  // first byte (form 1, fixed 1, type 2, protected 4 bits), version (u32), destination id (u8
  // length), source id (u8 length), token (varint length, Initial only), length (varint), the rest
  /// Reads up to the packet number, and checks that the packet is whole. Retry and Version
  /// Negotiation, which servers send, are refused.
  public static LongHeader read(ByteReader in) throws ProtocolException {
    int start = in.position();
    int first = in.u8();
    if ((first & LONG_FORM) == 0 || (first & FIXED_BIT) == 0) {
      throw new ProtocolException("first byte " + first + " (expected: a long header)");
    }
    long number = in.u32();
    QuicVersion version = QuicVersion.of(number);
    if (version == null) {
      throw new ProtocolException("version " + number);
    }
    Type type = version.type(first >> 4 & 3);
    byte[] destinationId = in.bytes(idBytes(in));
    byte[] sourceId = in.bytes(idBytes(in));
    if (type == Type.RETRY) {
      throw new ProtocolException("a Retry packet");
    }
    byte[] token = type == Type.INITIAL ? in.bytes(VarInt.readLength(in)) : new byte[0];
    int length = VarInt.readLength(in);
    return new LongHeader(
        version, type, destinationId, sourceId, token, in.position() - start, length);
  }

  private static int idBytes(ByteReader in) throws ProtocolException {
    int length = in.u8();
    // RFC 9000 17.2: longer ones are dropped in version 1
    if (length > MAX_ID_BYTES) {
      throw new ProtocolException("connection id of " + length + " bytes (expected: at most 20)");
    }
    return length;
  }
}
