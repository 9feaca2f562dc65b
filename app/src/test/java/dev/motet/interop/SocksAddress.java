package dev.motet.interop;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Addresses and ports as SOCKS 5 writes them (RFC 1928, sections 5 and 7).
///
/// ```
/// type u8 | IPv4 4 bytes, or length u8 and name, or IPv6 16 bytes | port u16
/// ```
final class SocksAddress {
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;

  /// Reserved bytes and the number of the fragment, before the address.
  private static final int BEFORE = 3;

  private SocksAddress() {}

  /// As `name:port` or `[address]:port`: a name is told from an address.
  static String read(DataInputStream in) throws IOException {
    int type = in.readUnsignedByte();
    String host =
        switch (type) {
          case IPV4 -> address(in.readNBytes(4));
          case NAME ->
              new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.ISO_8859_1);
          case IPV6 -> "[" + address(in.readNBytes(16)) + "]";
          default -> throw new IOException("type " + type);
        };
    return host
        + (type == NAME && host.matches("[0-9.]+|.*:.*") ? " as name:" : ":")
        + in.readUnsignedShort();
  }

  private static String address(byte[] bytes) throws IOException {
    return InetAddress.getByAddress(bytes).getHostAddress();
  }

  /// @param asName also what is an address
  static byte[] write(String host, boolean asName, int port) {
    byte[] value;
    int type;
    if (!asName && host.matches("[0-9.]+|.*:.*")) {
      value = bytes(host);
      type = value.length == 4 ? IPV4 : IPV6;
    } else {
      byte[] name = host.getBytes(StandardCharsets.ISO_8859_1);
      value = new byte[name.length + 1];
      value[0] = (byte) name.length;
      System.arraycopy(name, 0, value, 1, name.length);
      type = NAME;
    }
    byte[] written = new byte[value.length + 3];
    written[0] = (byte) type;
    System.arraycopy(value, 0, written, 1, value.length);
    written[value.length + 1] = (byte) (port >> 8);
    written[value.length + 2] = (byte) port;
    return written;
  }

  /// An IPv4 address inside an IPv6 one stays there.
  private static byte[] bytes(String literal) {
    byte[] bytes = InetAddress.ofLiteral(literal).getAddress();
    if (bytes.length == 16 || !literal.contains(":")) {
      return bytes;
    }
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    System.arraycopy(bytes, 0, mapped, 12, 4);
    return mapped;
  }

  /// What a packet begins with: reserved bytes, fragment, address.
  static byte[] header(DatagramPacket packet) throws IOException {
    DataInputStream in = in(packet);
    read(in);
    return Arrays.copyOfRange(packet.getData(), 0, packet.getLength() - in.available());
  }

  /// Where a packet goes to, or comes from.
  static String destination(DatagramPacket packet) throws IOException {
    return read(in(packet));
  }

  private static DataInputStream in(DatagramPacket packet) throws IOException {
    var bytes = new ByteArrayInputStream(packet.getData(), 0, packet.getLength());
    DataInputStream in = new DataInputStream(bytes);
    in.skipNBytes(BEFORE);
    return in;
  }
}
