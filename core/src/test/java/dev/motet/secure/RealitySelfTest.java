package dev.motet.secure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.crypto.X25519;
import dev.motet.engine.ConfigLoader;
import dev.motet.engine.Motet;
import dev.motet.engine.MotetOptions;
import dev.motet.suite.ProxyPair;
import dev.motet.suite.ProxySuite;
import dev.motet.testkit.TestPki;
import dev.motet.testkit.TestPki.Node;
import dev.motet.testkit.TlsSite;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

/// All that a proxy has to carry, through an inbound that hides behind a site.
class RealitySelfTest extends ProxySuite {
  private static final String NAME = "site.example";
  private static final byte[] PRIVATE_KEY = X25519.newPrivateKey(new SecureRandom());
  private static TlsSite site;
  private static Node root;
  private static Node certificate;

  private static String server() throws Exception {
    if (site == null) {
      root = TestPki.root("root");
      certificate = TestPki.leaf(root, NAME);
      site = new TlsSite(context(certificate), "TLSv1.3");
    }
    return """
    "type": "http", "tls": {"enabled": true, "server_name": "%s", "reality": {"enabled": true,
      "handshake": {"server": "127.0.0.1", "server_port": %d}, "private_key": "%s",
      "short_id": ["0123abcd"], "max_time_difference": "1m"}}
    """
        .formatted(NAME, site.port(), text(PRIVATE_KEY));
  }

  private static SSLContext context(Node identity) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    Certificate[] chain = {identity.certificate()};
    store.setKeyEntry("a", identity.pair().getPrivate(), new char[0], chain);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static String client(String fingerprint) throws Exception {
    return """
    "type": "http", "tls": {"enabled": true, "server_name": "%s",
      "utls": {"enabled": true, "fingerprint": "%s"},
      "reality": {"enabled": true, "public_key": "%s", "short_id": "0123abcd"}}
    """
        .formatted(NAME, fingerprint, text(X25519.publicKey(PRIVATE_KEY)));
  }

  private static String text(byte[] key) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
  }

  static Stream<Arguments> pairs() throws Exception {
    return onAllBackEnds(
        new ProxyPair("as Chrome", server(), client("chrome"), false),
        new ProxyPair("as Firefox 120, without hybrid share", server(), client("firefox"), false));
  }

  @AfterAll
  static void close() throws Exception {
    if (site != null) {
      site.close();
    }
  }

  /// Who is no client of ours sees the site, with its certificate.
  @Test
  void strangersSeeTheSite() throws Exception {
    String config = "{\"inbounds\": [{\"tag\": \"in\", " + server() + "}]}";
    try (Motet motet =
            Motet.start(ConfigLoader.parse("config.json", config), MotetOptions.DEFAULT);
        Socket below = new Socket("127.0.0.1", motet.listening().get("in").getPort());
        SSLSocket stranger =
            (SSLSocket) trusting().getSocketFactory().createSocket(below, NAME, 443, true)) {
      stranger.startHandshake();
      assertThat(stranger.getSession().getPeerCertificates())
          .containsExactly(certificate.certificate());
      stranger.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(stranger.getInputStream(), StandardCharsets.US_ASCII));
      assertThat(lines.readLine()).isEqualTo("site: hello");
    }
  }

  private static SSLContext trusting() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("root", root.certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
