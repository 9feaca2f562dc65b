package dev.motet.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.option.CertificateOptions;
import dev.motet.option.CertificateOptions.Store;
import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.Pipe;
import dev.motet.testkit.TestCertificate;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkTlsConnTest {
  @TempDir static Path folder;

  private static TestCertificate certificate;
  private static SSLContext trusting;

  private final Pipe pipe = Pipe.create();

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = TestCertificate.create(folder);
    trusting =
        CertificateStore.load(
                new CertificateOptions(
                    Store.NONE, List.of(), List.of(certificate.pem().toString()), List.of()),
                Map.of())
            .context();
  }

  /// The other end: sends back what arrives.
  private void serve() {
    Background.run(() -> {
      SSLSocket server =
          (SSLSocket)
              certificate
                  .server()
                  .getSocketFactory()
                  .createSocket(new ConnSocket(pipe.b(), 1), null, 1, true);
      server.setUseClientMode(false);
      server.getInputStream().transferTo(server.getOutputStream());
    });
  }

  @Test
  void carriesBytesAndOpensNoSocketOfItsOwn() throws Exception {
    try (Socket _ = new Socket()) {
      TreeSet<String> before = new TreeSet<>(LeakCheck.sockets());
      serve();
      try (Conn conn = JdkTlsConn.client(pipe.a(), "127.0.0.1", 443, trusting)) {
        conn.write(Buffer.copyOf("hello".getBytes(StandardCharsets.UTF_8)));
        Buffer echoed = Buffer.allocate(10);
        while (echoed.length() < 5) {
          assertThat(conn.read(echoed)).isPositive();
        }
        assertThat(echoed.toText()).isEqualTo("hello");
        assertThat(LeakCheck.sockets()).isSubsetOf(before);
      }
    }
  }

  @Test
  void refusesACertificateForSomebodyElseAndCloses() {
    serve();
    assertThatThrownBy(() -> JdkTlsConn.client(pipe.a(), "127.0.0.2", 443, trusting))
        .hasMessageContaining("127.0.0.2");
    assertThatThrownBy(() -> pipe.a().write(Buffer.copyOf(new byte[1]))).hasMessage("closed");
  }
}
