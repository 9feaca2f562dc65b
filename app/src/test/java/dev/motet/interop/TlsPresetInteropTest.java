package dev.motet.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.crypto.Providers;
import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import dev.motet.io.NioBackend;
import dev.motet.io.SocketConfig;
import dev.motet.io.Timeouts;
import dev.motet.tls.TlsConn;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.client.ClientHandshake;
import dev.motet.tls.fingerprint.HelloShape;
import dev.motet.tls.fingerprint.HelloShapes;
import dev.motet.tls.fingerprint.PlainHello;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.handshake.HelloHook;
import dev.motet.tls.handshake.KeyLog;
import dev.motet.tls.handshake.Negotiated;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A handshake and a request with the hello of every fingerprint, against servers that others
/// wrote.
@Tag("interop")
class TlsPresetInteropTest {
  private static final int TLS_1_2 = 0x0303;
  private static final int TLS_1_3 = 0x0304;
  private static final int SECP384R1 = 0x0018;

  private final SecureRandom random = new SecureRandom();
  private final Buffers buffers = new Buffers();

  @TempDir Path folder;

  @Test
  void openssl() throws Exception {
    try (TlsPeers.Server server = TlsPeers.openssl(folder)) {
      all(server, TLS_1_3, "HTTP/1.0 200");
    }
  }

  // No hello has a share of P-384, all offer it.
  @Test
  void opensslThatAsksForAnotherShare() throws Exception {
    try (TlsPeers.Server server = TlsPeers.openssl(folder, "-groups", "P-384")) {
      Map<String, String> faults = new LinkedHashMap<>();
      for (HelloShape shape : shapes(true)) {
        try {
          assertThat(talk(server, shape, "HTTP/1.0 200").group()).isEqualTo(SECP384R1);
        } catch (IOException | AssertionError e) {
          faults.put(shape.name(), String.valueOf(e.getMessage()));
        }
      }
      assertThat(faults).isEmpty();
    }
  }

  @Test
  void opensslOfTls12() throws Exception {
    try (TlsPeers.Server server =
        TlsPeers.openssl(folder, "-tls1_2", "-cipher", "ECDHE+AESGCM:ECDHE+CHACHA20")) {
      all(server, TLS_1_2, "HTTP/1.0 200");
    }
  }

  @Test
  void jdk() throws Exception {
    try (TlsPeers.Server server = TlsPeers.jdk(folder)) {
      all(server, TLS_1_3, "HTTP/1.0 200");
    }
  }

  @Test
  void singBox() throws Exception {
    try (TlsPeers.Server server = TlsPeers.singBox(folder)) {
      all(server, TLS_1_3, "HTTP/1.0 ");
    }
  }

  // Its suites of ECDHE have CBC, which cannot be spoken.
  @Test
  void the360BrowserFailsWithAClearError() throws Exception {
    HelloShape shape = HelloShapes.of("360", random);
    try (TlsPeers.Server server = TlsPeers.openssl(folder, "-cipher", "ALL@SECLEVEL=0")) {
      assertThatThrownBy(() -> talk(server, shape, "HTTP/1.0 200"))
          .isInstanceOf(AlertException.class)
          .hasMessageContaining("suite")
          .extracting(e -> ((AlertException) e).alert())
          .isEqualTo(Alert.HANDSHAKE_FAILURE);
    }
    try (TlsPeers.Server server = TlsPeers.openssl(folder, "-cipher", "ECDHE+AESGCM")) {
      assertThatThrownBy(() -> talk(server, shape, "HTTP/1.0 200"))
          .hasMessageContaining("handshake_failure");
    }
  }

  // Fingerprints of TLS 1.3 get the version that the server prefers; android gets TLS 1.2.
  private void all(TlsPeers.Server server, int version, String answer) {
    Map<String, String> faults = new LinkedHashMap<>();
    List<HelloShape> shapes = shapes(version == TLS_1_3);
    shapes.add(HelloShapes.of("android", random));
    for (HelloShape shape : shapes) {
      int expected = shape.supportsTls13() ? version : TLS_1_2;
      try {
        assertThat(talk(server, shape, answer).version()).isEqualTo(expected);
      } catch (IOException | AssertionError e) {
        faults.put(shape.name(), String.valueOf(e.getMessage()));
      }
    }
    assertThat(faults).as("fingerprints that did not get through").isEmpty();
  }

  // One that is made up may have lost all suites of TLS 1.2 that a server likes.
  private List<HelloShape> shapes(boolean withRandomized) {
    List<HelloShape> shapes = new ArrayList<>();
    for (String name : HelloShapes.names()) {
      HelloShape shape = HelloShapes.of(name, random);
      if (shape.supportsTls13() && (withRandomized || !name.equals("randomized"))) {
        shapes.add(shape);
      }
    }
    for (int i = 0; withRandomized && i < 10; i++) {
      shapes.add(HelloShapes.of("randomized", random));
    }
    shapes.add(PlainHello.shape(TLS_1_2, TLS_1_3, Set.of()));
    return shapes;
  }

  private Negotiated talk(TlsPeers.Server server, HelloShape shape, String answer)
      throws IOException {
    InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    try (Timeouts timeouts = Timeouts.system();
        TlsConn conn =
            TlsConn.of(
                new NioBackend(timeouts).connect(to, SocketConfig.DEFAULT),
                carrier -> new ClientHandshake(config(shape), carrier),
                buffers)) {
      conn.handshake();
      String request = "GET /x HTTP/1.0\r\nHost: example.org\r\n\r\n";
      conn.write(Buffer.copyOf(request.getBytes(StandardCharsets.US_ASCII)));
      Buffer into = Buffer.allocate(answer.length());
      while (into.length() < answer.length()) {
        if (conn.read(into) < 0) {
          throw new IOException("the answer ended after " + into.length() + " bytes");
        }
      }
      assertThat(new String(into.toBytes(), StandardCharsets.US_ASCII)).isEqualTo(answer);
      return conn.negotiated();
    }
  }

  private ClientConfig config(HelloShape shape) {
    return new ClientConfig(
        shape,
        "example.org",
        true,
        List.of("http/1.1"),
        TLS_1_2,
        TLS_1_3,
        Set.of(),
        (chain, _) -> key(chain.getFirst()),
        null,
        null,
        List.of(),
        Providers.plain(random),
        random,
        InstantSource.system(),
        KeyLog.NONE,
        HelloHook.NONE,
        null,
        false);
  }

  private static PublicKey key(byte[] certificate) throws AlertException {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(certificate))
          .getPublicKey();
    } catch (CertificateException e) {
      throw new AlertException(Alert.BAD_CERTIFICATE, "no certificate: " + e.getMessage());
    }
  }
}
