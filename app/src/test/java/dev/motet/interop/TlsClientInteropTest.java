package dev.motet.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.crypto.Providers;
import dev.motet.crypto.PublicKeys;
import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import dev.motet.io.NioBackend;
import dev.motet.io.SocketConfig;
import dev.motet.io.Timeouts;
import dev.motet.tls.TlsConn;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.client.ClientHandshake;
import dev.motet.tls.fingerprint.HelloShapes;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.handshake.HelloHook;
import dev.motet.tls.handshake.Identity;
import dev.motet.tls.handshake.KeyLog;
import dev.motet.tls.handshake.Negotiated;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The TLS client against the servers of OpenSSL and GnuTLS.
@Tag("interop")
class TlsClientInteropTest {
  private static final PublicKeys KEYS = Providers.fastest(new SecureRandom());

  @TempDir Path folder;

  private final Timeouts timeouts = Timeouts.system();
  private final NioBackend backend = new NioBackend(timeouts);
  private final Buffers buffers = new Buffers();
  private final SecureRandom random = new SecureRandom();
  private @Nullable Identity identity;
  private @Nullable List<String> alpn;
  private @Nullable PeerProcess server;
  private int port;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
    backend.close();
    timeouts.close();
    assertThat(buffers.lent()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "TLS_AES_128_GCM_SHA256, X25519, 29",
    "TLS_AES_256_GCM_SHA384, P-256, 23",
    "TLS_CHACHA20_POLY1305_SHA256, P-384, 24"
  })
  void speaksTls13WithOpenssl(String suite, String groups, int group) throws Exception {
    openssl("EC", "-tls1_3", "-ciphersuites", suite, "-groups", groups);
    Negotiated negotiated = page("chrome", suite);
    assertThat(negotiated.version()).isEqualTo(0x0304);
    assertThat(negotiated.suite().name()).isEqualTo(suite);
    assertThat(negotiated.group()).isEqualTo(group);
  }

  @ParameterizedTest
  @CsvSource({
    "EC, ECDHE-ECDSA-AES128-GCM-SHA256, X25519, 49195",
    "EC, ECDHE-ECDSA-AES256-GCM-SHA384, P-256, 49196",
    "EC, ECDHE-ECDSA-CHACHA20-POLY1305, P-384, 52393",
    "RSA, ECDHE-RSA-AES128-GCM-SHA256, X25519, 49199",
    "RSA, ECDHE-RSA-AES256-GCM-SHA384, P-256, 49200",
    "RSA, ECDHE-RSA-CHACHA20-POLY1305, P-384, 52392"
  })
  void speaksTls12WithOpenssl(String key, String cipher, String groups, int suite)
      throws Exception {
    openssl(key, "-tls1_2", "-cipher", cipher, "-groups", groups);
    Negotiated negotiated = page("chrome", cipher);
    assertThat(negotiated.version()).isEqualTo(0x0303);
    assertThat(negotiated.suite().code()).isEqualTo(suite);
  }

  static Stream<String> fingerprints() {
    return HelloShapes.names().stream().filter(name -> !name.equals("360"));
  }

  @ParameterizedTest
  @MethodSource("fingerprints")
  void speaksAsEveryBrowser(String name) throws Exception {
    openssl("EC", "-alpn", "http/1.1");
    page(name, "HTTP/1.0 200");
    if (!name.equals("randomized")) { // drops suites as it likes, also all that can be spoken
      restart("RSA", "-tls1_2");
      page(name, "HTTP/1.0 200");
    }
  }

  /// 360 lists nothing but suites with CBC or RC4.
  @Test
  void suitesThatAreListedForLooksEndWithAClearError() throws Exception {
    openssl("RSA", "-tls1_2", "-cipher", "ALL@SECLEVEL=0");
    assertThatThrownBy(() -> page("360", ""))
        .isInstanceOf(AlertException.class)
        .hasMessageContaining("cannot be spoken");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_3", "-tls1_2"})
  void showsItsCertificate(String version) throws Exception {
    makeKey("EC", "client");
    identity =
        new Identity(
            List.of(pem("client.crt")),
            KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(pem("client.key"))),
            List.of(0x0403),
            null);
    openssl("EC", version, "-CAfile", "client.crt", "-Verify", "1", "-verify_return_error");
    page("chrome", "Verify return code: 0");
    identity = null;
    assertThatThrownBy(() -> page("chrome", "")).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_3", "-tls1_2"})
  void agreesOnAnApplicationProtocol(String version) throws Exception {
    alpn = List.of("x", "http/1.1");
    openssl("EC", version, "-alpn", "http/1.1");
    assertThat(page("chrome", "").alpn()).isEqualTo("http/1.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_3", "-tls1_2"})
  void toleratesAnOcspResponse(String version) throws Exception {
    makeKey("EC", "server");
    String index = "V\t991231235959Z\t\t01\tunknown\t/CN=server.example\n";
    Files.writeString(folder.resolve("index.txt"), index);
    run("ocsp", "-issuer", "server.crt", "-serial", "1", "-no_nonce", "-reqout", "request.der");
    run(
        "ocsp",
        "-index",
        "index.txt",
        "-CA",
        "server.crt",
        "-rsigner",
        "server.crt",
        "-rkey",
        "server.key",
        "-ndays",
        "1",
        "-reqin",
        "request.der",
        "-respout",
        "response.der");
    openssl("EC", version, "-status_file", "response.der");
    page("chrome", "");
  }

  @ParameterizedTest
  @CsvSource({
    "chrome, NORMAL:-VERS-ALL:+VERS-TLS1.3",
    "chrome, NORMAL:-VERS-ALL:+VERS-TLS1.2",
    "firefox, NORMAL:-VERS-ALL:+VERS-TLS1.3",
    "firefox, NORMAL:-VERS-ALL:+VERS-TLS1.2",
    "safari, NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-SECP384R1",
    "android, NORMAL"
  })
  void speaksWithGnutls(String name, String priority) throws Exception {
    gnutls("--priority", priority);
    page(name, "HTTP/1.0 200");
  }

  /// Fetches a page that contains the text.
  private Negotiated page(String name, String text) throws IOException {
    InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    ClientConfig config = config(name);
    try (TlsConn conn =
        TlsConn.of(
            backend.connect(to, SocketConfig.DEFAULT),
            carrier -> new ClientHandshake(config, carrier),
            buffers)) {
      conn.handshake();
      byte[] request = "GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      conn.write(Buffer.copyOf(request));
      StringBuilder page = new StringBuilder();
      Buffer into = Buffer.allocate(4096);
      while (conn.read(into.clear()) >= 0) {
        page.append(new String(into.toBytes(), StandardCharsets.ISO_8859_1));
      }
      assertThat(page.toString()).startsWith("HTTP/1.0 200").contains(text);
      return conn.negotiated();
    }
  }

  private ClientConfig config(String name) {
    return new ClientConfig(
        HelloShapes.of(name, random),
        "server.example",
        true,
        alpn,
        0x0303,
        0x0304,
        Set.of(),
        (chain, asked) -> key(chain.getFirst()),
        identity,
        null,
        List.of(),
        KEYS,
        random,
        InstantSource.system(),
        KeyLog.NONE,
        HelloHook.NONE,
        null,
        false);
  }

  private static PublicKey key(byte[] certificate) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(certificate))
          .getPublicKey();
    } catch (CertificateException e) {
      throw new AssertionError(e);
    }
  }

  private void restart(String key, String... options) throws Exception {
    if (server != null) {
      server.close();
    }
    openssl(key, options);
  }

  private void openssl(String key, String... options) throws Exception {
    makeKey(key, key);
    port = Ports.free();
    List<String> command = new ArrayList<>();
    command.add(Peer.OPENSSL.require().toString());
    command.addAll(
        List.of(
            "s_server",
            "-accept",
            "127.0.0.1:" + port,
            "-cert",
            key + ".crt",
            "-key",
            key + ".key",
            "-www"));
    command.addAll(Arrays.asList(options));
    server = PeerProcess.start(folder, Map.of(), command.toArray(String[]::new)).awaitPort(port);
  }

  private void gnutls(String... options) throws Exception {
    String program = Peer.GNUTLS_SERVER.require().toString();
    makeKey("RSA", "RSA");
    port = Ports.free();
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            program,
            "--http",
            "-a",
            "--port",
            String.valueOf(port),
            "--x509certfile",
            "RSA.crt",
            "--x509keyfile",
            "RSA.key"));
    command.addAll(Arrays.asList(options));
    server = PeerProcess.start(folder, Map.of(), command.toArray(String[]::new)).awaitPort(port);
  }

  private void makeKey(String kind, String name) throws Exception {
    if (Files.exists(folder.resolve(name + ".crt"))) {
      return;
    }
    List<String> command = new ArrayList<>(List.of("req", "-x509", "-nodes", "-days", "2"));
    command.addAll(List.of("-set_serial", "1", "-subj", "/CN=server.example"));
    command.addAll(List.of("-keyout", name + ".key", "-out", name + ".crt", "-newkey"));
    command.addAll(
        kind.equals("EC")
            ? List.of("ec", "-pkeyopt", "ec_paramgen_curve:P-256")
            : List.of("rsa:2048"));
    run(command.toArray(String[]::new));
  }

  private void run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Peer.OPENSSL.require().toString());
    command.addAll(Arrays.asList(arguments));
    try (PeerProcess process =
        PeerProcess.start(folder, Map.of(), command.toArray(String[]::new))) {
      assertThat(process.awaitExit()).as(process.output()).isZero();
    }
  }

  private byte[] pem(String name) throws IOException {
    String text = Files.readString(folder.resolve(name));
    return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
  }
}
