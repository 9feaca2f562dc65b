package dev.motet.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.Session;
import dev.motet.core.Sessions;
import dev.motet.io.Destination;
import dev.motet.io.Network;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.json.ConfigException;
import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.PacketPipe;
import dev.motet.testkit.TestEnv;
import dev.motet.testkit.VirtualTimeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the actions of rules do to packets: where they go, and where answers seem to come from
/// (inventory RA-2, RF-11, RF-12).
@ExtendWith(LeakCheck.class)
class PacketActionsTest {
  private final VirtualTimeouts clock = new VirtualTimeouts();
  private final TestEnv env = new TestEnv(clock).name("a.test", InetAddress.ofLiteral("10.0.0.1"));
  private final RuleRouter router = new RuleRouter(env.resources(), new Sessions(), env.dns());
  private final PacketPipe client = PacketPipe.create();
  private final Asked out = new Asked(false);
  private final Rules rules = new Rules().outbound("out", out);

  @AfterEach
  void close() {
    env.close();
  }

  /// Rules | the client asks for | the outbound gets packets for | its answers come from | and seem
  /// to
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'outbound':'out'} | a.test:53 | a.test:53 | a.test:53 | a.test:53",
        "{'outbound':'out','override_port':99} | 1.2.3.4:53 | 1.2.3.4:99 | 1.2.3.4:99 | 1.2.3.4:53",
        "{'outbound':'out','override_address':'9.9.9.9'} | a.test:53 | 9.9.9.9:53 | 9.9.9.9:53 | a.test:53",
        "{'outbound':'out','override_address':'o.test','override_port':9} | a.test:53 | o.test:9 | o.test:9 | a.test:53",
        "{'action':'resolve'} | a.test:53 | 10.0.0.1:53 | 10.0.0.1:53 | a.test:53",
        "{'action':'resolve'},{'action':'route-options','udp_disable_domain_unmapping':true} | a.test:53 | 10.0.0.1:53 | 10.0.0.1:53 | 10.0.0.1:53",
        "{'action':'resolve'},{'outbound':'out','override_port':9} | a.test:53 | 10.0.0.1:9 | 10.0.0.1:9 | a.test:53",
        // others than the first are left alone
        "{'outbound':'out','override_address':'9.9.9.9'} | a.test:53 | 9.9.9.9:53 | 7.7.7.7:7 | 7.7.7.7:7",
      })
  void mapsThePacketsOfTheDestination(
      String text, String asked, String gets, String from, String seems) throws Exception {
    rules(text.replace('\'', '"'));
    Session session = session(asked);
    Background<Void> routed = Background.run(() -> router.route(session, client.b(), new Told()));

    send(client.a(), asked);
    assertThat(received(out.packets.b())).isEqualTo(gets);
    send(out.packets.b(), from);
    assertThat(received(client.a())).isEqualTo(seems);
    send(client.a(), "8.8.8.8:1");
    assertThat(received(out.packets.b())).as("another destination").isEqualTo("8.8.8.8:1");
    client.a().close();
    routed.get();
  }

  /// Rules | destination | how long nothing may move
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'outbound':'out','udp_timeout':'7s'} | 1.2.3.4:1 | 7",
        "{'action':'route-options','udp_timeout':'7s'} | 1.2.3.4:1 | 7",
        "{'outbound':'out'} | 1.2.3.4:1 | 300",
        "{'outbound':'out'} | 1.2.3.4:53 | 10",
        "{'outbound':'out','override_port':53} | 1.2.3.4:1 | 10",
      })
  void anIdleAssociationEnds(String text, String asked, int seconds) throws Exception {
    rules(text.replace('\'', '"'));
    Background<Void> routed =
        Background.run(() -> router.route(session(asked), client.b(), new Told()));
    clock.awaitScheduled(1);

    clock.advance(Duration.ofMillis(seconds * 1000L - 1));
    send(client.a(), asked);
    assertThat(received(out.packets.b())).as("it is still there").isNotEmpty();
    clock.advance(Duration.ofMillis(seconds * 1000L));

    routed.get();
  }

  @Test
  void hijackedQueriesAreAnsweredFromWhereTheyWereSentTo() throws Exception {
    Answering dns = new Answering();
    RuleRouter answering = new RuleRouter(env.resources(), new Sessions(), dns);
    answering.swap(rules.snapshot(1, "out", "[{\"port\": 53, \"action\": \"hijack-dns\"}]"));
    send(client.a(), "1.2.3.4:53");

    answering.route(session("1.2.3.4:53"), client.b(), new Told());

    assertThat(received(client.a())).isEqualTo("1.2.3.4:53");
    assertThat(dns.served).hasSize(1);
  }

  private void rules(String text) throws ConfigException {
    router.swap(rules.snapshot(1, "out", "[" + text + "]"));
  }

  private static Session session(String to) {
    Destination destination = destination(to);
    return Rules.session(Network.UDP, destination.host(), destination.port());
  }

  private static Destination destination(String text) {
    int colon = text.lastIndexOf(':');
    return Destination.of(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  private static void send(PacketConn conn, String remote) throws IOException {
    PacketBatch batch = new PacketBatch(1, 100);
    batch.add().remote = destination(remote);
    conn.send(batch);
  }

  private static String received(PacketConn conn) throws IOException {
    PacketBatch batch = new PacketBatch(1, 100);
    conn.receive(batch);
    return batch.get(0).remote().toString();
  }
}
