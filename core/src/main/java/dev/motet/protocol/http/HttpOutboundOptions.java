package dev.motet.protocol.http;

import dev.motet.json.Fields;
import dev.motet.option.DialOptions;
import dev.motet.option.ServerOptions;
import dev.motet.option.TlsClientOptions;
import java.util.List;
import java.util.Map;

/// Options of [HttpOutbound].
///
/// @param username empty for no login
/// @param path the request target instead of the destination; empty for none
record HttpOutboundOptions(
    ServerOptions server,
    DialOptions dial,
    String username,
    String password,
    String path,
    Map<String, List<String>> headers) {
  static HttpOutboundOptions decode(Fields f) {
    if (TlsClientOptions.decode(f, f.string("server", "")) != null) {
      f.unbuilt("tls");
    }
    String password = f.secret("password");
    String path = f.string("path", "");
    Map<String, List<String>> headers = f.headers("headers");
    if (!path.isEmpty() && headers.keySet().stream().anyMatch("Host"::equalsIgnoreCase)) {
      f.invalid("path", "Host header and path are not allowed at the same time");
    }
    return new HttpOutboundOptions(
        ServerOptions.decode(f),
        DialOptions.decode(f),
        f.string("username", ""),
        password == null ? "" : password,
        path,
        headers);
  }

  /// Never shows the password.
  @Override
  public String toString() {
    return "HttpOutboundOptions[" + server + ", " + username + ", ***]";
  }
}
