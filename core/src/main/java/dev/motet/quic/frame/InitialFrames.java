package dev.motet.quic.frame;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.quic.VarInt;
import java.util.ArrayList;
import java.util.List;

/// Reads the frames that Initial packets may carry (RFC 9000 17.2.2).
public final class InitialFrames {
  private static final int PADDING = 0x00;
  private static final int PING = 0x01;
  private static final int ACK = 0x02;
  private static final int ACK_ECN = 0x03;
  private static final int CRYPTO = 0x06;
  private static final int CONNECTION_CLOSE = 0x1c;

  private InitialFrames() {}

  /// All frames of a packet, in their order; padding in a row is one.
  public static List<Frame> read(ByteReader payload) throws ProtocolException {
    // RFC 9000 12.4: at least one
    if (payload.remaining() == 0) {
      throw new ProtocolException("a packet without frames");
    }
    List<Frame> frames = new ArrayList<>(8);
    int padding = 0;
    while (payload.remaining() > 0) {
      long type = VarInt.read(payload);
      if (type == PADDING) {
        padding++;
        continue;
      }
      if (padding > 0) {
        frames.add(new Frame.Padding(padding));
        padding = 0;
      }
      frames.add(frame(type, payload));
    }
    if (padding > 0) {
      frames.add(new Frame.Padding(padding));
    }
    return frames;
  }

  private static Frame frame(long type, ByteReader in) throws ProtocolException {
    return switch ((int) Math.min(type, Integer.MAX_VALUE)) {
      case PING -> Frame.Ping.PING;
      case ACK -> ack(in);
      case ACK_ECN -> {
        Frame ack = ack(in);
        for (int count = 0; count < 3; count++) {
          long _ = VarInt.read(in); // packets with ECT(0), ECT(1), CE
        }
        yield ack;
      }
      case CRYPTO -> crypto(in);
      case CONNECTION_CLOSE -> close(in);
      default -> throw new ProtocolException("frame of type " + type + " in an Initial packet");
    };
  }

  // RFC 9000 19.3: largest, delay, count of further ranges, length of the first range less one; for
  // each further range: gap less one, length less one (all varint)
  private static Frame ack(ByteReader in) throws ProtocolException {
    long to = VarInt.read(in);
    long delay = VarInt.read(in);
    long further = VarInt.read(in);
    long from = to - VarInt.read(in);
    List<Frame.Ack.Range> ranges = new ArrayList<>(2);
    ranges.add(range(from, to));
    for (long i = 0; i < further; i++) {
      to = from - VarInt.read(in) - 2;
      from = to - VarInt.read(in);
      ranges.add(range(from, to));
    }
    return new Frame.Ack(delay, List.copyOf(ranges));
  }

  private static Frame.Ack.Range range(long from, long to) throws ProtocolException {
    if (from < 0) {
      throw new ProtocolException("ACK of packet " + from + " (expected: at least 0)");
    }
    return new Frame.Ack.Range(from, to);
  }

  // RFC 9000 19.6: offset (varint), data (varint length)
  private static Frame crypto(ByteReader in) throws ProtocolException {
    long offset = VarInt.read(in);
    byte[] data = in.bytes(VarInt.readLength(in));
    if (offset + data.length > VarInt.MAX) {
      throw new ProtocolException("CRYPTO beyond 2^62 bytes");
    }
    return new Frame.Crypto(offset, data);
  }

  // RFC 9000 19.19: code (varint), frame type (varint), reason (varint length)
  private static Frame close(ByteReader in) throws ProtocolException {
    long code = VarInt.read(in);
    long frameType = VarInt.read(in);
    return new Frame.ConnectionClose(code, frameType, in.latin1(VarInt.readLength(in)));
  }
}
