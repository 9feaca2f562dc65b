package dev.motet.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.crypto.Providers;
import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import dev.motet.io.Conn;
import dev.motet.io.ForwardingConn;
import dev.motet.testkit.Background;
import dev.motet.testkit.Pipe;
import dev.motet.testkit.TestPki;
import dev.motet.tls.handshake.Identity;
import dev.motet.tls.handshake.KeyLog;
import dev.motet.tls.handshake.ServerConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the JDK's TLS 1.2 says to a client that is driven by hand.
class Jdk12WriteTest {
  private static final byte[] PLAIN = new byte[20_000];

  private final Pipe pipe = Pipe.create();
  private final Buffers buffers = new Buffers();
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final Buffer received = new Buffer(new byte[1 << 20], 0, 0);
  private volatile boolean held;
  private SSLEngine client;
  private SecuredConn server;
  private byte[] serverHello;

  /// Lets a write wait, as a socket does whose peer is slow.
  private final class Slow extends ForwardingConn {
    Slow(Conn below) {
      super(below);
    }

    @Override
    public void write(Buffer from) throws IOException {
      if (held) {
        inside.countDown();
        try {
          released.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        from.from = from.to;
        return;
      }
      below.write(from);
    }
  }

  @BeforeEach
  void shakeHands() throws Exception {
    TestPki.Node root = TestPki.root("root");
    TestPki.Node leaf = TestPki.leaf(root, "a.example");
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("a", root.certificate());
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    client = context.createSSLEngine("a.example", 443);
    client.setUseClientMode(true);
    client.setEnabledProtocols(new String[] {"TLSv1.2"});
    Background<SecuredConn> serving =
        Background.call(() -> {
          SecuredConn conn = TlsConn.server(new Slow(pipe.b()), config(leaf), buffers);
          conn.handshake();
          return conn;
        });
    client.beginHandshake();
    while (client.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
      step();
    }
    server = serving.get();
  }

  /// A server of both versions, with the group X25519 only.
  static ServerConfig config(TestPki.Node leaf) {
    Identity identity =
        new Identity(List.of(leaf.der()), leaf.pair().getPrivate(), List.of(0x0403), null);
    return new ServerConfig(
        hello -> identity,
        List.of(),
        0x0303,
        0x0304,
        List.of(0x1301),
        List.of(0x1d),
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

  private void step() throws IOException {
    switch (client.getHandshakeStatus()) {
      case NEED_TASK -> client.getDelegatedTask().run();
      case NEED_WRAP -> send();
      default -> {
        ByteBuffer records = ByteBuffer.wrap(received.array, received.from, received.length());
        SSLEngineResult result = client.unwrap(records, ByteBuffer.wrap(PLAIN));
        received.from = records.position();
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
          assertThat(pipe.a().read(received)).isPositive();
          if (serverHello == null) {
            serverHello = received.toBytes();
          }
        }
      }
    }
  }

  private void send() throws IOException {
    byte[] record = new byte[client.getSession().getPacketBufferSize()];
    ByteBuffer out = ByteBuffer.wrap(record);
    client.wrap(ByteBuffer.allocate(0), out);
    pipe.a().write(Buffer.wrap(Arrays.copyOf(record, out.position())));
  }

  // RFC 8446 4.1.3: who took TLS 1.3 out of the hello on its way is found out
  @Test
  void saysThatItSpeaksTls13() {
    // record header (5), type and length (4), version (2), random (32)
    byte[] last = Arrays.copyOfRange(serverHello, 35, 43);
    assertThat(last).isEqualTo(new byte[] {'D', 'O', 'W', 'N', 'G', 'R', 'D', 1});
  }

  // the engine takes no data while another handshake is asked for: a writer must not try forever
  @Test
  void aWriterEndsWhenTheClientAsksForAnotherHandshake() throws Exception {
    held = true;
    Background<Void> writing = Background.run(() -> server.write(Buffer.wrap(new byte[300_000])));
    inside.await();
    client.beginHandshake();
    send();
    assertThatThrownBy(() -> server.read(Buffer.allocate(20_000)))
        .hasMessageContaining("second handshake");
    released.countDown();
    assertThatThrownBy(writing::get).isInstanceOf(IOException.class);
    server.close();
    assertThat(buffers.lent()).isZero();
  }
}
