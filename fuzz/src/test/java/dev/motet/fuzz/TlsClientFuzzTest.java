package dev.motet.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.motet.crypto.Providers;
import dev.motet.crypto.PublicKeys;
import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.testkit.MemoryCarrier;
import dev.motet.testkit.SeededRandom;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.client.ClientHandshake;
import dev.motet.tls.fingerprint.HelloShapes;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.handshake.HelloHook;
import dev.motet.tls.handshake.KeyLog;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.ClientHelloReader;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.KeyShare;
import dev.motet.tls.message.ServerHello;
import dev.motet.tls.zstd.Zstd;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// What anybody who sits in the path can say to a client of TLS: from the first message on, and
/// after a ServerHello of TLS 1.3 or 1.2 that is allowed.
class TlsClientFuzzTest {
  private static final int HEADER_BYTES = 4;
  private static final int CHANGE_CIPHER_SPEC = 0xff;

  private final KeyPair pair = pair();

  @FuzzTest(maxDuration = "60s")
  void firstMessages(byte[] bytes) throws ProtocolException {
    feed(new Started(), bytes);
  }

  @FuzzTest(maxDuration = "60s")
  void afterServerHello(byte[] bytes) throws Exception {
    Started started = new Started();
    KeyShare offered = started.hello.extensions().keyShares().getLast();
    PublicKeys.Answer answer = started.keys.answer(offered.group(), offered.key());
    List<Extension> extensions =
        List.of(
            Extension.ofNumber(ExtensionType.SUPPORTED_VERSIONS, 0x0304),
            Extension.ofKeyShare(new KeyShare(offered.group(), answer.share())));
    byte[] sessionId = started.hello.sessionId();
    started.client.receive(
        new ServerHello(0x0303, new byte[32], sessionId, 0x1301, 0, extensions).toBytes());
    feed(started, bytes);
  }

  @FuzzTest(maxDuration = "60s")
  void afterServerHelloOfTls12(byte[] bytes) throws Exception {
    Started started = new Started();
    List<Extension> extensions =
        List.of(
            Extension.empty(ExtensionType.SESSION_TICKET),
            Extension.empty(ExtensionType.STATUS_REQUEST));
    started.client.receive(
        new ServerHello(0x0303, new byte[32], new byte[0], 0xc02b, 0, extensions).toBytes());
    feed(started, bytes);
  }

  @FuzzTest(maxDuration = "60s")
  void compressedCertificates(byte[] bytes) {
    try {
      if (Zstd.decode(bytes, 1000).length > 1000) {
        throw new AssertionError("more than was allowed");
      }
    } catch (ProtocolException _) {
      // refused
    }
  }

  /// Messages are answered or refused with an alert; nobody gets through without the secrets.
  private static void feed(Started started, byte[] bytes) throws ProtocolException {
    try {
      int from = 0;
      while (from + HEADER_BYTES <= bytes.length) {
        if ((bytes[from] & 0xff) == CHANGE_CIPHER_SPEC) {
          started.client.receiveChangeCipherSpec();
          from++;
          continue;
        }
        int length = new ByteReader(bytes, from + 1, from + HEADER_BYTES).u24();
        int end = from + HEADER_BYTES + length;
        if (end > bytes.length) {
          return; // the record layer waits for more
        }
        started.client.receive(Arrays.copyOfRange(bytes, from, end));
        from = end;
      }
    } catch (AlertException refused) {
      if (refused.getMessage() == null) {
        throw new AssertionError("an alert says why", refused);
      }
    }
    if (started.client.isDone()) {
      throw new AssertionError("done without a Finished that anybody could know");
    }
  }

  /// A client whose hello is always the same.
  private final class Started {
    final SecureRandom random = new SeededRandom(1);
    final PublicKeys keys = Providers.plain(random);
    final MemoryCarrier carrier = new MemoryCarrier();
    final ClientHandshake client = new ClientHandshake(config(), carrier);
    final ClientHello hello;

    Started() throws ProtocolException {
      client.start();
      hello = ClientHelloReader.readMessage(new ByteReader(carrier.take().getFirst()));
    }

    private ClientConfig config() {
      return new ClientConfig(
          HelloShapes.of("chrome_131", random),
          "server.example",
          true,
          null,
          0x0303,
          0x0304,
          Set.of(),
          (chain, name) -> pair.getPublic(),
          null,
          null,
          List.of(),
          keys,
          random,
          () -> Instant.EPOCH,
          KeyLog.NONE,
          HelloHook.NONE,
          null,
          false);
    }
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
