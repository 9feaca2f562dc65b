package dev.motet.tls;

import dev.motet.crypto.Providers;
import dev.motet.io.Buffers;
import dev.motet.io.Conn;
import dev.motet.testkit.SeededRandom;
import dev.motet.tls.client.ClientHandshake;
import dev.motet.tls.fingerprint.PlainHello;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.handshake.HelloHook;
import dev.motet.tls.handshake.Identity;
import dev.motet.tls.handshake.KeyLog;
import dev.motet.tls.handshake.ServerConfig;
import dev.motet.tls.server.ServerHandshake;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/// A client and a server that say the same each time: random bytes come from a seed, time stands
/// still, and signatures of Ed25519 have no luck in them.
final class SeededEnds {
  private static final InstantSource TIME =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

  private final KeyPair pair = pair();

  TlsConn client(Conn below, Buffers buffers) {
    SecureRandom random = new SeededRandom(1);
    ClientConfig config =
        new ClientConfig(
            PlainHello.shape(0x0303, 0x0304, Set.of()),
            "server.example",
            true,
            null,
            0x0303,
            0x0304,
            Set.of(),
            (chain, name) -> pair.getPublic(),
            null,
            null,
            List.of(),
            Providers.plain(random),
            random,
            TIME,
            KeyLog.NONE,
            HelloHook.NONE,
            null,
            false);
    return TlsConn.of(below, carrier -> new ClientHandshake(config, carrier), buffers);
  }

  TlsConn server(Conn below, Buffers buffers) {
    SecureRandom random = new SeededRandom(2);
    Identity identity =
        new Identity(List.of(new byte[] {1, 2, 3}), pair.getPrivate(), List.of(0x0807), null);
    ServerConfig config =
        new ServerConfig(
            hello -> identity,
            List.of(),
            0x0304,
            0x0304,
            List.of(0x1301),
            List.of(0x1d),
            ServerConfig.ClientAuth.NO,
            null,
            List::of,
            null,
            List.of(),
            Providers.plain(random),
            random,
            TIME,
            KeyLog.NONE,
            false);
    return TlsConn.of(below, carrier -> new ServerHandshake(config, carrier), buffers);
  }

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
