package dev.motet.protocol.socks;

import dev.motet.json.Fields;
import dev.motet.option.ListenOptions;
import dev.motet.option.Listening;
import dev.motet.option.UserOptions;
import java.util.List;

/// Options of [SocksInbound].
record SocksInboundOptions(ListenOptions listen, List<UserOptions> users) implements Listening {
  static SocksInboundOptions decode(Fields f) {
    f.ignored("domain_resolver");
    return new SocksInboundOptions(ListenOptions.decode(f), f.list("users", UserOptions::decode));
  }
}
