package dev.motet.service.ntp;

import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.ProtocolException;

/// A message of SNTP version 4 (RFC 4330 section 4).
///
/// @param leap 3 when the server's clock is not synchronized
/// @param mode 3 from clients, 4 from servers
/// @param stratum 1 to 15; 0 tells to stay away ("kiss of death")
/// @param originate what the client sent as `transmit`
/// @param receive when the request arrived
/// @param transmit when the message left
record NtpPacket(
    int leap, int version, int mode, int stratum, long originate, long receive, long transmit) {
  static final int BYTES = 48;
  static final int CLIENT = 3;
  static final int SERVER = 4;
  private static final int VERSION = 4;

  /// @param nonce comes back as `originate`: answers to it are answers to this
  static NtpPacket request(long nonce) {
    return new NtpPacket(0, VERSION, CLIENT, 0, 0, 0, nonce);
  }

  // leap (2 bits), version (3), mode (3), stratum (u8), poll (u8), precision (u8),
  // root delay (u32), root dispersion (u32), reference identifier (u32), reference (u64),
  // originate (u64), receive (u64), transmit (u64); what follows is authentication
  static NtpPacket read(ByteReader in) throws ProtocolException {
    int first = in.u8();
    int stratum = in.u8();
    in.skip(2 + 4 + 4 + 4 + 8);
    return new NtpPacket(
        first >> 6, first >> 3 & 7, first & 7, stratum, in.u64(), in.u64(), in.u64());
  }

  void write(ByteWriter out) {
    out.u8(leap << 6 | version << 3 | mode);
    out.u8(stratum);
    out.bytes(new byte[2 + 4 + 4 + 4 + 8]);
    out.u64(originate);
    out.u64(receive);
    out.u64(transmit);
  }

  /// Whether its times can be used.
  ///
  /// @throws ProtocolException with the reason why not
  void requireAnswerTo(long nonce) throws ProtocolException {
    require(mode == SERVER, "mode " + mode + " (expected: 4, server)");
    require(originate == nonce, "answer to another request");
    require(leap != 3, "the server's clock is not synchronized");
    require(stratum >= 1 && stratum <= 15, "stratum " + stratum + " (expected: 1 to 15)");
    require(transmit != 0, "no transmit time");
  }

  private static void require(boolean met, String otherwise) throws ProtocolException {
    if (!met) {
      throw new ProtocolException("NTP: " + otherwise);
    }
  }
}
