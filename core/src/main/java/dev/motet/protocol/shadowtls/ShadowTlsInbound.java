package dev.motet.protocol.shadowtls;

import dev.motet.core.ComponentType;
import dev.motet.core.Env;
import dev.motet.core.Inbound;
import dev.motet.dial.StreamInbound;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A ShadowTLS server.
public final class ShadowTlsInbound {
  public static final ComponentType<ShadowTlsInboundOptions, Inbound> TYPE =
      new ComponentType<>("shadowtls", ShadowTlsInboundOptions::decode, ShadowTlsInbound::create);

  private ShadowTlsInbound() {}

  static Inbound create(Env env, ShadowTlsInboundOptions options) {
    ShadowTlsServer server = new ShadowTlsServer(env, options, ShadowTlsServer.HELLO_LIMIT);
    return new StreamInbound(env, options.listen(), credentials(options), server::serve);
  }

  /// By name; sessions of version 3 have one.
  private static Map<String, Set<String>> credentials(ShadowTlsInboundOptions options) {
    return options.version() < ShadowTlsInboundOptions.LATEST
        ? Map.of()
        : options.users().stream()
            .collect(
                Collectors.groupingBy(
                    ShadowTlsUser::name,
                    Collectors.mapping(ShadowTlsUser::password, Collectors.toSet())));
  }
}
