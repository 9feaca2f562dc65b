package dev.motet.protocol.shadowtls;

import dev.motet.core.ComponentType;
import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.core.Env;
import dev.motet.core.Outbound;
import dev.motet.dial.Dialers;
import dev.motet.io.Conn;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.Network;
import dev.motet.io.PacketConn;
import dev.motet.option.ServerOptions;
import dev.motet.option.TlsClientOptions;
import dev.motet.secure.TlsDialer;
import java.io.IOException;
import java.util.Set;

/// Reaches a ShadowTLS server, which leads to what stands behind it, wherever a session wants to
/// go: the `detour` of another outbound.
public final class ShadowTlsOutbound implements Outbound {
  public static final ComponentType<ShadowTlsOutboundOptions, Outbound> TYPE =
      new ComponentType<>("shadowtls", ShadowTlsOutboundOptions::decode, ShadowTlsOutbound::new);

  private final Dialer dialer;
  private final ServerOptions server;
  private final ShadowTlsClient client;

  ShadowTlsOutbound(Env env, ShadowTlsOutboundOptions options) throws IOException {
    TlsClientOptions tls = options.tls();
    if (tls == null) {
      throw new IOException("TLS required");
    }
    this.dialer = Dialers.of(env, options.dial());
    this.server = options.server();
    this.client =
        new ShadowTlsClient(
            TlsDialer.with(env, dialer, tls, server.server()),
            options.version(),
            options.password(),
            env.resources().random());
  }

  @Override
  public Set<Network> networks() {
    return Set.of(Network.TCP);
  }

  @Override
  public Conn dial(DialRequest request) throws IOException {
    return client.shake(request, dialer.dial(request.withDestination(server.destination())));
  }

  @Override
  public PacketConn bind(DialRequest request) throws DialException {
    throw new DialException(Reason.UNSUPPORTED, "packets over ShadowTLS (expected: TCP)");
  }
}
