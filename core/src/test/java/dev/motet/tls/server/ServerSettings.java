package dev.motet.tls.server;

import dev.motet.crypto.Providers;
import dev.motet.crypto.PublicKeys;
import dev.motet.tls.handshake.Identity;
import dev.motet.tls.handshake.KeyLog;
import dev.motet.tls.handshake.PeerVerifier;
import dev.motet.tls.handshake.ServerConfig;
import dev.motet.tls.message.ProtocolVersion;
import dev.motet.tls.message.SignatureScheme;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Settings of a server for tests, of which each is changed alone.
final class ServerSettings {
  static final PublicKeys KEYS = Providers.plain(new SecureRandom());
  static final byte[] LEAF = "leaf".getBytes(StandardCharsets.US_ASCII);

  final KeyPair keyPair;
  Identity identity;
  List<String> alpn = List.of();
  List<Integer> suites = List.of(0x1301, 0x1302, 0x1303);
  List<Integer> groups = List.of(0x11ec, 0x1d, 0x17, 0x18);
  ServerConfig.ClientAuth clientAuth = ServerConfig.ClientAuth.NO;
  @Nullable PeerVerifier verifier;
  ServerConfig.@Nullable TicketKey tickets;
  KeyLog keyLog = KeyLog.NONE;
  boolean quic;
  Instant now = Instant.parse("2026-01-01T00:00:00Z");

  ServerSettings() {
    this(pair("EC", 256), SignatureScheme.ECDSA_SECP256R1_SHA256);
  }

  ServerSettings(KeyPair keyPair, Integer... schemes) {
    this.keyPair = keyPair;
    this.identity = new Identity(List.of(LEAF), keyPair.getPrivate(), List.of(schemes), null);
  }

  static KeyPair pair(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (bits > 0) {
        generator.initialize(bits);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  ServerConfig config() {
    InstantSource time = () -> now;
    return new ServerConfig(
        hello -> identity,
        alpn,
        ProtocolVersion.TLS_1_3,
        ProtocolVersion.TLS_1_3,
        suites,
        groups,
        clientAuth,
        verifier,
        List::of,
        tickets,
        List.of(),
        KEYS,
        new SecureRandom(),
        time,
        keyLog,
        quic);
  }
}
