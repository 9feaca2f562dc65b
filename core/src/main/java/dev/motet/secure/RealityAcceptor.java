package dev.motet.secure;

import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.core.Env;
import dev.motet.crypto.Providers;
import dev.motet.dial.Dialers;
import dev.motet.io.Counters;
import dev.motet.io.Destination;
import dev.motet.io.SocketConn;
import dev.motet.option.RealityServerOptions;
import dev.motet.option.TlsServerOptions;
import dev.motet.tls.SecuredConn;
import dev.motet.tls.handshake.KeyLog;
import dev.motet.tls.reality.RealityServer;
import dev.motet.tls.reality.RealityServerConfig;
import dev.motet.tls.reality.RealityServerConn;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Hides an inbound behind the TLS of a site (inventory TLS-7): who does not prove to be a client
/// of ours talks with the site.
final class RealityAcceptor implements TlsAcceptor.Shaking {
  /// Any: sing-box sets no limits to versions.
  private static final int MAX_VERSION = 0xffffff;

  private final Env env;
  private final Destination site;
  private final Dialer dialer;
  private final RealityServerConn server;

  private RealityAcceptor(Env env, Destination site, Dialer dialer, RealityServerConn server) {
    this.env = env;
    this.site = site;
    this.dialer = dialer;
    this.server = server;
  }

  static RealityAcceptor of(Env env, RealityServerOptions reality, TlsServerOptions options) {
    RealityServer server =
        new RealityServer(
            new RealityServerConfig(
                Set.of(options.serverName()),
                reality.privateKey(),
                reality.shortIds(),
                reality.maxTimeDifference(),
                0,
                MAX_VERSION,
                Providers.fastest(env.resources().random()),
                env.resources().random(),
                env.resources().clock(),
                KeyLog.NONE));
    return new RealityAcceptor(
        env,
        reality.handshake().destination(),
        Dialers.of(env, reality.dial()),
        new RealityServerConn(
            server,
            env.resources().buffers(),
            env.resources().pump(),
            env.resources().sockets().threads()));
  }

  @Override
  public @Nullable SecuredConn shakeHands(SocketConn conn, Runnable limit)
      throws java.io.IOException {
    SecuredConn secured =
        server.accept(conn, () -> dialer.dial(new DialRequest(site)), new Counters(), limit);
    if (secured == null) {
      env.log()
          .debug(
              null,
              "connection from {}: not authenticated, talked with {}",
              Destination.of(conn.remoteAddress()),
              site);
    }
    return secured;
  }
}
