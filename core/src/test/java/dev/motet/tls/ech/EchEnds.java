package dev.motet.tls.ech;

import dev.motet.crypto.Providers;
import dev.motet.crypto.PublicKeys;
import dev.motet.testkit.MemoryCarrier;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.client.ClientHandshake;
import dev.motet.tls.fingerprint.HelloShape;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.handshake.HelloHook;
import dev.motet.tls.handshake.Identity;
import dev.motet.tls.handshake.KeyLog;
import dev.motet.tls.handshake.ServerConfig;
import dev.motet.tls.server.ServerHandshake;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A client and a server that shake hands without records, with what they said.
final class EchEnds {
  private static final PublicKeys KEYS = Providers.plain(new SecureRandom());

  private final KeyPair pair;
  private final KeyPair curvePair;
  private final HelloShape shape;
  final Source source;
  List<EchKey> serverKeys = List.of();
  List<Integer> groups = List.of(0x11ec, 0x1d, 0x17, 0x18);
  ServerConfig.ClientAuth clientAuth = ServerConfig.ClientAuth.NO;
  HelloHook hook = HelloHook.NONE;
  boolean hides = true;
  @Nullable String serverName = "secret.example.org";

  /// Names that the client asked to verify.
  final List<String> verified = new ArrayList<>();

  /// Messages that the client sent, those of the server in turn.
  final List<byte[]> fromClient = new ArrayList<>();

  final List<byte[]> fromServer = new ArrayList<>();
  final MemoryCarrier clientSide = new MemoryCarrier();
  final MemoryCarrier serverSide = new MemoryCarrier();
  @Nullable ClientHandshake client;
  @Nullable ServerHandshake server;

  /// Configurations that are given, and what came back.
  static final class Source implements EchConfigSource {
    byte @Nullable [] list;
    final List<byte[]> rejected = new ArrayList<>();

    @Override
    public byte @Nullable [] configs(String name) {
      return list;
    }

    @Override
    public void rejected(byte @Nullable [] retryConfigs) {
      rejected.add(retryConfigs == null ? new byte[0] : retryConfigs);
    }
  }

  EchEnds(HelloShape shape, List<EchKey> published) {
    this.shape = shape;
    this.source = new Source();
    source.list = EchConfig.writeList(published.stream().map(EchKey::config).toList());
    try {
      this.pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
      curve.initialize(256);
      this.curvePair = curve.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /// Until both have nothing to say; what one of them refuses is thrown.
  EchEnds shake() throws AlertException {
    ClientHandshake opening = new ClientHandshake(clientConfig(), clientSide);
    client = opening;
    ServerHandshake answering = new ServerHandshake(serverConfig(), serverSide);
    server = answering;
    opening.start();
    while (true) {
      List<byte[]> sent = clientSide.take();
      fromClient.addAll(sent);
      for (byte[] message : sent) {
        answering.receive(message.clone());
      }
      List<byte[]> answers = serverSide.take();
      fromServer.addAll(answers);
      if (answers.isEmpty()) {
        return this;
      }
      for (byte[] message : answers) {
        opening.receive(message.clone());
      }
    }
  }

  private ClientConfig clientConfig() {
    return new ClientConfig(
        shape,
        serverName,
        true,
        null,
        0x0303,
        0x0304,
        Set.of(),
        (chain, name) -> {
          verified.add(String.valueOf(name));
          return curvePair.getPublic();
        },
        new Identity(
            List.of("client".getBytes(StandardCharsets.US_ASCII)),
            pair.getPrivate(),
            List.of(0x0807),
            null),
        hides ? source : null,
        List.of(),
        KEYS,
        new SecureRandom(),
        java.time.InstantSource.system(),
        KeyLog.NONE,
        hook,
        null,
        false);
  }

  private ServerConfig serverConfig() {
    Identity identity =
        new Identity(
            List.of("server".getBytes(StandardCharsets.US_ASCII)),
            curvePair.getPrivate(),
            List.of(0x0403),
            null);
    return new ServerConfig(
        hello -> identity,
        List.of("h2"),
        0x0304,
        0x0304,
        List.of(0x1301, 0x1302, 0x1303),
        groups,
        clientAuth,
        (chain, name) -> pair.getPublic(),
        () -> serverKeys,
        null,
        List.of(),
        KEYS,
        new SecureRandom(),
        java.time.InstantSource.system(),
        KeyLog.NONE,
        false);
  }
}
