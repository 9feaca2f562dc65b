package dev.motet.sniff;

import dev.motet.testkit.HelloBytes;

/// ClientHellos by which clients of QUIC are told apart; only the numbers that decide are theirs.
public final class QuicHellos {
  private static final String NAME = "a.example";

  private QuicHellos() {}

  public static byte[] plain() {
    return new HelloBytes().serverName(NAME).message();
  }

  /// Two versions and five groups, each list with GREASE in front.
  public static byte[] safari() {
    return new HelloBytes()
        .serverName(NAME)
        .shortList(43, 0x2a2a, 0x0304)
        .list(10, 0x3a3a, 29, 23, 24, 25)
        .message();
  }

  /// One choice of everything.
  public static byte[] privateRelay() {
    return new HelloBytes()
        .serverName(NAME)
        .cipherSuites(0x1302)
        .list(10, 29)
        .list(13, 0x0403)
        .message();
  }

  /// Chrome 115.
  public static byte[] chrome115() {
    return new HelloBytes()
        .serverName(NAME)
        .cipherSuites(0x1301, 0x1302, 0x1303)
        .extension(51, "0000")
        .list(10, 29, 23, 24)
        .list(13, 0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601, 0x0201)
        .alpn("h3")
        .extension(27, "020002")
        .shortList(43, 0x0304)
        .extension(45, "0101")
        .extension(57, "")
        .extension(17513, "0003026833")
        .message();
  }
}
