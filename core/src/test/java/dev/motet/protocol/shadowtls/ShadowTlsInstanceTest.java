package dev.motet.protocol.shadowtls;

import static dev.motet.protocol.shadowtls.Records.handshake;
import static dev.motet.protocol.shadowtls.Records.hex;
import static dev.motet.protocol.shadowtls.Records.serverHello;

import dev.motet.engine.ConfigLoader;
import dev.motet.engine.Motet;
import dev.motet.engine.MotetOptions;
import dev.motet.testkit.Echo;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.Linux;
import dev.motet.testkit.RawClient;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A ShadowTLS inbound in an instance with rules, detours and an end.
@ExtendWith(LeakCheck.class)
class ShadowTlsInstanceTest {
  private static final byte[] RANDOM = RecordKeysTest.counting(32);
  private static final int TLS_1_3 = 0x0304;

  /// The handshake server is reached through an outbound, and rules send a user somewhere.
  @Test
  void rulesSayWhereTheStreamOfAUserGoes() throws Exception {
    try (Site site = new Site();
        Echo echo = Echo.start(InetAddress.ofLiteral("127.0.0.1"));
        Motet motet =
            Motet.start(
                ConfigLoader.parse(
                    "c.json",
                    """
                    {"inbounds": [{"type": "shadowtls", "tag": "in", "version": 3,
                       "users": [{"name": "alice", "password": "a"}, {"name": "bob", "password": "b"}],
                       "handshake": {"server": "192.0.2.1", "server_port": 1, "detour": "way"}}],
                     "outbounds": [
                       {"type": "block", "tag": "nowhere"},
                       {"type": "direct", "tag": "plain"},
                       {"type": "direct", "tag": "way", "override_address": "127.0.0.1",
                        "override_port": %d}],
                     "route": {"rules": [
                       {"auth_user": "bob", "action": "route", "outbound": "plain",
                        "override_address": "127.0.0.1", "override_port": %d}]}}
                    """
                        .formatted(site.port(), echo.port())))) {
      try (RawClient bob = new RawClient(motet.listening().get("in"));
          Site.Visit _ = greet(bob, site, "b")) {
        RecordKeys keys = new RecordKeys("b", RANDOM);
        bob.send(Records.tagged(keys.client(), text("hello")));
        bob.expectHex(hex(Records.tagged(keys.server(), text("hello"))));
      }
      try (RawClient alice = new RawClient(motet.listening().get("in"));
          Site.Visit _ = greet(alice, site, "a")) {
        RecordKeys keys = new RecordKeys("a", RANDOM);
        alice.send(Records.tagged(keys.client(), text("hello"))).expectEnd();
      }
    }
  }

  private static Site.Visit greet(RawClient client, Site site, String password) throws Exception {
    client.send(Records.sealedHello("a.example", password));
    Site.Visit visit = site.accept().send(serverHello(RANDOM, TLS_1_3));
    client.expectHex(hex(serverHello(RANDOM, TLS_1_3)));
    return visit;
  }

  @ParameterizedTest
  @EnumSource(names = {"NIO", "EPOLL"})
  void strangersEndWithTheInstance(MotetOptions.Sockets sockets) throws Exception {
    if (sockets == MotetOptions.Sockets.EPOLL) {
      Linux.required();
    }
    byte[] hello = handshake(Records.clientHello("a.example"));
    MotetOptions options = new MotetOptions(sockets, MotetOptions.DEFAULT.clock());
    for (int version = 1; version <= 3; version++) {
      try (Site site = new Site();
          Motet motet =
              Motet.start(
                  ConfigLoader.parse(
                      "c.json",
                      """
                      {"inbounds": [{"type": "shadowtls", "tag": "in", "version": %d,
                         "users": [{"name": "bob", "password": "b"}],
                         "handshake": {"server": "127.0.0.1", "server_port": %d}}]}
                      """
                          .formatted(version, site.port())),
                  options);
          RawClient client = new RawClient(motet.listening().get("in"))) {
        client.send(hello);
        try (Site.Visit visit = site.accept()) {
          visit.expect(hello).send(text("x"));
          client.expectText("x");
          motet.close();
          client.expectEnd();
          visit.expectEnd();
        }
      }
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
