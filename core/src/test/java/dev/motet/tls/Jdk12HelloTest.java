package dev.motet.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import dev.motet.testkit.HelloBytes;
import dev.motet.testkit.Pipe;
import dev.motet.testkit.TestPki;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.handshake.ServerConfig;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Hellos of TLS 1.2 that the JDK would take, and that are refused.
class Jdk12HelloTest {
  private static final int SUITE = 0xc02b;
  private static final int X25519 = 0x1d;
  private static final int SECP256R1 = 0x17;
  private static final int SECP384R1 = 0x18;

  private final Buffers buffers = new Buffers();

  private static HelloBytes hello(int... groups) {
    return new HelloBytes()
        .version(0x0303)
        .cipherSuites(SUITE)
        .list(10, groups)
        .list(13, 0x0403)
        .extension(11, "0100");
  }

  private static byte[] alert(Alert alert) {
    return new byte[] {21, 3, 3, 0, 2, 2, (byte) alert.code()};
  }

  /// What a client gets first.
  private byte[] answer(byte[] hello) throws Exception {
    Pipe pipe = Pipe.create();
    TestPki.Node leaf = TestPki.leaf(TestPki.root("root"), "a.example");
    ServerConfig config = Jdk12WriteTest.config(leaf);
    pipe.a().write(Buffer.wrap(hello));
    pipe.a().closeWrite();
    assertThatThrownBy(
            () -> {
              try (SecuredConn conn = TlsConn.server(pipe.b(), config, buffers)) {
                conn.handshake();
              }
            })
        .isInstanceOf(IOException.class);
    assertThat(buffers.lent()).isZero();
    Buffer got = Buffer.allocate(7);
    while (got.length() < 7 && pipe.a().read(got) >= 0) {
      continue;
    }
    return got.toBytes();
  }

  @Test
  void anOrdinaryOneIsAnswered() throws Exception {
    assertThat(answer(hello(X25519, SECP256R1).records(1 << 14))[0])
        .as("handshake")
        .isEqualTo((byte) 22);
  }

  // RFC 7507, which sslscan asks for
  @Test
  void aClientThatWasMadeToFallBackIsTold() throws Exception {
    assertThat(answer(hello(X25519, SECP256R1).cipherSuites(SUITE, 0x5600).records(1 << 14)))
        .isEqualTo(alert(Alert.INAPPROPRIATE_FALLBACK));
  }

  @Test
  void aGroupThatIsNotNamedIsNotTaken() throws Exception {
    assertThat(answer(hello(SECP384R1).records(1 << 14))).isEqualTo(alert(Alert.HANDSHAKE_FAILURE));
  }

  @Test
  void theNullCompressionIsNeeded() throws Exception {
    assertThat(answer(hello(X25519, SECP256R1).compressionMethods(1).records(1 << 14)))
        .isEqualTo(alert(Alert.ILLEGAL_PARAMETER));
  }
}
