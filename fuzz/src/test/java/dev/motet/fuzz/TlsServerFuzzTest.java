package dev.motet.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.motet.crypto.Providers;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.Carrier;
import dev.motet.tls.handshake.Identity;
import dev.motet.tls.handshake.KeyLog;
import dev.motet.tls.handshake.ServerConfig;
import dev.motet.tls.handshake.TrafficKeys;
import dev.motet.tls.message.ProtocolVersion;
import dev.motet.tls.message.SignatureScheme;
import dev.motet.tls.server.SealedTickets;
import dev.motet.tls.server.ServerHandshake;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/// What anybody can say to a server of TLS 1.3 before it knows him.
class TlsServerFuzzTest {
  private static final int HEADER_BYTES = 4;

  private final KeyPair pair = pair();
  private final SecureRandom random = new SecureRandom();

  /// Messages are answered or refused with an alert; nobody gets through without the secrets.
  @FuzzTest(maxDuration = "60s")
  void messages(byte[] bytes) {
    ServerHandshake server = new ServerHandshake(config(), new Nowhere());
    try {
      for (int from = 0; from + HEADER_BYTES <= bytes.length; ) {
        int length = ((bytes[from + 1] & 0xff) << 16) | ((bytes[from + 2] & 0xff) << 8);
        int end = from + HEADER_BYTES + (length | (bytes[from + 3] & 0xff));
        if (end > bytes.length) {
          return; // the record layer waits for more
        }
        server.receive(Arrays.copyOfRange(bytes, from, end));
        from = end;
      }
    } catch (AlertException refused) {
      if (refused.getMessage() == null) {
        throw new AssertionError("an alert says why", refused);
      }
    }
    if (server.isDone()) {
      throw new AssertionError("done without a Finished that anybody could know");
    }
  }

  private ServerConfig config() {
    return new ServerConfig(
        hello ->
            new Identity(
                List.of(new byte[10]),
                pair.getPrivate(),
                List.of(SignatureScheme.ED25519),
                null),
        List.of("h2", "http/1.1"),
        ProtocolVersion.TLS_1_3,
        ProtocolVersion.TLS_1_3,
        List.of(0x1301, 0x1302, 0x1303),
        List.of(0x11ec, 0x1d, 0x17),
        ServerConfig.ClientAuth.NO,
        null,
        List::of,
        new SealedTickets(random, InstantSource.system()),
        List.of(),
        Providers.plain(random),
        random,
        InstantSource.system(),
        KeyLog.NONE,
        false);
  }

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /// Takes what the server says.
  private static final class Nowhere implements Carrier {
    @Override
    public void send(byte[] message) {
      if (message.length < HEADER_BYTES) {
        throw new AssertionError("a message has a header");
      }
    }

    @Override
    public void sendChangeCipherSpec() {
      // nobody sees it
    }

    @Override
    public void writeKeys(TrafficKeys keys) {
      // nothing is written
    }

    @Override
    public void readKeys(TrafficKeys keys) {
      // nothing is read
    }
  }
}
