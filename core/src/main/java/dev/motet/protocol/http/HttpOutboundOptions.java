package dev.motet.protocol.http;

import dev.motet.json.Fields;
import dev.motet.option.DialOptions;
import dev.motet.option.ServerOptions;
import dev.motet.option.TlsClientOptions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Options of [HttpOutbound].
///
/// @param username empty for no login
/// @param path the request target instead of the destination; empty for none
/// @param tls null for none
record HttpOutboundOptions(
    ServerOptions server,
    DialOptions dial,
    String username,
    String password,
    String path,
    Map<String, List<String>> headers,
    @Nullable TlsClientOptions tls) {
  static HttpOutboundOptions decode(Fields f) {
    String password = f.secret("password");
    String path = f.string("path", "");
    Map<String, List<String>> headers = f.headers("headers");
    if (!path.isEmpty() && headers.keySet().stream().anyMatch("Host"::equalsIgnoreCase)) {
      f.invalid("path", "Host header and path are not allowed at the same time");
    }
    ServerOptions server = ServerOptions.decode(f);
    return new HttpOutboundOptions(
        server,
        DialOptions.decode(f),
        f.string("username", ""),
        password == null ? "" : password,
        path,
        headers,
        TlsClientOptions.decode(f, server.server()));
  }

  /// Never shows the password.
  @Override
  public String toString() {
    return "HttpOutboundOptions[" + server + ", " + username + ", ***]";
  }
}
