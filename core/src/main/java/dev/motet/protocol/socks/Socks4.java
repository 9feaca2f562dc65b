package dev.motet.protocol.socks;

import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.ProtocolException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/// The messages of SOCKS 4, and of 4a, which puts a name behind an impossible address.
final class Socks4 {
  static final int VERSION = 0x04;
  static final int CONNECT = 0x01;

  static final int GRANTED = 90;
  static final int REJECTED = 91;
  static final int WRONG_USER = 93;

  private static final int MAX_TEXT_BYTES = 255;

  private Socks4() {}

  /// What a client wants.
  record Request(int command, Destination destination, String userId) {
    // version (u8), command (u8), port (u16), IPv4 address (4), user id and NUL,
    // for the addresses 0.0.0.1 to 0.0.0.255 also a name and NUL (4a)
    static Request read(ByteReader in) throws ProtocolException {
      int version = in.u8();
      if (version != VERSION) {
        throw new ProtocolException("version " + version + " (expected: 4)");
      }
      int command = in.u8();
      int port = in.u16();
      byte[] address = in.bytes(4);
      String userId = text(in, "user id");
      boolean named = address[0] == 0 && address[1] == 0 && address[2] == 0 && address[3] != 0;
      return new Request(command, named ? name(in, port) : ip(address, port), userId);
    }

    /// @throws DialException when this form cannot hold the destination
    void write(ByteWriter out) throws DialException {
      out.u8(VERSION).u8(command).u16(destination.port());
      switch (destination) {
        case Destination.Ip(Inet4Address address, _) -> {
          out.bytes(address.getAddress());
          text(out, userId, "username");
        }
        case Destination.Ip(InetAddress address, _) ->
            throw new DialException(
                DialException.Reason.UNSUPPORTED,
                address.getHostAddress() + " over SOCKS4 (expected: an IPv4 address)");
        case Destination.Name(String host, _) -> {
          out.u32(1);
          text(out, userId, "username");
          text(out, host, "name");
        }
      }
    }

    private static Destination ip(byte[] address, int port) {
      try {
        return new Destination.Ip(InetAddress.getByAddress(address), port);
      } catch (UnknownHostException e) {
        throw new AssertionError("4 bytes are always an address", e);
      }
    }

    private static Destination name(ByteReader in, int port) throws ProtocolException {
      String host = text(in, "name");
      if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
        throw new ProtocolException("name with " + host.length() + " bytes (expected: text)");
      }
      return Destination.of(host, port);
    }
  }

  /// What became of a request. The address in it means something for BIND only.
  record Reply(int code) {
    // NUL (u8), code (u8), port (u16), IPv4 address (4)
    static Reply read(ByteReader in) throws ProtocolException {
      int version = in.u8();
      if (version != 0) {
        throw new ProtocolException("reply version " + version + " (expected: 0)");
      }
      int code = in.u8();
      in.skip(6);
      return new Reply(code);
    }

    void write(ByteWriter out) {
      out.u8(0).u8(code).u16(0).u32(0);
    }
  }

  private static String text(ByteReader in, String what) throws ProtocolException {
    byte[] bytes = new byte[MAX_TEXT_BYTES];
    for (int length = 0; ; length++) {
      int next = in.u8();
      if (next == 0) {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
      }
      if (length == MAX_TEXT_BYTES) {
        throw new ProtocolException(what + " of more than " + MAX_TEXT_BYTES + " bytes");
      }
      bytes[length] = (byte) next;
    }
  }

  private static void text(ByteWriter out, String text, String what) throws DialException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_TEXT_BYTES || text.indexOf(0) >= 0) {
      throw new DialException(
          DialException.Reason.UNSUPPORTED,
          what + " of " + bytes.length + " bytes (expected: up to 255, none of them 0)");
    }
    out.bytes(bytes).u8(0);
  }
}
