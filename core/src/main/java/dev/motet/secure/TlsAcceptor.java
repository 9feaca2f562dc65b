package dev.motet.secure;

import dev.motet.core.Env;
import dev.motet.crypto.Providers;
import dev.motet.dial.Listener;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.SocketConn;
import dev.motet.io.Timeouts;
import dev.motet.option.EchServerOptions;
import dev.motet.option.KeyPairOptions;
import dev.motet.option.PemText;
import dev.motet.option.RealityServerOptions;
import dev.motet.option.TlsServerOptions;
import dev.motet.tls.SecuredConn;
import dev.motet.tls.TlsConn;
import dev.motet.tls.cert.SelfSignedIdentities;
import dev.motet.tls.ech.EchKey;
import dev.motet.tls.handshake.Identity;
import dev.motet.tls.handshake.KeyLog;
import dev.motet.tls.handshake.ServerConfig;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.NamedGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Speaks TLS with clients before an inbound serves them, as its options say.
public final class TlsAcceptor {
  /// How long a client may take to be told that there is nothing more to come.
  private static final Duration GOODBYE_LIMIT = Duration.ofSeconds(5);

  private static final List<Integer> GROUPS =
      List.of(
          NamedGroup.X25519MLKEM768, NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1);

  private final Env env;
  private final Duration limit;
  private final ServerConfig config;
  private final @Nullable RealityAcceptor reality;

  private TlsAcceptor(Env env, TlsServerOptions options) throws IOException {
    this.env = env;
    this.limit = options.handshakeTimeout();
    this.config = config(env, options);
    RealityServerOptions hidden = options.reality();
    this.reality = hidden == null ? null : new RealityAcceptor(env, options, hidden);
  }

  /// A server that serves what this one has shaken hands with.
  ///
  /// @param options null for no TLS
  public static Listener.Handler around(
      Env env, @Nullable TlsServerOptions options, Listener.Handler server) throws IOException {
    if (options == null) {
      return server;
    }
    TlsAcceptor acceptor = new TlsAcceptor(env, options);
    return conn -> acceptor.serve(conn, server);
  }

  private void serve(SocketConn conn, Listener.Handler server) throws IOException {
    SecuredConn secured = shakeHands(conn);
    if (secured == null) {
      return; // the client was told why not: it sees the alert, not a reset
    }
    try (ServedConn served = new ServedConn(secured, conn)) {
      server.serve(served);
      sayGoodbye(served);
    }
  }

  private @Nullable SecuredConn shakeHands(SocketConn conn) {
    return reality == null ? shakeHandsOpenly(conn) : shakeHandsHidden(reality, conn);
  }

  private @Nullable SecuredConn shakeHandsHidden(RealityAcceptor acceptor, SocketConn conn) {
    try {
      return acceptor.accept(conn);
    } catch (IOException e) {
      env.log()
          .debug(null, "REALITY with {}: {}", Destination.of(conn.remoteAddress()), e.getMessage());
      return null;
    }
  }

  private @Nullable SecuredConn shakeHandsOpenly(SocketConn conn) {
    Timeouts timeouts = env.resources().timeouts();
    SecuredConn secured = null;
    boolean done = false;
    try (Timeouts.Timeout _ = timeouts.abort(conn, limit, this::tooSlow)) {
      secured = TlsConn.server(conn, config, env.resources().buffers());
      secured.handshake();
      done = true;
      return secured;
    } catch (IOException e) {
      env.log()
          .debug(
              null,
              "TLS handshake with {}: {}",
              Destination.of(conn.remoteAddress()),
              e.getMessage());
      return null;
    } finally {
      if (secured != null && !done) {
        secured.close();
      }
    }
  }

  private DialException tooSlow() {
    return new DialException(
        DialException.Reason.TIMEOUT, "no TLS handshake within " + limit.toSeconds() + " s");
  }

  /// RFC 8446 6.1: who ends a connection says so. Nobody waits for a client that does not read.
  private void sayGoodbye(ServedConn served) {
    Timeouts timeouts = env.resources().timeouts();
    try (Timeouts.Timeout _ =
        timeouts.abort(
            served,
            GOODBYE_LIMIT,
            () -> new DialException(DialException.Reason.TIMEOUT, "the client does not read"))) {
      served.closeWrite();
    } catch (IOException e) {
      env.log().trace(null, "end of TLS: {}", e.getMessage());
    }
  }

  private static ServerConfig config(Env env, TlsServerOptions options) throws IOException {
    return new ServerConfig(
        identities(env, options),
        options.alpn(),
        options.minVersion(),
        options.maxVersion(),
        suites(options),
        options.curves().isEmpty() ? GROUPS : options.curves(),
        options.clientAuth(),
        PeerTrust.ofClients(env, options),
        echKeys(env, options),
        null,
        List.of(),
        Providers.fastest(env.resources().random()),
        env.resources().random(),
        env.resources().clock(),
        KeyLog.NONE,
        false);
  }

  private static ServerConfig.Identities identities(Env env, TlsServerOptions options)
      throws IOException {
    KeyPairOptions pair = options.identity();
    if (pair == null) {
      return new SelfSignedIdentities(env.resources().clock(), env.resources().random());
    }
    Watched<Identity> identity = WatchedIdentity.of(env, pair, "TLS certificate");
    return _ -> identity.current();
  }

  private static Supplier<List<EchKey>> echKeys(Env env, TlsServerOptions options)
      throws IOException {
    EchServerOptions ech = options.ech();
    if (ech == null) {
      return List::of;
    }
    PemText pem = ech.key();
    Watched<List<EchKey>> keys =
        new Watched<>(
            pem.paths(),
            EchServerOptions.keys(pem.text()),
            () -> EchServerOptions.keys(pem.again().text()),
            "ECH keys",
            env.log(),
            env.resources().timeouts());
    return keys::current;
  }

  /// All of TLS 1.3 unless the options name some of them.
  private static List<Integer> suites(TlsServerOptions options) {
    List<CipherSuite> named = List.copyOf(options.suites());
    List<CipherSuite> suites = new ArrayList<>(named);
    if (named.stream().noneMatch(CipherSuite::isTls13)) {
      Arrays.stream(CipherSuite.values()).filter(CipherSuite::isTls13).forEach(suites::add);
    }
    return suites.stream().map(CipherSuite::code).toList();
  }
}
