package dev.motet.protocol.shadowtls;

import static dev.motet.protocol.shadowtls.Records.CHANGE;
import static dev.motet.protocol.shadowtls.Records.data;
import static dev.motet.protocol.shadowtls.Records.handshake;
import static dev.motet.protocol.shadowtls.Records.hex;
import static dev.motet.protocol.shadowtls.Records.joined;
import static dev.motet.protocol.shadowtls.Records.sealedHello;
import static dev.motet.protocol.shadowtls.Records.serverHello;
import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.Destination;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.RawClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Clients who know the password get through, in each version.
@ExtendWith(LeakCheck.class)
class ShadowTlsInboundTest {
  private static final byte[] RANDOM = RecordKeysTest.counting(32);
  private static final RecordKeys KEYS = new RecordKeys("builder", RANDOM);
  private static final int TLS_1_2 = 0;
  private static final int TLS_1_3 = 0x0304;
  private static final byte[] MESSAGE = handshake(new byte[] {16, 0, 0, 0});

  @Test
  void version1HandsTheBareStreamOverBehindTheHandshake() throws Exception {
    try (ShadowTlsFixture shadow = new ShadowTlsFixture(1);
        RawClient client = shadow.client();
        Site.Visit visit = shadow.site.accept()) {
      byte[] hello = handshake(Records.clientHello("a.example"));
      client.send(hello);
      visit.expect(hello).send(serverHello(RANDOM, TLS_1_2), MESSAGE);
      client.expectHex(hex(joined(serverHello(RANDOM, TLS_1_2), MESSAGE)));
      client.send(joined(MESSAGE, CHANGE, MESSAGE, text("early")));
      visit.expect(joined(MESSAGE, CHANGE, MESSAGE)).send(CHANGE, MESSAGE, data("lost"));
      client.expectHex(hex(joined(CHANGE, MESSAGE))).expectText("early");
      visit.expectEnd();
      client.sendText("more").expectText("more").endOutput().expectEnd();
      assertThat(shadow.router.sessions().getFirst().facts().destination())
          .isEqualTo(Destination.of("0.0.0.0", 0));
    }
  }

  @Test
  void version2HandsOverWhoKnowsWhatTheServerSaid() throws Exception {
    try (ShadowTlsFixture shadow = new ShadowTlsFixture(2);
        RawClient client = shadow.client()) {
      byte[] hello = handshake(Records.clientHello("a.example"));
      client.send(hello);
      try (Site.Visit visit = shadow.site.accept()) {
        byte[] flight = joined(serverHello(RANDOM, TLS_1_3), CHANGE, data("flight"));
        visit.expect(hello).send(flight);
        client.expectHex(hex(flight)).send(joined(CHANGE, data("finished")));
        visit.expect(joined(CHANGE, data("finished")));
        byte[] mac = new ShadowTlsMac("password").update(flight).value(8);
        client.send(data(joined(mac, text("early"))));
        client.expectHex(hex(data("early")));
        visit.expectEnd();
        client.send(data("more")).expectHex(hex(data("more"))).endOutput().expectEnd();
      }
    }
  }

  @Test
  void version3HandsOverWhoSealedTheHelloAndTagsTheData() throws Exception {
    try (ShadowTlsFixture shadow = new ShadowTlsFixture(3);
        RawClient client = shadow.client()) {
      byte[] hello = sealedHello("a.example", "builder");
      client.send(hello);
      try (Site.Visit visit = shadow.site.accept()) {
        visit.expect(hello).send(serverHello(RANDOM, TLS_1_3), CHANGE, data("flight"));
        ShadowTlsMac running = KEYS.handshake();
        client.expectHex(
            hex(
                joined(
                    serverHello(RANDOM, TLS_1_3),
                    CHANGE,
                    Records.changed(KEYS, running, text("flight")))));
        ShadowTlsMac up = KEYS.client();
        ShadowTlsMac down = KEYS.server();
        client.send(joined(CHANGE, data("finished"), Records.tagged(up, text("early"))));
        visit.expect(joined(CHANGE, data("finished"))).expectEnd();
        client.expectHex(hex(Records.tagged(down, text("early"))));
        client.send(Records.tagged(up, text("more")));
        client.expectHex(hex(Records.tagged(down, text("more")))).endOutput().expectEnd();
      }
      assertThat(shadow.router.sessions().getFirst().facts().user()).isEqualTo("bob");
    }
  }

