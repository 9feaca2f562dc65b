package dev.motet.protocol.shadowtls;

import static dev.motet.protocol.shadowtls.Records.CHANGE;
import static dev.motet.protocol.shadowtls.Records.data;
import static dev.motet.protocol.shadowtls.Records.handshake;
import static dev.motet.protocol.shadowtls.Records.hex;
import static dev.motet.protocol.shadowtls.Records.joined;
import static dev.motet.protocol.shadowtls.Records.sealedHello;
import static dev.motet.protocol.shadowtls.Records.serverHello;
import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.testkit.HelloBytes;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.RawClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients who are none of ours, and those who look for the difference, get from an inbound exactly
/// what the handshake server itself says.
@ExtendWith(LeakCheck.class)
class StrangersTest {
  private static final byte[] RANDOM = RecordKeysTest.counting(32);
  private static final byte[] FLIGHT =
      joined(serverHello(RANDOM, 0x0304), CHANGE, data("extensions"), data(new byte[4_000]));
  private static final byte[] ANSWER = joined(data("ticket"), data("answer"));

  static List<Arguments> beginnings() {
    byte[] other = handshake(Records.clientHello("a.example"));
    byte[] wrong = sealedHello("a.example", "Wonderland");
    byte[] damaged = sealedHello("a.example", "wonderland");
    damaged[100] ^= 1;
    byte[] sealed = Records.clientHello("a.example");
    HelloProof.seal(sealed, "wonderland", new SecureRandom());
    List<Arguments> all = new ArrayList<>();
    for (int version = 1; version <= 3; version++) {
      all.add(Arguments.of(version, "nothing", new byte[0]));
      all.add(Arguments.of(version, "HTTP", text("GET / HTTP/1.1\r\n\r\n")));
      all.add(Arguments.of(version, "one byte", new byte[] {22}));
      all.add(Arguments.of(version, "a part", Arrays.copyOf(other, 60)));
      all.add(Arguments.of(version, "an unsealed hello", other));
      all.add(Arguments.of(version, "a hello and more", joined(other, data("x".repeat(5_000)))));
      all.add(Arguments.of(version, "a record too long", text("\u0016\u0003\u0003\u007f\u007f")));
      all.add(Arguments.of(version, "an empty record", handshake(new byte[0])));
      all.add(Arguments.of(version, "data", data("1234567890".repeat(10))));
    }
    all.add(Arguments.of(3, "another password", wrong));
    all.add(Arguments.of(3, "a bit", damaged));
    all.add(Arguments.of(3, "two records", HelloBytes.records(sealed, 70)));
    all.add(Arguments.of(3, "a part of a sealed hello", Arrays.copyOf(handshake(sealed), 90)));
    return all;
  }

  /// The site gets every byte and the end, in this order, and so does the client.
  @ParameterizedTest(name = "version {0}: {1}")
  @MethodSource("beginnings")
  void getWhatTheHandshakeServerSays(int version, String name, byte[] bytes) throws Exception {
    try (ShadowTlsFixture shadow = new ShadowTlsFixture(version);
        RawClient client = shadow.client()) {
      client.send(bytes).endOutput();
      try (Site.Visit visit = shadow.site.accept()) {
        visit.expect(bytes).expectEnd().send(FLIGHT, ANSWER).endOutput();
        client.expectHex(hex(joined(FLIGHT, ANSWER))).expectEnd();
      }
      assertThat(shadow.router.sessions()).isEmpty();
    }
  }

