package dev.motet.tls.reality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.crypto.Providers;
import dev.motet.tls.handshake.KeyLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What clients and servers of Xray 26.7.28 said over the loopback, with keys made for it.
class RecordedPeersTest {
  private static final byte[] PRIVATE_KEY =
      Base64.getUrlDecoder().decode("AMaRg7LCjufEOTK7jQO-KtotRj-OWAVIP77nJNKjgGY");
  private static final byte[] SHORT_ID = {1, 2, 3, 4, 0, 0, 0, 0};

  private static Map<String, String> lines(String name) throws IOException {
    Map<String, String> lines = new HashMap<>();
    try (InputStream in = RecordedPeersTest.class.getResourceAsStream("/tls/reality/" + name)) {
      assertThat(in).as(name).isNotNull();
      for (String line : new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\n")) {
        String[] parts = line.split(" ");
        lines.put(parts[0], parts[1]);
      }
    }
    return lines;
  }

  private static RealityServer server(Instant now, String name, byte[] shortId, int minVersion) {
    SecureRandom random = new SecureRandom();
    return new RealityServer(
        new RealityServerConfig(
            Set.of(name),
            PRIVATE_KEY,
            List.of(shortId),
            Duration.ofSeconds(30),
            minVersion,
            0xffffff,
            Providers.plain(random),
            random,
            () -> now,
            KeyLog.NONE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"chrome", "firefox", "safari"})
  void knowsItsClients(String fingerprint) throws Exception {
    Map<String, String> recorded = lines("client_" + fingerprint + ".txt");
    byte[] stream = HexFormat.of().parseHex(recorded.get("hello"));
    FirstHello hello = FirstHello.read(stream, 0, stream.length);
    Instant now = Instant.ofEpochSecond(Long.parseLong(recorded.get("time")));
    int version = RealityClient.DEFAULT_VERSION;
    assertThat(server(now, "site.example", SHORT_ID, version).authenticate(hello)).isNotNull();
    assertThat(server(now, "other.example", SHORT_ID, 0).authenticate(hello)).isNull();
    assertThat(server(now, "site.example", new byte[8], 0).authenticate(hello)).isNull();
    assertThat(server(now, "site.example", SHORT_ID, 0xffffff).authenticate(hello)).isNull();
    Instant late = now.plusSeconds(40);
    assertThat(server(late, "site.example", SHORT_ID, 0).authenticate(hello)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"chrome", "firefox", "safari"})
  void knowsItsServers(String fingerprint) throws Exception {
    Map<String, String> recorded = lines("server_" + fingerprint + ".txt");
    byte[] hello = HexFormat.of().parseHex(recorded.get("hello"));
    byte[] shared = HexFormat.of().parseHex(recorded.get("shared"));
    byte[] der = HexFormat.of().parseHex(recorded.get("certificate"));
    AuthKey key = AuthKey.of(shared, Arrays.copyOfRange(hello, 6, 38));
    RealityCertificate certificate = RealityCertificate.read(der);
    assertThat(certificate).isNotNull();
    assertThat(certificate.signature()).isEqualTo(key.certificateMac(certificate.publicKey()));
    assertThat(key.open(hello)).isNotNull();
  }
}
