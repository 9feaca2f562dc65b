package dev.motet.protocol.socks;

import dev.motet.io.AddressCodec;
import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The messages of SOCKS5 (RFC 1928) and of its login (RFC 1929).
final class Socks5 {
  static final int VERSION = 0x05;

  static final int NO_LOGIN = 0x00;
  static final int PASSWORD = 0x02;
  static final int NO_METHOD = 0xff;

  static final int CONNECT = 0x01;
  static final int BIND = 0x02;
  static final int UDP_ASSOCIATE = 0x03;

  private static final int LOGIN_VERSION = 0x01;

  private Socks5() {}

  /// The ways to log in that a client offers.
  record Methods(byte[] offered) {
    // version (u8), count (u8), methods (u8 each)
    static Methods read(ByteReader in) throws ProtocolException {
      requireVersion(in.u8(), VERSION);
      int count = in.u8();
      if (count == 0) {
        throw new ProtocolException("0 login methods (expected: at least 1)");
      }
      return new Methods(in.bytes(count));
    }

    void write(ByteWriter out) {
      out.u8(VERSION).u8(offered.length).bytes(offered);
    }

    boolean has(int method) {
      for (byte each : offered) {
        if ((each & 0xff) == method) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Methods(byte[] theirs) && Arrays.equals(offered, theirs);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(offered);
    }
  }

  /// The way to log in that the server selected.
  record Method(int selected) {
    // version (u8), method (u8)
    static Method read(ByteReader in) throws ProtocolException {
      requireVersion(in.u8(), VERSION);
      return new Method(in.u8());
    }

    void write(ByteWriter out) {
      out.u8(VERSION).u8(selected);
    }
  }

  /// Name and password; 1929 wants 1 byte of each, clients send none.
  record Login(String username, String password) {
    // version 1 (u8), username (u8 length), password (u8 length)
    static Login read(ByteReader in) throws ProtocolException {
      requireVersion(in.u8(), LOGIN_VERSION);
      return new Login(text(in), text(in));
    }

    /// @throws DialException when either is too long for this form
    void write(ByteWriter out) throws DialException {
      out.u8(LOGIN_VERSION);
      text(out, username, "username");
      text(out, password, "password");
    }

    @Override
    public String toString() {
      return "Login[" + username + ", ***]";
    }

    private static String text(ByteReader in) throws ProtocolException {
      return new String(in.bytes(in.u8()), StandardCharsets.UTF_8);
    }

    private static void text(ByteWriter out, String text, String what) throws DialException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      if (bytes.length > 255) {
        throw new DialException(
            DialException.Reason.UNSUPPORTED,
            what + " of " + bytes.length + " bytes (expected: up to 255)");
      }
      out.u8(bytes.length).bytes(bytes);
    }
  }

  /// What became of a login.
  record LoginReply(boolean accepted) {
    // version 1 (u8), status (u8): 0 is success
    static LoginReply read(ByteReader in) throws ProtocolException {
      requireVersion(in.u8(), LOGIN_VERSION);
      return new LoginReply(in.u8() == 0);
    }

    void write(ByteWriter out) {
      out.u8(LOGIN_VERSION).u8(accepted ? 0 : 1);
    }
  }

  /// What a client wants.
  record Request(int command, Destination destination) {
    // version (u8), command (u8), reserved (u8), address (SOCKS form)
    static Request read(ByteReader in) throws ProtocolException {
      requireVersion(in.u8(), VERSION);
      int command = in.u8();
      in.skip(1);
      return new Request(command, AddressCodec.SOCKS.read(in));
    }

    void write(ByteWriter out) throws DialException {
      out.u8(VERSION).u8(command).u8(0);
      AddressCodec.SOCKS.write(out, destination);
    }
  }

  /// What became of a request.
  ///
  /// @param bound the address that the server uses
  record Reply(int code, Destination bound) {
    // version (u8), code (u8), reserved (u8), address (SOCKS form)
    static Reply read(ByteReader in) throws ProtocolException {
      requireVersion(in.u8(), VERSION);
      int code = in.u8();
      in.skip(1);
      return new Reply(code, AddressCodec.SOCKS.read(in));
    }

    void write(ByteWriter out) throws DialException {
      out.u8(VERSION).u8(code).u8(0);
      AddressCodec.SOCKS.write(out, bound);
    }
  }

  private static void requireVersion(int version, int expected) throws ProtocolException {
    if (version != expected) {
      throw new ProtocolException("version " + version + " (expected: " + expected + ")");
    }
  }
}
