package dev.motet.bench;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.IntFunction;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/// A client's and a server's `SSLEngine` in memory, of the JDK or of BoringSSL (netty-tcnative),
/// each with the kind of buffers that it is fastest with. They speak TLS 1.3 with AES-128-GCM and
/// X25519, and the client believes everybody.
final class TlsEngines {
  private static final int ROOM = 40_000;
  private static final String SUITE = "TLS_AES_128_GCM_SHA256";

  /// What a server shows.
  record Shown(PrivateKey key, X509Certificate certificate, KeyStore store) {
    /// @param algorithm as keytool names it: `EC` for P-256, `Ed25519`
    static Shown create(String algorithm) throws IOException, GeneralSecurityException {
      Path folder = Files.createTempDirectory("motet-bench");
      Path file = folder.resolve("keys.p12");
      String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
      String group = algorithm.equals("EC") ? "-groupname" : "-validity";
      Process made =
          new ProcessBuilder(
                  tool, "-genkeypair", "-alias", "a", "-keyalg", algorithm, group,
                  algorithm.equals("EC") ? "secp256r1" : "90", "-dname", "CN=bench", "-keystore",
                  file.toString(), "-storepass", "secret")
              .inheritIO()
              .start();
      try {
        if (made.waitFor() != 0) {
          throw new IOException("keytool failed");
        }
      } catch (InterruptedException e) {
        throw new IOException("interrupted", e);
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, "secret".toCharArray());
      }
      Files.delete(file);
      Files.delete(folder);
      return new Shown(
          (PrivateKey) store.getKey("a", "secret".toCharArray()),
          (X509Certificate) store.getCertificate("a"),
          store);
    }
  }

  /// Makes both ends of a new connection.
  interface Maker {
    TlsEngines make() throws IOException;
  }

  private final SSLEngine client;
  private final SSLEngine server;
  private final ByteBuffer wire;
  private final ByteBuffer opened;
  private final ByteBuffer content;

  private TlsEngines(SSLEngine client, SSLEngine server, IntFunction<ByteBuffer> buffers) {
    this.client = client;
    this.server = server;
    this.wire = buffers.apply(ROOM);
    this.opened = buffers.apply(ROOM);
    this.content = buffers.apply(ROOM);
  }

  static Maker ofJdk(Shown shown) throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("NewSunX509");
    keys.init(
        new javax.net.ssl.KeyStoreBuilderParameters(
            KeyStore.Builder.newInstance(
                shown.store(), new KeyStore.PasswordProtection("secret".toCharArray()))));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        keys.getKeyManagers(), InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    return () -> {
      SSLEngine client = context.createSSLEngine(); // without a peer nothing is resumed
      client.setUseClientMode(true);
      SSLEngine server = context.createSSLEngine();
      server.setUseClientMode(false);
      for (SSLEngine engine : new SSLEngine[] {client, server}) {
        var parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setCipherSuites(new String[] {SUITE});
        parameters.setNamedGroups(new String[] {"x25519"});
        engine.setSSLParameters(parameters);
      }
      return new TlsEngines(client, server, ByteBuffer::allocate).shake();
    };
  }

  static Maker ofBoringSsl(Shown shown) throws IOException {
    SslContext forClients =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.OPENSSL_REFCNT)
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .endpointIdentificationAlgorithm(null)
            .protocols("TLSv1.3")
            .build();
    SslContext forServers =
        SslContextBuilder.forServer(shown.key(), shown.certificate())
            .sslProvider(SslProvider.OPENSSL_REFCNT)
            .protocols("TLSv1.3")
            .build();
    return () ->
        new TlsEngines(
                forClients.newEngine(ByteBufAllocator.DEFAULT),
                forServers.newEngine(ByteBufAllocator.DEFAULT),
                ByteBuffer::allocateDirect)
            .shake();
  }

  String suite() {
    return client.getSession().getCipherSuite();
  }

  /// Seals so many bytes at the client and opens them at the server.
  void move(int bytes) throws SSLException {
    content.clear().limit(bytes);
    wire.clear();
    while (content.hasRemaining()) {
      client.wrap(content, wire);
    }
    wire.flip();
    opened.clear();
    for (int records = 0; opened.position() < bytes; records++) {
      server.unwrap(wire, opened);
      if (records > bytes) {
        throw new SSLException("lost some of " + bytes);
      }
    }
  }

  /// Both have to be let go of: those of BoringSSL are counted.
  void close() {
    io.netty.util.ReferenceCountUtil.release(client);
    io.netty.util.ReferenceCountUtil.release(server);
  }

  private TlsEngines shake() throws SSLException {
    ByteBuffer toServer = ByteBuffer.allocate(ROOM);
    ByteBuffer toClient = ByteBuffer.allocate(ROOM);
    client.beginHandshake();
    server.beginHandshake();
    for (int turn = 0; turn < 20; turn++) {
      pass(client, server, toServer);
      pass(server, client, toClient);
      if (isDone(client) && isDone(server) && turn > 1) {
        return this;
      }
    }
    throw new SSLException(
        "no end of the handshake: "
            + client.getHandshakeStatus()
            + " and "
            + server.getHandshakeStatus());
  }

  private static boolean isDone(SSLEngine engine) {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
  }

  /// Moves what one has to say to the other; what that one does not take yet stays on the wire.
  private void pass(SSLEngine from, SSLEngine to, ByteBuffer between) throws SSLException {
    tasks(from);
    content.clear().limit(0);
    do { // BoringSSL's client has its last flight to send though it says that it is done
      from.wrap(content, between);
      tasks(from);
    } while (from.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
    between.flip();
    int before = -1;
    while (between.hasRemaining() && between.position() != before) {
      before = between.position();
      opened.clear();
      to.unwrap(between, opened);
      tasks(to);
    }
    between.compact();
  }

  private static void tasks(SSLEngine engine) {
    while (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
      Runnable task = engine.getDelegatedTask();
      if (task != null) {
        task.run();
      }
    }
  }
}
