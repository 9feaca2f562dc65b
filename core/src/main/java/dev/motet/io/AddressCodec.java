package dev.motet.io;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// The binary forms in which proxy protocols write a [Destination]: a type byte, the host, and the
/// port in front of or behind them. They differ in the type values only, which makes mixing them up
/// the most common mistake of all.
///
/// A name is 1 to 255 bytes of UTF-8 without white space or control characters, behind a length
/// byte; one that is an address literal is read as [Destination.Ip]. A mapped IPv4 address is read
/// as IPv4.
public enum AddressCodec {
  /// SOCKS5, trojan, shadowsocks, sing-mux streams, AnyTLS, requests of UDP over TCP v2.
  SOCKS(0x01, 0x03, 0x04, false),
  /// VMess, VLESS, mux.cool, XUDP: port first.
  VMESS(0x01, 0x02, 0x03, true),
  /// Packets of UDP over TCP.
  UOT(0x00, 0x02, 0x01, false),
  /// TUIC v5; its type 0xff (no address) is the protocol's own affair.
  TUIC(0x01, 0x00, 0x02, false),
  /// packetaddr of v2fly: no names.
  PACKET_ADDR(0x01, AddressCodec.NONE, 0x02, false);

  /// The longest form: type, length, 255 bytes of name, port.
  public static final int MAX_BYTES = 1 + 1 + 255 + 2;

  private static final int NONE = -1;

  private final int ipv4;
  private final int name;
  private final int ipv6;
  private final boolean portFirst;

  AddressCodec(int ipv4, int name, int ipv6, boolean portFirst) {
    this.ipv4 = ipv4;
    this.name = name;
    this.ipv6 = ipv6;
    this.portFirst = portFirst;
  }

  // type (u8), address (4, 16, or u8 length and name), port (u16); VMESS: port, type, address
  public Destination read(ByteReader in) throws ProtocolException {
    int first = portFirst ? in.u16() : 0;
    int type = in.u8();
    if (type == name) {
      String host = readName(in);
      return Destination.of(host, portFirst ? first : in.u16());
    }
    if (type != ipv4 && type != ipv6) {
      throw new ProtocolException("address type " + type + " (expected: " + types() + ")");
    }
    InetAddress address = address(in.bytes(type == ipv4 ? 4 : 16));
    return new Destination.Ip(address, portFirst ? first : in.u16());
  }

  /// @throws DialException when this form cannot hold the destination
  public void write(ByteWriter out, Destination to) throws DialException {
    if (portFirst) {
      out.u16(to.port());
    }
    if (to instanceof Destination.Name(String host, _)) {
      byte[] bytes = nameBytes(host);
      out.u8(name).u8(bytes.length).bytes(bytes);
    } else {
      InetAddress address = ((Destination.Ip) to).address();
      out.u8(address instanceof Inet4Address ? ipv4 : ipv6).bytes(address.getAddress());
    }
    if (!portFirst) {
      out.u16(to.port());
    }
  }

  /// The bytes of [#write] alone.
  public byte[] bytes(Destination to) throws DialException {
    Buffer buffer = new Buffer(new byte[MAX_BYTES], 0, 0);
    write(new ByteWriter(buffer), to);
    return buffer.toBytes();
  }

  private static String readName(ByteReader in) throws ProtocolException {
    int length = in.u8();
    if (length == 0) {
      throw new ProtocolException("name of 0 bytes (expected: 1 to 255)");
    }
    byte[] bytes = in.bytes(length);
    for (byte b : bytes) {
      if ((b & 0xff) <= ' ' || b == 0x7f) {
        throw new ProtocolException("byte " + (b & 0xff) + " in a name (expected: printable text)");
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ProtocolException("name that is not UTF-8");
    }
  }

  private byte[] nameBytes(String host) throws DialException {
    if (name == NONE) {
      throw new DialException(
          DialException.Reason.UNSUPPORTED, "name " + host + " (expected: an address)");
    }
    byte[] bytes = host.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length > 255) {
      throw new DialException(
          DialException.Reason.UNSUPPORTED,
          "name of " + bytes.length + " bytes (expected: 1 to 255)");
    }
    return bytes;
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 and 16 bytes are always an address", e);
    }
  }

  private String types() {
    return name == NONE ? ipv4 + " or " + ipv6 : ipv4 + ", " + name + " or " + ipv6;
  }
}
