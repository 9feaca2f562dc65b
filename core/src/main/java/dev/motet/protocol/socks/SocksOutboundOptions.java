package dev.motet.protocol.socks;

import dev.motet.io.Network;
import dev.motet.json.Fields;
import dev.motet.option.DialOptions;
import dev.motet.option.Networks;
import dev.motet.option.ServerOptions;
import dev.motet.option.UdpOverTcpOptions;
import java.util.Set;

/// Options of [SocksOutbound].
///
/// @param username empty for no login
record SocksOutboundOptions(
    ServerOptions server,
    DialOptions dial,
    SocksVersion version,
    String username,
    String password,
    Set<Network> network,
    UdpOverTcpOptions udpOverTcp) {
  static SocksOutboundOptions decode(Fields f) {
    String password = f.secret("password");
    return new SocksOutboundOptions(
        ServerOptions.decode(f),
        DialOptions.decode(f),
        f.choice("version", SocksVersion.class, SocksVersion.V5),
        f.string("username", ""),
        password == null ? "" : password,
        Networks.decode(f),
        UdpOverTcpOptions.decode(f));
  }

  /// Never shows the password.
  @Override
  public String toString() {
    return "SocksOutboundOptions[" + server + ", " + version + ", " + username + ", ***]";
  }
}
