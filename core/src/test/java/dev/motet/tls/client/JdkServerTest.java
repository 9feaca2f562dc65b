package dev.motet.tls.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import dev.motet.io.NioBackend;
import dev.motet.io.SocketConfig;
import dev.motet.io.Timeouts;
import dev.motet.testkit.Background;
import dev.motet.testkit.TestCertificate;
import dev.motet.tls.TlsConn;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The client against the server of the JDK.
class JdkServerTest {
  private static final int MIB = 1 << 20;

  @TempDir static Path folder;

  private final ClientSettings settings = new ClientSettings();
  private final Timeouts timeouts = Timeouts.system();
  private final NioBackend backend = new NioBackend(timeouts);
  private SSLServerSocket listener;

  @BeforeEach
  void listen() throws Exception {
    Path keys = folder.resolve("keys.p12");
    TestCertificate certificate =
        java.nio.file.Files.exists(keys)
            ? new TestCertificate(keys, folder.resolve("certificate.pem"))
            : TestCertificate.create(folder);
    listener =
        (SSLServerSocket)
            certificate
                .server()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    settings.verifier = ClientSettings.ANYONE;
  }

  @AfterEach
  void close() throws Exception {
    listener.close();
    backend.close();
    timeouts.close();
  }

  @ParameterizedTest
  @CsvSource({
    "TLSv1.3, TLS_AES_128_GCM_SHA256",
    "TLSv1.3, TLS_AES_256_GCM_SHA384",
    "TLSv1.3, TLS_CHACHA20_POLY1305_SHA256",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
  })
  void exchangesAMebibyte(String version, String suite) throws Exception {
    listener.setEnabledProtocols(new String[] {version});
    listener.setEnabledCipherSuites(new String[] {suite});
    Buffers buffers = new Buffers();
    Background<Void> serving = Background.run(this::echo);
    try (TlsConn client = connect(buffers)) {
      client.handshake();
      assertThat(client.negotiated().suite().name()).isEqualTo(suite);
      Background<Void> writing =
          Background.run(() -> {
            for (int done = 0; done < MIB; done += 8192) {
              Buffer block = Buffer.allocate(8192);
              block.append(bytes(done), 0, 8192);
              client.write(block);
            }
            client.closeWrite();
          });
      Buffer into = Buffer.allocate(MIB);
      while (into.length() < MIB && client.read(into) >= 0) {
        assertThat(into.length()).isPositive();
      }
      writing.get();
      serving.get();
      byte[] received = into.toBytes();
      for (int at = 0; at < MIB; at += 8192) {
        assertThat(Arrays.copyOfRange(received, at, at + 8192)).isEqualTo(bytes(at));
      }
    }
    assertThat(buffers.lent()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x17, 0x18})
  void answersHelloRetryRequests(int group) throws Exception {
    listener.setEnabledProtocols(new String[] {"TLSv1.3"});
    var parameters = listener.getSSLParameters();
    parameters.setNamedGroups(new String[] {group == 0x17 ? "secp256r1" : "secp384r1"});
    listener.setSSLParameters(parameters);
    Background<Void> serving = Background.run(this::echo);
    try (TlsConn client = connect(new Buffers())) {
      client.handshake();
      assertThat(client.negotiated().group()).isEqualTo(group);
      client.closeWrite();
      serving.get();
    }
  }

  @Test
  void minimumVersionRefusesTls12() throws Exception {
    settings.minVersion = 0x0304;
    listener.setEnabledProtocols(new String[] {"TLSv1.2"});
    Background<Void> serving = Background.run(this::echo);
    try (TlsConn client = connect(new Buffers())) {
      assertThatThrownBy(client::handshake).hasMessageContaining("server chose version 0x0303");
      assertThatThrownBy(serving::get).hasStackTraceContaining("protocol_version");
    }
  }

  private static byte[] bytes(int seed) {
    byte[] bytes = new byte[8192];
    new java.util.Random(seed).nextBytes(bytes);
    return bytes;
  }

  private TlsConn connect(Buffers buffers) throws Exception {
    InetSocketAddress to = (InetSocketAddress) listener.getLocalSocketAddress();
    return TlsConn.of(
        backend.connect(to, SocketConfig.DEFAULT),
        carrier -> new ClientHandshake(settings.config(), carrier),
        buffers);
  }

  private void echo() throws Exception {
    try (SSLSocket socket = (SSLSocket) listener.accept()) {
      socket.getInputStream().transferTo(socket.getOutputStream());
      socket.shutdownOutput();
    }
  }
}
