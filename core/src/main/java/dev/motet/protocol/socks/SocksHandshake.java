package dev.motet.protocol.socks;

import dev.motet.core.Users;
import dev.motet.io.AddressCodec;
import dev.motet.io.Buffer;
import dev.motet.io.ByteWriter;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.StreamReader;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// The server's side of a SOCKS handshake, from the first byte to a request that may be served.
///
/// Each step happens only after the one before it succeeded, and what the server *selected* decides
/// what comes next, never what the client offered or sent (CVE-2023-43644). A client that fails is
/// answered as its protocol says; bytes that are no SOCKS at all are a [ProtocolException].
final class SocksHandshake {
  /// The longest message: a login with two texts of 255 bytes, a 4a request with as much.
  static final int MAX_MESSAGE_BYTES = 3 + 2 * 256 + AddressCodec.MAX_BYTES;

  /// The bound address in replies that have none.
  static final Destination ANY = new Destination.Ip(anyAddress(), 0);

  private final StreamReader in;
  private final Conn out;
  private final Users users;

  SocksHandshake(StreamReader in, Conn out, Users users) {
    this.in = in;
    this.out = out;
    this.users = users;
  }

  SocksRequest run() throws IOException {
    return in.peek() == Socks4.VERSION ? socks4() : socks5();
  }

  private SocksRequest socks4() throws IOException {
    Socks4.Request request = in.read(Socks4.Request::read);
    // SOCKS4 knows no passwords: the user id is a username with an empty one
    if (!users.isEmpty() && !users.accepts(request.userId(), "")) {
      send(new Socks4.Reply(Socks4.WRONG_USER)::write);
      return new SocksRequest.Refused("login of \"" + request.userId() + "\" failed");
    }
    if (request.command() != Socks4.CONNECT) {
      send(new Socks4.Reply(Socks4.REJECTED)::write);
      return new SocksRequest.Refused("command " + request.command() + " (expected: 1)");
    }
    String user = users.isEmpty() ? null : request.userId();
    return new SocksRequest.Connect(Socks4.VERSION, request.destination(), user);
  }

  private SocksRequest socks5() throws IOException {
    Socks5.Methods methods = in.read(Socks5.Methods::read);
    int selected = select(methods);
    send(new Socks5.Method(selected)::write);
    return switch (selected) {
      case Socks5.NO_LOGIN -> request(null);
      case Socks5.PASSWORD -> afterLogin();
      default -> new SocksRequest.Refused("no login method that is known and wanted");
    };
  }

  private int select(Socks5.Methods methods) {
    if (users.isEmpty() && methods.has(Socks5.NO_LOGIN)) {
      return Socks5.NO_LOGIN;
    }
    return methods.has(Socks5.PASSWORD) ? Socks5.PASSWORD : Socks5.NO_METHOD;
  }

  /// Without users any login passes: some clients offer nothing else.
  private SocksRequest afterLogin() throws IOException {
    Socks5.Login login = in.read(Socks5.Login::read);
    boolean accepted = users.isEmpty() || users.accepts(login.username(), login.password());
    send(new Socks5.LoginReply(accepted)::write);
    if (!accepted) {
      return new SocksRequest.Refused("login of \"" + login.username() + "\" failed");
    }
    return request(users.isEmpty() ? null : login.username());
  }

  private SocksRequest request(@Nullable String user) throws IOException {
    Socks5.Request request = in.read(Socks5.Request::read);
    return switch (request.command()) {
      case Socks5.CONNECT -> new SocksRequest.Connect(Socks5.VERSION, request.destination(), user);
      case Socks5.UDP_ASSOCIATE -> new SocksRequest.Associate(user);
      default -> {
        send(new Socks5.Reply(Socks5Code.COMMAND_NOT_SUPPORTED.wire(), ANY)::write);
        yield new SocksRequest.Refused("command " + request.command() + " (expected: 1 or 3)");
      }
    };
  }

  private void send(Message message) throws IOException {
    send(out, message);
  }

  static void send(Conn out, Message message) throws IOException {
    Buffer buffer = Buffer.allocate(MAX_MESSAGE_BYTES);
    message.write(new ByteWriter(buffer));
    out.write(buffer);
  }

  private static InetAddress anyAddress() {
    try {
      return Inet4Address.getByAddress(new byte[4]);
    } catch (java.net.UnknownHostException e) {
      throw new AssertionError("4 bytes are always an address", e);
    }
  }

  /// Writes itself.
  interface Message {
    void write(ByteWriter out) throws IOException;
  }
}
