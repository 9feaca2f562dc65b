package dev.motet.route.matcher;

import java.net.InetAddress;

// hot
/// An address as numbers: made once, it is looked up in many sets without another allocation.
///
/// @param wide whether it is an IPv6 address
/// @param high its first 64 bits; an IPv4 address and 32 zeros
/// @param low the last 64 bits; 0 for IPv4
public record IpBits(boolean wide, long high, long low) {
  public static IpBits of(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 4
        ? new IpBits(false, word(bytes, 0, 4) << 32, 0)
        : new IpBits(true, word(bytes, 0, 8), word(bytes, 8, 16));
  }

  private static long word(byte[] bytes, int from, int to) {
    long word = 0;
    for (int i = from; i < to; i++) {
      word = word << 8 | (bytes[i] & 0xff);
    }
    return word;
  }
}