  /// The handshake may be cut anywhere on its way.
  @Test
  void theWayMayCutTheBytesAnywhere() throws Exception {
    try (ShadowTlsFixture shadow = new ShadowTlsFixture(3);
        RawClient client = shadow.client()) {
      byte[] hello = sealedHello("a.example", "wonderland");
      RecordKeys keys = new RecordKeys("wonderland", RANDOM);
      for (byte b : hello) {
        client.send(new byte[] {b});
      }
      try (Site.Visit visit = shadow.site.accept()) {
        visit.expect(hello);
        for (byte b : joined(serverHello(RANDOM, TLS_1_3), CHANGE, data("flight"))) {
          visit.send(new byte[] {b});
        }
        client.receive(serverHello(RANDOM, TLS_1_3).length + CHANGE.length);
        client.expectHex(hex(Records.changed(keys, keys.handshake(), text("flight"))));
        for (byte b : joined(data("finished"), Records.tagged(keys.client(), text("x")))) {
          client.send(new byte[] {b});
        }
        client.expectHex(hex(Records.tagged(keys.server(), text("x"))));
      }
    }
  }

  @Test
  void recordsOfTheServerThatComeLateArriveBeforeTheData() throws Exception {
    try (ShadowTlsFixture shadow = new ShadowTlsFixture(3);
        RawClient client = shadow.client()) {
      client.send(sealedHello("a.example", "builder"));
      try (Site.Visit visit = shadow.site.accept()) {
        visit.send(serverHello(RANDOM, TLS_1_3), data("flight"), data("ticket"));
        client.receive(serverHello(RANDOM, TLS_1_3).length);
        ShadowTlsMac running = KEYS.handshake();
        client.expectHex(hex(Records.changed(KEYS, running, text("flight"))));
        client.send(Records.tagged(KEYS.client(), text("x")));
        client.expectHex(hex(Records.changed(KEYS, running, text("ticket"))));
        client.expectHex(hex(Records.tagged(KEYS.server(), text("x"))));
      }
    }
  }

  @Test
  void aRecordOfADataPhaseThatWasChangedGetsAnAlert() throws Exception {
    try (ShadowTlsFixture shadow = new ShadowTlsFixture(3);
        RawClient client = shadow.client()) {
      client.send(sealedHello("a.example", "builder"));
      try (Site.Visit visit = shadow.site.accept()) {
        visit.send(serverHello(RANDOM, TLS_1_3));
        client.receive(serverHello(RANDOM, TLS_1_3).length);
        ShadowTlsMac up = KEYS.client();
        client.send(Records.tagged(up, text("x")));
        client.expectHex(hex(Records.tagged(KEYS.server(), text("x"))));
        byte[] changed = Records.tagged(up, text("y"));
        changed[changed.length - 1] ^= 1;
        client.send(changed).expectHex("150303001a").receive(26);
        client.expectEnd();
      }
    }
  }

  @Test
  void carriesAMebibyteBothWays() throws Exception {
    try (ShadowTlsFixture shadow = new ShadowTlsFixture(3);
        RawClient client = shadow.client()) {
      client.send(sealedHello("a.example", "builder"));
      try (Site.Visit visit = shadow.site.accept()) {
        visit.send(serverHello(RANDOM, TLS_1_3));
        client.receive(serverHello(RANDOM, TLS_1_3).length);
        ShadowTlsMac up = KEYS.client();
        byte[] part = new byte[16_384];
        var writer =
            dev.motet.testkit.Background.run(() -> {
              for (int i = 0; i < 64; i++) {
                Arrays.fill(part, (byte) i);
                client.send(Records.tagged(up, part));
              }
              client.endOutput();
            });
        ShadowTlsMac down = KEYS.server();
        int total = 0;
        while (total < 64 * part.length) {
          byte[] header = client.receive(5);
          int length = ((header[3] & 0xff) << 8) | (header[4] & 0xff);
          byte[] fragment = client.receive(length);
          byte[] payload = Arrays.copyOfRange(fragment, 4, length);
          assertThat(hex(Arrays.copyOf(fragment, 4)))
              .isEqualTo(hex(Arrays.copyOfRange(Records.tagged(down, payload), 5, 9)));
          assertThat(payload[0]).isEqualTo((byte) (total / part.length));
          total += payload.length;
        }
        writer.get();
        client.expectEnd();
      }
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
