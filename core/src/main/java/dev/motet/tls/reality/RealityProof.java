package dev.motet.tls.reality;

import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.ProtocolException;

/// What a client says of itself in its session id.
///
/// @param version of the client, as 0xXXYYZZ
/// @param seconds since 1970
/// @param shortId 8 bytes as a number
record RealityProof(int version, long seconds, long shortId) {
  // version (u24), 0 (u8), time (u32), short id (8)
  static RealityProof read(byte[] proof) throws ProtocolException {
    ByteReader in = new ByteReader(proof);
    int version = in.u24();
    in.skip(1);
    RealityProof read = new RealityProof(version, in.u32(), in.u64());
    in.end();
    return read;
  }

  byte[] toBytes() {
    ByteWriter out = new ByteWriter(new Buffer(new byte[AuthKey.PROOF_BYTES], 0, 0));
    out.u24(version).u8(0).u32(seconds).u64(shortId);
    return out.buffer().toBytes();
  }

  /// A short id as it is configured.
  static long shortId(byte[] bytes) {
    if (bytes.length != Long.BYTES) {
      throw new IllegalArgumentException("short id of " + bytes.length + " bytes (expected: 8)");
    }
    return java.nio.ByteBuffer.wrap(bytes).getLong();
  }
}
