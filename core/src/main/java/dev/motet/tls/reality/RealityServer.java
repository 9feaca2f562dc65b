package dev.motet.tls.reality;

import dev.motet.crypto.X25519;
import dev.motet.io.ProtocolException;
import dev.motet.tls.handshake.Carrier;
import dev.motet.tls.handshake.Handshake;
import dev.motet.tls.handshake.Identity;
import dev.motet.tls.handshake.ServerConfig;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.HelloExtensions;
import dev.motet.tls.message.KeyShare;
import dev.motet.tls.message.NamedGroup;
import dev.motet.tls.message.ProtocolVersion;
import dev.motet.tls.message.SignatureScheme;
import dev.motet.tls.server.ServerHandshake;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The server's side of REALITY: who is one of its clients, and how those are answered
/// (protocols.md 3.2). Thread-safe; one for many connections.
public final class RealityServer {
  private static final int SESSION_ID_BYTES = 32;
  private static final int X25519_BYTES = 32;

  /// ML-KEM-768's key, then one of X25519.
  private static final int HYBRID_BYTES = 1184 + X25519_BYTES;

  private final RealityServerConfig config;
  private final Set<Long> shortIds = new HashSet<>();

  /// Signs for all connections; each client sees another certificate for it.
  private final KeyPair pair;

  private final byte[] publicKey;

  public RealityServer(RealityServerConfig config) {
    this.config = config;
    config.shortIds().forEach(id -> shortIds.add(RealityProof.shortId(id)));
    try {
      this.pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
    byte[] info = pair.getPublic().getEncoded();
    this.publicKey =
        Arrays.copyOfRange(info, info.length - RealityCertificate.KEY_BYTES, info.length);
  }

  /// The key in common with the client that sent the hello.
  ///
  /// @return null for a stranger
  @Nullable AuthKey authenticate(FirstHello first) {
    ClientHello hello = first.hello();
    HelloExtensions extensions = hello.extensions();
    String name = extensions.serverName();
    if (!extensions.versions().contains(ProtocolVersion.TLS_1_3)
        || name == null
        || !config.serverNames().contains(name)
        || hello.sessionId().length != SESSION_ID_BYTES) {
      return null;
    }
    byte[] share = x25519(extensions.keyShares());
    if (share == null) {
      return null;
    }
    try {
      AuthKey key = AuthKey.of(X25519.agree(config.privateKey(), share), hello.random());
      byte[] proof = key.open(first.message());
      return proof != null && isAllowed(RealityProof.read(proof)) ? key : null;
    } catch (InvalidKeyException | ProtocolException _) {
      return null; // a point of small order
    }
  }

  private static byte @Nullable [] x25519(List<KeyShare> shares) {
    for (KeyShare share : shares) {
      if (share.group() == NamedGroup.X25519 && share.key().length == X25519_BYTES) {
        return share.key();
      }
    }
    for (KeyShare share : shares) {
      if (share.group() == NamedGroup.X25519MLKEM768 && share.key().length == HYBRID_BYTES) {
        return Arrays.copyOfRange(share.key(), HYBRID_BYTES - X25519_BYTES, HYBRID_BYTES);
      }
    }
    return null;
  }

  private boolean isAllowed(RealityProof proof) {
    Duration difference = Duration.ofMillis(config.time().millis() - proof.seconds() * 1000).abs();
    Duration allowed = config.maxTimeDifference();
    return proof.version() >= config.minVersion()
        && proof.version() <= config.maxVersion()
        && (allowed.isZero() || difference.compareTo(allowed) <= 0)
        && shortIds.contains(proof.shortId());
  }

  /// Answers a client as the site would have done.
  Handshake handshake(Carrier carrier, AuthKey key, SiteFlight flight) {
    byte[] mac = key.certificateMac(publicKey);
    Identity identity =
        new Identity(
            List.of(new RealityCertificate(publicKey, mac).toBytes()),
            pair.getPrivate(),
            List.of(SignatureScheme.ED25519),
            null);
    ServerConfig server =
        new ServerConfig(
            hello -> identity,
            List.of(),
            ProtocolVersion.TLS_1_3,
            ProtocolVersion.TLS_1_3,
            List.of(),
            List.of(),
            ServerConfig.ClientAuth.NO,
            null,
            List::of,
            null,
            List.of(),
            config.keys(),
            config.random(),
            config.time(),
            config.keyLog(),
            false);
    return new ServerHandshake(server, carrier, new SiteDisguise(flight));
  }
}