  /// Byte for byte what a direct connection gets, through a whole conversation.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void cannotTellTheInboundFromTheServer(int version) throws Exception {
    try (ShadowTlsFixture shadow = new ShadowTlsFixture(version)) {
      InetSocketAddress site =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), shadow.site.port());
      String direct = conversation(shadow.site, new RawClient(site));
      assertThat(conversation(shadow.site, shadow.client())).isEqualTo(direct);
    }
  }

  private static String conversation(Site site, RawClient begun) throws Exception {
    try (RawClient client = begun) {
      byte[] hello = handshake(Records.clientHello("a.example"));
      client.send(hello);
      try (Site.Visit visit = site.accept()) {
        visit.expect(hello).send(FLIGHT);
        byte[] first = client.receive(FLIGHT.length);
        byte[] request = joined(CHANGE, data("finished"), data("request 1"), data("request 2"));
        client.send(joined(request, data("request 3"), data("request 4")));
        visit.expect(joined(request, data("request 3"), data("request 4")));
        visit.send(ANSWER, text("no record at all"), ANSWER).endOutput();
        client.endOutput();
        visit.expectEnd();
        return hex(first) + client.receiveAll();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void areResetWhenTheServerResets(int version) throws Exception {
    try (ShadowTlsFixture shadow = new ShadowTlsFixture(version);
        RawClient client = shadow.client()) {
      byte[] hello = handshake(Records.clientHello("a.example"));
      client.send(hello);
      Site.Visit visit = shadow.site.accept();
      visit.expect(hello).reset();
      client.expectEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void whoResetsIsGoneForTheServerToo(int version) throws Exception {
    try (ShadowTlsFixture shadow = new ShadowTlsFixture(version);
        RawClient client = shadow.client()) {
      byte[] hello = handshake(Records.clientHello("a.example"));
      client.send(hello);
      try (Site.Visit visit = shadow.site.accept()) {
        visit.expect(hello);
        client.reset();
        visit.expectEnd();
      }
    }
  }

  /// Whoever plays a recorded hello again gets another ServerHello, and cannot go on.
  @Test
  void playedRecordingsEndAtTheServer() throws Exception {
    try (ShadowTlsFixture shadow = new ShadowTlsFixture(3)) {
      byte[] hello = sealedHello("a.example", "wonderland");
      RecordKeys then = new RecordKeys("wonderland", RANDOM);
      byte[] first = Records.tagged(then.client(), text("request"));
      byte[] random = RANDOM.clone();
      random[0] ^= 1;
      try (RawClient client = shadow.client()) {
        client.send(hello);
        try (Site.Visit visit = shadow.site.accept()) {
          visit.expect(hello).send(serverHello(random, 0x0304));
          client.expectHex(hex(serverHello(random, 0x0304)));
          client.send(joined(CHANGE, data("finished"), first)).endOutput();
          visit.expect(joined(CHANGE, data("finished"), first)).expectEnd();
          visit.send(Records.CLOSE_NOTIFY).endOutput();
          client.expectHex(hex(Records.CLOSE_NOTIFY)).expectEnd();
        }
      }
      assertThat(shadow.router.sessions()).isEmpty();
    }
  }

  @Test
  void strictModeLeavesTls12ToTheServer() throws Exception {
    try (ShadowTlsFixture shadow = new ShadowTlsFixture(3);
        RawClient client = shadow.client()) {
      client.send(sealedHello("a.example", "wonderland"));
      try (Site.Visit visit = shadow.site.accept()) {
        byte[] flight = joined(serverHello(RANDOM, 0), data("as it was"));
        visit.send(flight);
        client.expectHex(hex(flight));
        byte[] data = Records.tagged(new RecordKeys("wonderland", RANDOM).client(), text("x"));
        client.send(data);
        visit.socket().getInputStream().skipNBytes(sealedHello("a.example", "").length);
        visit.expect(data);
      }
    }
  }

  @Test
  void namesChooseTheServer() throws Exception {
    try (ShadowTlsFixture shadow = new ShadowTlsFixture(3)) {
      for (String name : List.of("other.example", "OTHER.EXAMPLE")) {
        byte[] whole = handshake(Records.clientHello(name));
        byte[] cut = HelloBytes.records(Records.clientHello(name), 40);
        for (byte[] hello : List.of(whole, cut, sealedHello(name, "wonderland"))) {
          try (RawClient client = shadow.client()) {
            client.send(hello);
            try (Site.Visit visit = shadow.other.accept()) {
              visit.expect(hello);
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void whoSaysNothingMeetsTheServerInTheEnd(int version) throws Exception {
    try (ShadowTlsFixture shadow = new ShadowTlsFixture(version, Duration.ofMillis(50));
        RawClient silent = shadow.client();
        RawClient slow = shadow.client()) {
      slow.send(new byte[] {22, 3});
      for (int i = 0; i < 2; i++) {
        try (Site.Visit visit = shadow.site.accept()) {
          visit.send(text("too slow")).endOutput();
        }
      }
      silent.expectText("too slow");
      slow.expectText("too slow");
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
