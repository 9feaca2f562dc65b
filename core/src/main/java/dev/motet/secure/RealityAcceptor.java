package dev.motet.secure;

import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.core.Env;
import dev.motet.core.Resources;
import dev.motet.crypto.Providers;
import dev.motet.dial.Dialers;
import dev.motet.io.Counters;
import dev.motet.io.DialException;
import dev.motet.io.SocketConn;
import dev.motet.io.Timeouts;
import dev.motet.option.RealityServerOptions;
import dev.motet.option.TlsServerOptions;
import dev.motet.tls.TlsConn;
import dev.motet.tls.handshake.KeyLog;
import dev.motet.tls.reality.RealityServer;
import dev.motet.tls.reality.RealityServerConfig;
import dev.motet.tls.reality.RealityServerConn;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Shakes hands with clients of REALITY; everybody else gets the site that the options name
/// (inventory TLS-7).
final class RealityAcceptor {
  private static final int ANY_VERSION = 0xffffff;

  private final Resources resources;
  private final RealityServerConn server;
  private final Dialer dialer;
  private final DialRequest site;
  private final Duration limit;

  RealityAcceptor(Env env, TlsServerOptions options, RealityServerOptions reality) {
    this.resources = env.resources();
    this.limit = options.handshakeTimeout();
    this.dialer = Dialers.of(env, reality.dial());
    this.site = new DialRequest(reality.handshake().destination());
    RealityServerConfig config =
        new RealityServerConfig(
            Set.of(options.serverName()),
            reality.privateKey(),
            reality.shortIds(),
            reality.maxTimeDifference(),
            0,
            ANY_VERSION,
            Providers.fastest(resources.random()),
            resources.random(),
            resources.clock(),
            KeyLog.NONE);
    this.server =
        new RealityServerConn(
            new RealityServer(config),
            resources.buffers(),
            resources.pump(),
            resources.sockets().threads());
  }

  /// Null when the client was a stranger, and is gone.
  @Nullable TlsConn accept(SocketConn conn) throws IOException {
    AtomicReference<Timeouts.@Nullable Timeout> running = new AtomicReference<>();
    try {
      return server.accept(
          conn,
          () -> dialer.dial(site),
          new Counters(),
          () -> running.set(resources.timeouts().abort(conn, limit, this::tooSlow)));
    } finally {
      Timeouts.Timeout timeout = running.get();
      if (timeout != null) {
        timeout.close();
      }
    }
  }

  private DialException tooSlow() {
    return new DialException(
        DialException.Reason.TIMEOUT, "no TLS handshake within " + limit.toSeconds() + " s");
  }
}
