package dev.motet.engine;

import dev.motet.core.ComponentType;
import dev.motet.dns.server.DnsServer;
import dev.motet.dns.server.LegacyServer;
import dev.motet.json.Fields;
import dev.motet.option.DnsOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The section `dns` (inventory 11.1).
record DnsSection(DnsOptions options, List<DnsEntry> servers) {
  static final DnsSection DEFAULT = new DnsSection(DnsOptions.DEFAULT, List.of());

  /// The type of servers without one (inventory DS-0).
  static final String LEGACY = "legacy";

  static DnsSection decode(Fields f) {
    DnsOptions options = DnsOptions.decode(f);
    Map<String, Fields.Decoder<DnsEntry>> types = new LinkedHashMap<>();
    Protocols.DNS_SERVERS.forEach(type -> types.put(type.name(), fields -> entry(fields, type)));
    types.put(LEGACY, DnsSection::legacy);
    List<DnsEntry> servers = new ArrayList<>();
    for (DnsEntry server :
        f.variants("servers", "type", LEGACY, types, Protocols.UNBUILT_DNS_SERVERS)) {
      servers.add(
          server.tag().isEmpty()
              ? server.with(server.entry().withTag(String.valueOf(servers.size())))
              : server);
    }
    boolean dangling =
        servers.stream().anyMatch(s -> s.isRcode() && s.tag().equals(options.finalServer()));
    if (dangling) {
      f.invalid("final", "default DNS server not found: " + options.finalServer());
    }
    return new DnsSection(options, List.copyOf(servers));
  }

  private static <O> DnsEntry entry(Fields f, ComponentType<O, ? extends DnsServer> type) {
    Entry<O, ? extends DnsServer> entry =
        new Entry<>(type, f.string("tag", ""), type.decoder().decode(f), f.position(""), List.of());
    return new DnsEntry(entry, null);
  }

  private static DnsEntry legacy(Fields f) {
    String tag = f.string("tag", "");
    return DnsEntry.of(LegacyServer.decode(f), tag, f.position(""));
  }

  DnsSection withServers(List<DnsEntry> others) {
    return new DnsSection(options, List.copyOf(others));
  }
}
