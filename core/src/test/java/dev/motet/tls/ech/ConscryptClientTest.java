package dev.motet.tls.ech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.crypto.Providers;
import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import dev.motet.testkit.SeededRandom;
import dev.motet.testkit.Serving;
import dev.motet.testkit.TestCertificate;
import dev.motet.tls.TlsConn;
import dev.motet.tls.handshake.Identity;
import dev.motet.tls.handshake.KeyLog;
import dev.motet.tls.handshake.Negotiated;
import dev.motet.tls.handshake.ServerConfig;
import dev.motet.tls.server.ServerHandshake;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.conscrypt.Conscrypt;
import org.conscrypt.DomainEncryptionMode;
import org.conscrypt.EchConfigMismatchException;
import org.conscrypt.NetworkSecurityPolicy;
import org.conscrypt.metrics.CertificateTransparencyVerificationReason;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The server against BoringSSL's client, which hides its hello.
class ConscryptClientTest {
  private static final char[] PASSWORD = "secret".toCharArray();

  @TempDir static Path folder;
  private static Identity identity;

  private final EchKey key = EchKey.generate("public.example", new SeededRandom(1));
  private final EchKey other = EchKey.generate("public.example", new SeededRandom(2));
  private final BlockingQueue<Negotiated> negotiated = new ArrayBlockingQueue<>(4);
  private List<Integer> groups = List.of(0x1d, 0x17);

  @BeforeAll
  static void prepare() throws Exception {
    Assumptions.assumeTrue(Conscrypt.isAvailable(), "no BoringSSL for this machine");
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(TestCertificate.create(folder).keys())) {
      store.load(in, PASSWORD);
    }
    identity =
        new Identity(
            List.of(store.getCertificate("a").getEncoded()),
            (PrivateKey) store.getKey("a", PASSWORD),
            List.of(0x0503), // keytool makes keys of P-384
            null);
  }

  /// With a HelloRetryRequest where the group is not the one that it sends a share of.
  @ParameterizedTest
  @ValueSource(ints = {0x1d, 0x18})
  void theHiddenHelloIsTaken(int group) throws Exception {
    groups = List.of(group);
    try (Serving server =
            Serving.start(conn -> serve(TlsConn.of(conn, this::shake, new Buffers())));
        SSLSocket client = connect(server, EchConfig.writeList(List.of(key.config())))) {
      client.startHandshake();
      client.getOutputStream().write(7);
      assertThat(client.getInputStream().read()).isEqualTo(7);
      Negotiated agreed = negotiated.poll(30, TimeUnit.SECONDS);
      assertThat(agreed.ech()).isTrue();
      assertThat(agreed.serverName()).isEqualTo("hidden.example");
      assertThat(agreed.group()).isEqualTo(group);
    }
  }

  @Test
  void anotherKeyIsToldOf() throws Exception {
    try (Serving server =
            Serving.start(conn -> serve(TlsConn.of(conn, this::shake, new Buffers())));
        SSLSocket client = connect(server, EchConfig.writeList(List.of(other.config())))) {
      assertThatThrownBy(client::startHandshake)
          .isInstanceOfSatisfying(
              EchConfigMismatchException.class,
              e -> {
                assertThat(e.getPublicHostname()).isEqualTo("public.example");
                assertThat(e.getRetryConfigList().toBytes())
                    .isEqualTo(EchConfig.writeList(List.of(key.config())));
              });
    }
  }

  private dev.motet.tls.handshake.Handshake shake(dev.motet.tls.handshake.Carrier carrier) {
    ServerConfig config =
        new ServerConfig(
            hello -> identity,
            List.of(),
            0x0304,
            0x0304,
            List.of(0x1301),
            groups,
            ServerConfig.ClientAuth.NO,
            null,
            () -> List.of(key),
            null,
            List.of(),
            Providers.plain(new SecureRandom()),
            new SecureRandom(),
            InstantSource.system(),
            KeyLog.NONE,
            false);
    return new ServerHandshake(config, carrier);
  }

  /// Gives back one byte.
  private void serve(TlsConn conn) throws Exception {
    try (conn) {
      conn.handshake();
      negotiated.add(conn.negotiated());
      Buffer one = Buffer.allocate(1);
      if (conn.read(one) > 0) {
        conn.write(one);
      }
    }
  }

  private static SSLSocket connect(Serving server, byte[] configs) throws Exception {
    SSLContext context = SSLContext.getInstance("TLSv1.3", Conscrypt.newProvider());
    context.init(null, new TrustManager[] {new Anyone()}, null);
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port());
    Conscrypt.setHostname(socket, "hidden.example");
    Conscrypt.setEchConfigList(socket, configs);
    return socket;
  }

  /// Believes every certificate, and wants hellos to be hidden, which Conscrypt asks trust managers
  /// for.
  public static final class Anyone implements X509TrustManager {
    public NetworkSecurityPolicy getNetworkSecurityPolicy() {
      return new Hiding();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static final class Hiding implements NetworkSecurityPolicy {
    @Override
    public boolean isCertificateTransparencyVerificationRequired(String name) {
      return false;
    }

    @Override
    public CertificateTransparencyVerificationReason getCertificateTransparencyVerificationReason(
        String name) {
      return CertificateTransparencyVerificationReason.UNKNOWN;
    }

    @Override
    public DomainEncryptionMode getDomainEncryptionMode(String name) {
      return DomainEncryptionMode.REQUIRED;
    }
  }
}
