package dev.motet.tls.reality;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.motet.crypto.Providers;
import dev.motet.crypto.X25519;
import dev.motet.io.ProtocolException;
import dev.motet.tls.handshake.KeyLog;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// What strangers say to a server of REALITY, and what sites answer.
class RealityFuzzTest {
  private final SecureRandom random = new SecureRandom();
  private final RealityServer server =
      new RealityServer(
          new RealityServerConfig(
              Set.of("a"),
              X25519.newPrivateKey(random),
              List.of(new byte[8]),
              Duration.ZERO,
              0,
              0xffffff,
              Providers.plain(random),
              random,
              InstantSource.system(),
              KeyLog.NONE));

  /// Nobody gets in without the key.
  @FuzzTest(maxDuration = "60s")
  void strangers(byte[] bytes) {
    FirstHello hello;
    try {
      hello = FirstHello.read(bytes, 0, bytes.length);
    } catch (ProtocolException _) {
      return; // passed on to the site
    }
    if (server.authenticate(hello) != null) {
      throw new AssertionError("a stranger got in");
    }
  }

  /// A flight means the same in one piece and in two.
  @FuzzTest(maxDuration = "60s")
  void flights(byte[] bytes) {
    SiteFlight.Progress whole = new SiteFlight(new byte[32]).add(bytes);
    SiteFlight flight = new SiteFlight(new byte[32]);
    int half = bytes.length / 2;
    SiteFlight.Progress first = flight.add(Arrays.copyOf(bytes, half));
    if (first == SiteFlight.Progress.MORE
        && flight.add(Arrays.copyOfRange(bytes, half, bytes.length)) != whole) {
      throw new AssertionError("two pieces mean something else");
    }
  }
}
