package dev.motet.io;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// A range of addresses: `10.0.0.0/8`. Bits behind the length are kept as written and mean nothing.
///
/// @param bits 0 to 32 for IPv4, 0 to 128 for IPv6
public record IpPrefix(InetAddress address, int bits) {
  /// @throws IllegalArgumentException when the text is no `address/bits`
  public static IpPrefix parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = slash < 0 ? null : IpLiteral.parse(text.substring(0, slash));
    if (address == null || text.indexOf('%') >= 0) {
      throw new IllegalArgumentException("an address with a length, as 10.0.0.0/8");
    }
    return new IpPrefix(address, length(text.substring(slash + 1), address));
  }

  /// A plain address is a prefix of its full length; a zone is dropped.
  ///
  /// @throws IllegalArgumentException when the text is neither an address nor `address/bits`
  public static IpPrefix parseLenient(String text) {
    if (text.indexOf('/') >= 0) {
      return parse(text);
    }
    int zone = text.indexOf('%');
    InetAddress address = IpLiteral.parse(zone < 0 ? text : text.substring(0, zone));
    if (address == null) {
      throw new IllegalArgumentException("an address, or one with a length, as 10.0.0.0/8");
    }
    return new IpPrefix(address, address.getAddress().length * 8);
  }

  private static int length(String digits, InetAddress address) {
    int max = address.getAddress().length * 8;
    Integer bits = decimal(digits);
    if (bits == null || bits > max) {
      throw new IllegalArgumentException("a length of 0 to " + max + " without leading zeros");
    }
    return bits;
  }

  private static @Nullable Integer decimal(String digits) {
    boolean plain = digits.matches("0|[1-9][0-9]{0,2}");
    return plain ? Integer.valueOf(digits) : null;
  }

  /// Whether the address is of the same family and its first bits are equal.
  public boolean contains(InetAddress other) {
    byte[] a = address.getAddress();
    byte[] b = other.getAddress();
    if (a.length != b.length) {
      return false;
    }
    int whole = bits / 8;
    for (int i = 0; i < whole; i++) {
      if (a[i] != b[i]) {
        return false;
      }
    }
    int rest = bits % 8;
    return rest == 0 || ((a[whole] ^ b[whole]) & (0xff00 >> rest) & 0xff) == 0;
  }

  @Override
  public String toString() {
    return IpLiteral.text(address) + "/" + bits;
  }
}
