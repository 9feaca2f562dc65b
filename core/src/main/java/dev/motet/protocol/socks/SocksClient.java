package dev.motet.protocol.socks;

import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.StreamReader;
import java.io.IOException;

/// The client's side of a SOCKS handshake on one connection to a server.
final class SocksClient {
  private static final byte[] WITHOUT_LOGIN = {Socks5.NO_LOGIN};
  private static final byte[] WITH_LOGIN = {Socks5.NO_LOGIN, Socks5.PASSWORD};

  private final Conn conn;
  private final StreamReader in;
  private final SocksOutboundOptions options;

  SocksClient(Conn conn, SocksOutboundOptions options) {
    this.conn = conn;
    this.in = new StreamReader(conn, SocksHandshake.MAX_MESSAGE_BYTES);
    this.options = options;
  }

  /// Asks for a stream.
  ///
  /// @param asked whom an answer of the server blames: the destination before it was resolved
  /// @throws DialException what the server said
  Conn connect(Destination to, Destination asked) throws IOException {
    if (options.version() == SocksVersion.V5) {
      request(Socks5.CONNECT, to);
    } else {
      SocksHandshake.send(conn, new Socks4.Request(Socks4.CONNECT, to, options.username())::write);
      int code = in.read(Socks4.Reply::read).code();
      String said = "socks4 server replied " + code + " (expected: 90)";
      if (code == Socks4.REJECTED) {
        throw new DialException(Reason.FAILED, said).blaming(asked);
      }
      if (code != Socks4.GRANTED) {
        throw new DialException(Reason.AUTH, said);
      }
    }
    return in.rest();
  }

  /// Asks for an association.
  ///
  /// @return the address of the relay as the server wrote it
  Destination associate() throws IOException {
    return request(Socks5.UDP_ASSOCIATE, SocksHandshake.ANY).bound();
  }

  private Socks5.Reply request(int command, Destination to) throws IOException {
    boolean named = !options.username().isEmpty();
    SocksHandshake.send(conn, new Socks5.Methods(named ? WITH_LOGIN : WITHOUT_LOGIN)::write);
    switch (in.read(Socks5.Method::read).selected()) {
      case Socks5.NO_LOGIN -> {}
      case Socks5.PASSWORD -> login(named);
      default ->
          throw new DialException(Reason.AUTH, "socks5 server accepts none of the login methods");
    }
    SocksHandshake.send(conn, new Socks5.Request(command, to)::write);
    Socks5.Reply reply = in.read(Socks5.Reply::read);
    if (reply.code() != Socks5Code.SUCCEEDED.wire()) {
      throw Socks5Code.exception(reply.code(), to);
    }
    return reply;
  }

  private void login(boolean named) throws IOException {
    if (!named) {
      throw new DialException(Reason.AUTH, "socks5 server wants a login that was not offered");
    }
    SocksHandshake.send(conn, new Socks5.Login(options.username(), options.password())::write);
    if (!in.read(Socks5.LoginReply::read).accepted()) {
      throw new DialException(
          Reason.AUTH, "socks5 server refused the login of \"" + options.username() + "\"");
    }
  }
}
