package dev.motet.protocol.http;

import dev.motet.json.Fields;
import dev.motet.option.ListenOptions;
import dev.motet.option.Listening;
import dev.motet.option.TlsServerOptions;
import dev.motet.option.UserOptions;
import java.util.List;

/// Options of [HttpInbound], and of the inbounds that speak HTTP among others.
public record HttpInboundOptions(ListenOptions listen, List<UserOptions> users)
    implements Listening {
  public static HttpInboundOptions decode(Fields f) {
    if (TlsServerOptions.decode(f) != null) {
      f.unbuilt("tls");
    }
    f.unbuilt("set_system_proxy");
    f.ignored("domain_resolver");
    return new HttpInboundOptions(ListenOptions.decode(f), f.list("users", UserOptions::decode));
  }
}
