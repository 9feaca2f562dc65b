package dev.motet.protocol.http;

import dev.motet.json.Fields;
import dev.motet.option.ListenOptions;
import dev.motet.option.Listening;
import dev.motet.option.TlsServerOptions;
import dev.motet.option.UserOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Options of [HttpInbound], and of the inbounds that speak HTTP among others.
///
/// @param tls null for none
public record HttpInboundOptions(
    ListenOptions listen, List<UserOptions> users, @Nullable TlsServerOptions tls)
    implements Listening {
  public static HttpInboundOptions decode(Fields f) {
    f.unbuilt("set_system_proxy");
    f.ignored("domain_resolver");
    return new HttpInboundOptions(
        ListenOptions.decode(f), f.list("users", UserOptions::decode), TlsServerOptions.decode(f));
  }
}
