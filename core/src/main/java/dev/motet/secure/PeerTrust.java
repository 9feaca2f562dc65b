package dev.motet.secure;

import dev.motet.core.Env;
import dev.motet.option.PemText;
import dev.motet.option.TlsClientOptions;
import dev.motet.option.TlsServerOptions;
import dev.motet.tls.cert.CertificateText;
import dev.motet.tls.cert.ChainVerifier;
import dev.motet.tls.cert.PinVerifier;
import dev.motet.tls.cert.Purpose;
import dev.motet.tls.cert.TrustedRoots;
import dev.motet.tls.cert.UncheckedVerifier;
import dev.motet.tls.handshake.PeerVerifier;
import java.io.IOException;
import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/// Gives the verifier for the peers of a component.
interface PeerTrust {
  /// @throws IOException when roots cannot be read
  PeerVerifier verifier() throws IOException;

  /// Pins count before everything else, roots of the options before those of the instance.
  static PeerTrust ofServers(Env env, TlsClientOptions options) throws IOException {
    if (!options.pins().isEmpty()) {
      return fixed(new PinVerifier(options.pins()));
    }
    if (options.insecure()) {
      return fixed(new UncheckedVerifier());
    }
    PemText roots = options.certificate();
    if (roots != null) {
      return fixed(chain(env, roots, Purpose.SERVER));
    }
    return () -> new ChainVerifier(env.trusted(), Purpose.SERVER, env.resources().clock());
  }

  /// Null for a server that asks for no certificate.
  static @Nullable PeerVerifier ofClients(Env env, TlsServerOptions options) throws IOException {
    PemText roots = options.clientCertificate();
    return switch (options.clientAuth()) {
      case NO -> null;
      case REQUEST, REQUIRE_ANY -> new UncheckedVerifier();
      case VERIFY_IF_GIVEN, REQUIRE_AND_VERIFY ->
          options.clientPins().isEmpty() && roots != null
              ? chain(env, roots, Purpose.CLIENT)
              : new PinVerifier(options.clientPins());
    };
  }

  private static PeerTrust fixed(PeerVerifier verifier) {
    return () -> verifier;
  }

  private static PeerVerifier chain(Env env, PemText roots, Purpose purpose) throws IOException {
    try {
      return new ChainVerifier(
          new TrustedRoots(CertificateText.readPool(roots.text())),
          purpose,
          env.resources().clock());
    } catch (CertificateException e) {
      throw new IOException("failed to parse certificate: " + e.getMessage(), e);
    }
  }
}
