package dev.motet.dns.message;

import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.IpPrefix;
import dev.motet.io.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The record OPT of a message (RFC 6891), without the part that belongs to the response code.
///
/// @param udpBytes how long a datagram the sender takes
/// @param flags u16; the highest bit is "DNSSEC OK"
public record Edns(int udpBytes, int version, int flags, List<Option> options) {
  /// A length that no network on the way has to divide, as agreed on DNS flag day 2020.
  public static final int UDP_BYTES = 1232;

  public static final int CLIENT_SUBNET = 8;

  /// "DNSSEC OK" (RFC 3225).
  public static final int DNSSEC_OK = 0x8000;

  /// What a query has when nobody wants anything special.
  public static final Edns PLAIN = new Edns(UDP_BYTES, 0, 0, List.of());

  public Edns {
    options = List.copyOf(options);
  }

  /// One option.
  public static final class Option {
    private final int code;
    private final byte[] data;

    Option(int code, byte[] data) {
      this.code = code;
      this.data = data;
    }

    public int code() {
      return code;
    }

    /// Between two neighbours only, so that nobody passes it on: cookies (RFC 7873), keep-alive
    /// (RFC 7828), padding (RFC 7830).
    boolean isHopByHop() {
      return isHopByHop(code);
    }

    static boolean isHopByHop(int code) {
      return code == 10 || code == 11 || code == 12;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Option o && code == o.code && Arrays.equals(data, o.data);
    }

    @Override
    public int hashCode() {
      return 31 * code + Arrays.hashCode(data);
    }
  }

  public boolean dnssecOk() {
    return (flags & DNSSEC_OK) != 0;
  }

  /// What this program says of itself to whom sent this.
  public Edns own() {
    return new Edns(UDP_BYTES, 0, flags & DNSSEC_OK, List.of());
  }

  /// Without the options that are not passed on.
  public Edns endToEnd() {
    List<Option> kept = options.stream().filter(option -> !option.isHopByHop()).toList();
    return kept.size() == options.size() ? this : new Edns(udpBytes, version, flags, kept);
  }

  /// The same with the client's network told (RFC 7871 6), instead of what a client itself told.
  public Edns withSubnet(IpPrefix subnet) {
    List<Option> with = new ArrayList<>(options);
    with.removeIf(option -> option.code == CLIENT_SUBNET);
    with.add(new Option(CLIENT_SUBNET, subnetData(subnet)));
    return new Edns(udpBytes, version, flags, with);
  }

  // Subnet: family (u16: 1 IPv4, 2 IPv6), source bits (u8), scope bits (u8, 0 in queries), as many
  // bytes of the address as the bits need, the rest of the last one 0

  private static byte[] subnetData(IpPrefix subnet) {
    byte[] address = subnet.address().getAddress();
    int bytes = (subnet.bits() + 7) / 8;
    byte[] data = new byte[4 + bytes];
    data[1] = (byte) (address.length == 4 ? 1 : 2);
    data[2] = (byte) subnet.bits();
    System.arraycopy(address, 0, data, 4, bytes);
    int rest = subnet.bits() % 8;
    if (rest != 0) {
      data[3 + bytes] &= (byte) (0xff00 >> rest);
    }
    return data;
  }

  // Options: code (u16), length (u16), data

  static List<Option> readOptions(ByteReader in) throws ProtocolException {
    List<Option> options = new ArrayList<>();
    while (in.remaining() > 0) {
      options.add(new Option(in.u16(), in.bytes(in.u16())));
    }
    return options;
  }

  void writeOptions(ByteWriter out) {
    for (Option option : options) {
      out.u16(option.code).u16(option.data.length).bytes(option.data);
    }
  }

  /// Bytes of the whole record.
  int length() {
    int length = 11;
    for (Option option : options) {
      length += 4 + option.data.length;
    }
    return length;
  }
}
