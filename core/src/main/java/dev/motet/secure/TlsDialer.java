package dev.motet.secure;

import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.core.DnsQuery;
import dev.motet.core.Env;
import dev.motet.crypto.Providers;
import dev.motet.crypto.PublicKeys;
import dev.motet.dial.Handshakes;
import dev.motet.io.Conn;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.PacketConn;
import dev.motet.io.ProtocolException;
import dev.motet.option.DomainStrategy;
import dev.motet.option.EchClientOptions;
import dev.motet.option.RealityClientOptions;
import dev.motet.option.TlsClientOptions;
import dev.motet.option.TlsFragmentOptions;
import dev.motet.tls.TlsConn;
import dev.motet.tls.client.ClientHandshake;
import dev.motet.tls.fingerprint.HelloShape;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.handshake.HelloHook;
import dev.motet.tls.handshake.Identity;
import dev.motet.tls.handshake.KeyLog;
import dev.motet.tls.handshake.PeerVerifier;
import dev.motet.tls.reality.RealityClient;
import dev.motet.tls.reality.RealityClientConn;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Dials through another dialer and speaks TLS on the connection, as the options of an outbound
/// say.
public final class TlsDialer implements Dialer {
  private final Env env;
  private final Dialer below;
  private final TlsClientOptions options;
  private final @Nullable String serverName;
  private final HelloShape shape;
  private final PublicKeys keys;
  private final @Nullable Watched<Identity> identity;
  private final PeerTrust trust;

  private TlsDialer(Env env, Dialer below, TlsClientOptions options, String server)
      throws IOException {
    this.env = env;
    this.below = below;
    this.options = options;
    String name = options.serverName().isEmpty() ? server : options.serverName();
    this.serverName = name.isEmpty() ? null : name;
    this.shape = ClientShapes.of(options, env.resources().random());
    this.keys = Providers.fastest(env.resources().random());
    this.identity =
        options.identity() == null
            ? null
            : WatchedIdentity.of(env, options.identity(), "TLS client certificate");
    this.trust = PeerTrust.ofServers(env, options);
  }

  /// @param options null for no TLS
  /// @param server address of the server, whose name counts where the options have none
  public static Dialer of(Env env, Dialer below, @Nullable TlsClientOptions options, String server)
      throws IOException {
    return options == null ? below : new TlsDialer(env, below, options, server);
  }

  /// As [#of], for those who need more than a connection.
  public static TlsDialer with(Env env, Dialer below, TlsClientOptions options, String server)
      throws IOException {
    return new TlsDialer(env, below, options, server);
  }

  @Override
  public Conn dial(DialRequest request) throws IOException {
    EchAttempt ech = ech(request);
    try {
      return client(below.dial(request), ech, HelloHook.NONE);
    } catch (DialException e) {
      EchAttempt again = ech == null ? null : ech.again();
      if (again == null) {
        throw e;
      }
      env.log().debug(request.session(), "{}: once more with what the server said", e.getMessage());
      return client(below.dial(request), again, HelloHook.NONE);
    }
  }

  /// Null where nothing is hidden.
  private @Nullable EchAttempt ech(DialRequest request) throws IOException {
    EchClientOptions ech = options.ech();
    if (ech == null) {
      return null;
    }
    byte[] configs = ech.configs();
    if (configs == null) {
      String name = ech.queryServerName().isEmpty() ? serverName : ech.queryServerName();
      configs =
          name == null
              ? null
              : env.dns()
                  .echConfigs(new DnsQuery(name, DomainStrategy.AS_IS, null, request.session()));
      if (configs == null) {
        throw new DialException(Reason.DNS, "no ECH config found in DNS records of " + name);
      }
    }
    return new EchAttempt(configs);
  }

  /// Speaks TLS on a connection, which is closed when that fails.
  ///
  /// @param hook of this connection; not together with `ech` or `reality`
  public TlsConn client(DialRequest request, Conn dialled, HelloHook hook) throws IOException {
    boolean begun = false;
    try {
      EchAttempt ech = ech(request);
      begun = true;
      return client(dialled, ech, hook);
    } finally {
      if (!begun) {
        dialled.close();
      }
    }
  }

  private TlsConn client(Conn dialled, @Nullable EchAttempt ech, HelloHook hook)
      throws IOException {
    TlsFragmentOptions cut = options.fragment();
    Conn conn =
        cut == null
            ? dialled
            : new FragmentConn(dialled, cut, env.resources().timeouts(), env.resources().random());
    return Handshakes.run(
        env.resources().timeouts(),
        conn,
        options.handshakeTimeout(),
        "TLS server",
        secured -> shakeHands(secured, ech, hook));
  }

  private TlsConn shakeHands(Conn conn, @Nullable EchAttempt ech, HelloHook hook)
      throws IOException {
    RealityClient reality = reality();
    ClientConfig config =
        reality == null ? config(trust.verifier(), ech, hook) : config(reality, null, reality);
    TlsConn secured =
        TlsConn.of(
            conn, carrier -> new ClientHandshake(config, carrier), env.resources().buffers());
    boolean done = false;
    try {
      if (reality == null) {
        secured.handshake();
      } else {
        RealityClientConn.handshake(secured, reality, shape.name(), env.resources().random());
      }
      done = true;
      return secured;
    } catch (ProtocolException e) {
      throw new DialException(Reason.FAILED, "TLS handshake: " + e.getMessage(), e);
    } finally {
      if (!done) {
        secured.close();
      }
    }
  }

  /// For one connection; null where the options have none.
  private @Nullable RealityClient reality() throws IOException {
    RealityClientOptions reality = options.reality();
    return reality == null
        ? null
        : new RealityClient(
            reality.publicKey(),
            reality.shortId(),
            reality.clientVersion(),
            trust.verifier(),
            env.resources().clock());
  }

  private ClientConfig config(PeerVerifier verifier, @Nullable EchAttempt ech, HelloHook hook) {
    List<String> alpn = options.alpn().isEmpty() ? null : options.alpn();
    return new ClientConfig(
        shape,
        serverName,
        !options.disableSni(),
        alpn,
        options.minVersion(),
        options.maxVersion(),
        ClientShapes.accepted(options),
        verifier,
        identity == null ? null : identity.current(),
        ech,
        List.of(),
        keys,
        env.resources().random(),
        env.resources().clock(),
        KeyLog.NONE,
        hook,
        null,
        false);
  }

  @Override
  public PacketConn bind(DialRequest request) throws DialException {
    throw new DialException(Reason.UNSUPPORTED, "packets over TLS (expected: TCP)");
  }
}
