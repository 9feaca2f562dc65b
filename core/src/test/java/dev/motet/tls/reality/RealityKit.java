package dev.motet.tls.reality;

import dev.motet.crypto.Providers;
import dev.motet.crypto.PublicKeys;
import dev.motet.crypto.X25519;
import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import dev.motet.io.Conn;
import dev.motet.io.ForwardingConn;
import dev.motet.tls.TlsConn;
import dev.motet.tls.client.ClientHandshake;
import dev.motet.tls.fingerprint.HelloShapes;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.handshake.HelloHook;
import dev.motet.tls.handshake.Identity;
import dev.motet.tls.handshake.KeyLog;
import dev.motet.tls.handshake.PeerVerifier;
import dev.motet.tls.handshake.ServerConfig;
import dev.motet.tls.message.ProtocolVersion;
import dev.motet.tls.server.SealedTickets;
import dev.motet.tls.server.ServerHandshake;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A client, a server and a site of REALITY, of which a test changes what it wants.
final class RealityKit {
  static final String NAME = "site.example";
  static final byte[] SHORT_ID = {1, 2, 3, 4, 0, 0, 0, 0};

  final SecureRandom random = new SecureRandom();
  final PublicKeys keys = Providers.plain(random);
  final Buffers buffers = new Buffers();
  final byte[] privateKey = X25519.newPrivateKey(random);
  private static final KeyPair SITE_KEY = pair();

  final KeyPair siteKey = SITE_KEY;
  Instant now = Instant.parse("2026-11-01T00:00:00Z");
  Instant clientNow = now;
  String shape = "chrome";
  String name = NAME;
  byte[] shortId = SHORT_ID;
  byte[] publicKey = X25519.publicKey(privateKey);
  int version = RealityClient.DEFAULT_VERSION;
  int minVersion;
  List<Integer> siteSuites = List.of(0x1301, 0x1302, 0x1303);
  List<Integer> siteGroups = List.of(0x11ec, 0x1d);
  List<String> siteAlpn = List.of("http/1.1");
  boolean siteJoins;
  boolean siteGivesTickets = true;

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  RealityClient client() {
    PeerVerifier site = (chain, peer) -> siteKey.getPublic(); // any other certificate is the site's
    return new RealityClient(publicKey, shortId, version, site, () -> clientNow);
  }

  /// Without a client of REALITY an ordinary visitor.
  TlsConn connect(Conn below, HelloHook hook, PeerVerifier verifier) {
    ClientConfig config =
        new ClientConfig(
            HelloShapes.of(shape, random),
            name,
            true,
            null,
            ProtocolVersion.TLS_1_3,
            ProtocolVersion.TLS_1_3,
            Set.of(),
            verifier,
            null,
            null,
            List.of(),
            keys,
            random,
            () -> clientNow,
            KeyLog.NONE,
            hook,
            null,
            false);
    return TlsConn.of(below, carrier -> new ClientHandshake(config, carrier), buffers);
  }

  RealityServer server() {
    return new RealityServer(
        new RealityServerConfig(
            Set.of(NAME),
            privateKey,
            List.of(SHORT_ID),
            Duration.ofMinutes(1),
            minVersion,
            0xffffff,
            keys,
            random,
            () -> now,
            KeyLog.NONE));
  }

  /// The site: shakes hands and answers a request.
  void serveSite(Conn below) throws IOException {
    Identity identity =
        new Identity(
            List.of(new byte[700], new byte[900]), siteKey.getPrivate(), List.of(0x0804), null);
    ServerConfig config =
        new ServerConfig(
            hello -> identity,
            siteAlpn,
            ProtocolVersion.TLS_1_3,
            ProtocolVersion.TLS_1_3,
            siteSuites,
            siteGroups,
            ServerConfig.ClientAuth.NO,
            null,
            List::of,
            siteGivesTickets ? new SealedTickets(random, () -> now) : null,
            List.of(),
            keys,
            random,
            () -> now,
            KeyLog.NONE,
            false);
    try (TlsConn conn =
        TlsConn.of(below, carrier -> new ServerHandshake(config, carrier), buffers)) {
      conn.joinMessages(siteJoins);
      conn.handshake();
      Buffer in = Buffer.allocate(4096);
      if (conn.read(in) >= 0) {
        conn.write(Buffer.copyOf("page".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        conn.closeWrite();
      }
    }
  }

  /// Keeps what is read through it.
  static final class Watched extends ForwardingConn {
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    Watched(Conn below) {
      super(below);
    }

    @Override
    public int read(Buffer into) throws IOException {
      int from = into.to;
      int count = below.read(into);
      synchronized (this) {
        read.write(into.array, from, into.to - from);
      }
      return count;
    }

    @Override
    public void write(Buffer from) throws IOException {
      synchronized (this) {
        written.write(from.array, from.from, from.length());
      }
      below.write(from);
    }

    synchronized byte[] read() {
      return read.toByteArray();
    }

    synchronized byte[] written() {
      return written.toByteArray();
    }

    /// Types and lengths of the records that were read.
    List<String> recordsRead() {
      return records(read());
    }
  }

  /// Types and lengths of records.
  static List<String> records(byte[] bytes) {
    List<String> records = new ArrayList<>();
    for (int at = 0; at + 5 <= bytes.length; ) {
      int length = ((bytes[at + 3] & 0xff) << 8) + (bytes[at + 4] & 0xff);
      records.add(bytes[at] + " " + (length + 5));
      at += 5 + length;
    }
    return records;
  }
}
