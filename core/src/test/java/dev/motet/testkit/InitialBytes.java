package dev.motet.testkit;

import dev.motet.io.Buffer;
import dev.motet.io.ByteWriter;
import dev.motet.quic.VarInt;
import dev.motet.quic.packet.PacketProtection;
import dev.motet.quic.packet.QuicVersion;
import java.util.Arrays;
import java.util.HexFormat;

/// Writes Initial packets of a QUIC client, frame by frame.
public final class InitialBytes {
  private static final int MAX = 65_000;
  private static final int NUMBER_BYTES = 4;
  private static final int TAG_BYTES = 16;

  private final Buffer frames = Buffer.allocate(MAX);
  private QuicVersion version = QuicVersion.V1;
  private byte[] destinationId = HexFormat.of().parseHex("8394c8f03e515708");
  private byte[] token = {};
  private long number;

  public InitialBytes version(QuicVersion other) {
    version = other;
    return this;
  }

  public InitialBytes destinationId(int bytes) {
    destinationId = new byte[bytes];
    return this;
  }

  public InitialBytes token(int bytes) {
    token = new byte[bytes];
    return this;
  }

  public InitialBytes number(long value) {
    number = value;
    return this;
  }

  /// A piece `message[from, to)`.
  public InitialBytes crypto(byte[] message, int from, int to) {
    return crypto(from, Arrays.copyOfRange(message, from, to));
  }

  public InitialBytes crypto(long offset, byte[] data) {
    ByteWriter out = new ByteWriter(frames).u8(6);
    VarInt.write(out, offset);
    VarInt.write(out, data.length);
    out.bytes(data);
    return this;
  }

  public InitialBytes padding(int bytes) {
    new ByteWriter(frames).bytes(new byte[bytes]);
    return this;
  }

  public InitialBytes ping() {
    new ByteWriter(frames).u8(1);
    return this;
  }

  /// @param hex any frames
  public InitialBytes raw(String hex) {
    return raw(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  public InitialBytes raw(byte[] bytes) {
    new ByteWriter(frames).bytes(bytes);
    return this;
  }

  /// The packet.
  public byte[] bytes() {
    // the bits of the type: version 2 counts from 1
    int type = version == QuicVersion.V2 ? 1 : 0;
    Buffer header = Buffer.allocate(100 + token.length);
    ByteWriter out = new ByteWriter(header).u8(0xc0 | type << 4 | NUMBER_BYTES - 1);
    out.u32(version.number()).u8(destinationId.length).bytes(destinationId).u8(0);
    VarInt.write(out, token.length);
    out.bytes(token);
    VarInt.write(out, NUMBER_BYTES + frames.length() + TAG_BYTES);
    out.u32(number);
    return PacketProtection.initialClient(version, destinationId)
        .seal(header.toBytes(), number, frames.toBytes());
  }
}
