package dev.motet.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.crypto.Providers;
import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import dev.motet.io.Conn;
import dev.motet.io.ConnListener;
import dev.motet.io.NioBackend;
import dev.motet.io.ProtocolException;
import dev.motet.io.SocketConfig;
import dev.motet.io.Timeouts;
import dev.motet.testkit.Background;
import dev.motet.testkit.Pipe;
import dev.motet.testkit.TestCertificate;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.Identity;
import dev.motet.tls.handshake.KeyLog;
import dev.motet.tls.handshake.Negotiated;
import dev.motet.tls.handshake.ServerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which client gets which server, and the JDK's TLS 1.2 behind the seam.
class TlsServerChoiceTest {
  @TempDir static Path folder;

  private static TestCertificate certificate;
  private static Identity identity;

  private final Timeouts timeouts = Timeouts.system();
  private final NioBackend sockets = new NioBackend(timeouts);
  private final Buffers buffers = new Buffers();
  private ConnListener listener;
  private List<String> alpn = List.of();
  private int minVersion = 0x0303;
  private int maxVersion = 0x0304;
  private ServerConfig.Identities identities = hello -> identity;

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = TestCertificate.create(folder);
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(certificate.keys())) {
      store.load(in, "secret".toCharArray());
    }
    List<byte[]> chain = new ArrayList<>();
    for (Certificate shown : store.getCertificateChain("a")) {
      chain.add(shown.getEncoded());
    }
    PrivateKey key = (PrivateKey) store.getKey("a", "secret".toCharArray());
    identity = new Identity(chain, key, List.of(0x0503), null);
  }

  @BeforeEach
  void listen() throws Exception {
    listener =
        sockets.listen(
            new java.net.InetSocketAddress(java.net.InetAddress.ofLiteral("127.0.0.1"), 0),
            SocketConfig.DEFAULT);
  }

  @AfterEach
  void close() {
    listener.close();
    sockets.close();
    timeouts.close();
    assertThat(buffers.lent()).isZero();
  }

  private ServerConfig config() {
    return new ServerConfig(
        identities,
        alpn,
        minVersion,
        maxVersion,
        List.of(0x1301, 0x1302, 0x1303),
        List.of(0x1d, 0x17, 0x18),
        ServerConfig.ClientAuth.NO,
        null,
        List::of,
        null,
        List.of(),
        Providers.plain(new SecureRandom()),
        new SecureRandom(),
        InstantSource.system(),
        KeyLog.NONE,
        false);
  }

  /// Serves one client, which gets back what it sends until it ends.
  private Background<Negotiated> echo() {
    return Background.call(() -> {
      try (Conn accepted = listener.accept();
          SecuredConn conn = TlsConn.server(accepted, config(), buffers)) {
        conn.handshake();
        Buffer block = Buffer.allocate(30_000);
        while (conn.read(block.clear()) >= 0) {
          conn.write(block);
        }
        conn.closeWrite();
        return conn.negotiated();
      }
    });
  }

  private SSLSocket client(String... protocols) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(certificate.pem())) {
      store.setCertificateEntry(
          "a", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket("127.0.0.1", listener.localAddress().getPort());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(protocols);
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    return socket;
  }

  private static void exchange(SSLSocket socket, int bytes) throws Exception {
    byte[] sent = new byte[bytes];
    new Random(bytes).nextBytes(sent);
    var sending = Background.run(() -> socket.getOutputStream().write(sent));
    assertThat(socket.getInputStream().readNBytes(bytes)).isEqualTo(sent);
    sending.get();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
      })
  void clientsWithoutTls13GetTls12(String suite) throws Exception {
    alpn = List.of("http/1.1", "h2");
    Background<Negotiated> serving = echo();
    try (SSLSocket socket = client("TLSv1.2")) {
      socket.setEnabledCipherSuites(new String[] {suite});
      exchange(socket, 5);
      exchange(socket, 1 << 20);
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
      assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
    }
    Negotiated negotiated = serving.get();
    assertThat(negotiated.version()).isEqualTo(0x0303);
    assertThat(negotiated.suite().name()).isEqualTo(suite);
    assertThat(negotiated.alpn()).isEqualTo("h2");
    assertThat(negotiated.peerCertificates()).isEmpty();
  }

  @Test
  void clientsWithTls13GetOurs() throws Exception {
    Background<Negotiated> serving = echo();
    try (SSLSocket socket = client("TLSv1.3", "TLSv1.2")) {
      exchange(socket, 1 << 20);
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
    }
    assertThat(serving.get().version()).isEqualTo(0x0304);
  }

  @Test
  void aServerWithoutTls13SpeaksTls12WithEverybody() throws Exception {
    maxVersion = 0x0303;
    Background<Negotiated> serving = echo();
    try (SSLSocket socket = client("TLSv1.3", "TLSv1.2")) {
      exchange(socket, 100);
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
    }
    assertThat(serving.get().version()).isEqualTo(0x0303);
  }

  @Test
  void aServerWithoutTls12RefusesIt() throws Exception {
    minVersion = 0x0304;
    Background<Negotiated> serving = echo();
    try (SSLSocket socket = client("TLSv1.2")) {
      assertThatThrownBy(socket::startHandshake)
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("protocol_version");
    }
    assertThat(serving.failure()).isInstanceOf(AlertException.class);
  }

  @Test
  void aClientOfTls12IsToldWhyItIsRefused() throws Exception {
    alpn = List.of("imap");
    Background<Negotiated> serving = echo();
    try (SSLSocket socket = client("TLSv1.2")) {
      assertThatThrownBy(socket::startHandshake).hasMessageContaining("no_application_protocol");
    }
    assertThat(serving.failure()).isInstanceOf(ProtocolException.class);
    identities =
        hello -> {
          throw new AlertException(Alert.UNRECOGNIZED_NAME, "no certificate for it");
        };
    serving = echo();
    try (SSLSocket socket = client("TLSv1.2")) {
      assertThatThrownBy(socket::startHandshake).hasMessageContaining("unrecognized_name");
    }
    assertThat(serving.failure()).isInstanceOf(AlertException.class);
  }

  // a handshake costs the server more than the client that asks for another one
  @Test
  void refusesRenegotiation() throws Exception {
    Background<Negotiated> serving = echo();
    try (SSLSocket socket = client("TLSv1.2")) {
      exchange(socket, 10);
      assertThatThrownBy(
              () -> {
                socket.startHandshake();
                exchange(socket, 10);
              })
          .isInstanceOf(IOException.class);
    }
    assertThat(serving.failure()).hasMessageContaining("second handshake");
  }

  @Test
  void halfCloseLeavesTheOtherDirectionOpen() throws Exception {
    Background<Negotiated> serving = echo();
    try (SSLSocket socket = client("TLSv1.2")) {
      exchange(socket, 10);
      socket.shutdownOutput();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(serving.get()).isNotNull();
  }

  @Test
  void aHelloMayComeByteByByteAndInManyRecords() throws Exception {
    byte[] hello = new dev.motet.testkit.HelloBytes().version(0x0303).withoutExtensions().message();
    Pipe pipe = Pipe.withReadiness();
    var reading = Background.call(() -> HelloPeek.read(pipe.b(), buffers));
    for (byte part : hello) {
      pipe.a().write(Buffer.wrap(new byte[] {22, 3, 1, 0, 1}));
      pipe.a().write(Buffer.wrap(new byte[] {part}));
    }
    HelloPeek peek = reading.get();
    assertThat(peek.hello()).isNotNull();
    assertThat(peek.bytes().length()).isEqualTo(6 * hello.length);
  }

  @Test
  void whatIsNoHelloIsLeftToTheEngine() throws Exception {
    for (byte[] bytes :
        new byte[][] {
          "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
          {22, 3, 1, 0, 4, 2, 0, 0, 0},
          {22, 3, 1, 0, 4, 1, 0, 0, 0},
          {}
        }) {
      Pipe pipe = Pipe.create();
      pipe.a().write(Buffer.wrap(bytes.clone()));
      pipe.a().closeWrite();
      HelloPeek peek = HelloPeek.read(pipe.b(), buffers);
      assertThat(peek.hello()).isNull();
      assertThat(peek.bytes().toBytes()).isEqualTo(bytes);
    }
    Pipe pipe = Pipe.create();
    byte[] endless = new byte[30_000];
    Arrays.fill(endless, (byte) 22);
    pipe.a().write(Buffer.wrap(endless));
    assertThat(HelloPeek.read(pipe.b(), buffers).bytes().length())
        .isBetween(HelloPeek.MAX_BYTES, HelloPeek.MAX_BYTES + Buffers.LARGE);
  }

  @Tag("interop")
  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void servesOpenSsl(String version) throws Exception {
    Background<Negotiated> serving = echo();
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "s_client",
                "-quiet",
                "-connect",
                "127.0.0.1:" + listener.localAddress().getPort(),
                "-CAfile",
                certificate.pem().toString(),
                "-verify_return_error",
                version)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    openssl.getOutputStream().write("hello from openssl\n".getBytes(StandardCharsets.US_ASCII));
    openssl.getOutputStream().flush();
    assertThat(openssl.getInputStream().readNBytes(19))
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("hello from openssl\n");
    openssl.destroy();
    openssl.waitFor();
    assertThat(serving.get().version()).isEqualTo(version.equals("-tls1_2") ? 0x0303 : 0x0304);
  }
}
