package dev.motet.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.Session;
import dev.motet.core.Sessions;
import dev.motet.io.Destination;
import dev.motet.io.Network;
import dev.motet.io.PacketBatch;
import dev.motet.json.ConfigException;
import dev.motet.option.LegacyInboundOptions;
import dev.motet.option.ListenOptions;
import dev.motet.option.Listening;
import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.Listen;
import dev.motet.testkit.PacketPipe;
import dev.motet.testkit.Pipe;
import dev.motet.testkit.TestEnv;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `route.guard`: whom it keeps from where, and what it says at start.
@ExtendWith(LeakCheck.class)
class NetworkGuardTest {
  private static final String REJECT =
      "{\"inbound\":\"open\",\"ip_is_private\":true,\"action\":\"reject\"}";

  private final TestEnv env =
      new TestEnv()
          .name("mixed.test", InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("8.8.8.8"))
          .name("inner.test", InetAddress.ofLiteral("10.0.0.1"));
  private final RuleRouter router = new RuleRouter(env.resources(), new Sessions(), env.dns());
  private final Asked out = new Asked(true);
  private final Rules rules =
      new Rules()
          .outbound("out", out)
          .listening("open", listen("0.0.0.0"))
          .listening("closed", listen("127.0.0.1"))
          .listening("behind", listen("::1"))
          .listening("front", Listen.on("::", "behind", LegacyInboundOptions.NONE));

  @AfterEach
  void close() {
    env.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "0.1.2.3",
        "10.1.2.3",
        "172.31.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.100.100.200",
        "192.0.0.192",
        "168.63.129.16",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "fe80::1",
        "fc00::1",
        "fd00:ec2::254",
        "fec0::1",
        "ff02::1",
        "64:ff9b::10.0.0.1",
        "2002:7f00:1::"
      })
  void keepsAddressesOfMachinesAndTheirNetworks(String address) {
    assertThat(GuardedAddresses.contains(InetAddress.ofLiteral(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "172.32.0.1",
        "100.128.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "2001:db8::1",
        "64:ff9b::8.8.8.8",
        "2002:808:808::",
        "2606:4700::1"
      })
  void letsTheInternetPass(String address) {
    assertThat(GuardedAddresses.contains(InetAddress.ofLiteral(address))).isFalse();
  }

  /// Rules | inbound | destination | what the client is told
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "                                          | open   | 8.8.8.8   | accepted",
        "                                          | open   | 127.0.0.1 | REJECTED 127.0.0.1 is kept by route.guard",
        "                                          | closed | 127.0.0.1 | accepted",
        "                                          | behind | 127.0.0.1 | REJECTED 127.0.0.1 is kept by route.guard",
        "{'outbound':'out'}                        | open   | 10.0.0.1  | REJECTED 10.0.0.1 is kept by route.guard",
        "{'port':80,'outbound':'out'}              | open   | 10.0.0.1  | REJECTED 10.0.0.1 is kept by route.guard",
        // a rule that names the address means it
        "{'ip_cidr':'10.0.0.0/8','outbound':'out'} | open   | 10.0.0.1  | accepted",
        "{'ip_is_private':true,'outbound':'out'}   | open   | ::1       | accepted",
        "{'ip_cidr':'10.0.0.0/8','port':80,'outbound':'out'} | open | 127.0.0.1 | REJECTED 127.0.0.1 is kept by route.guard",
        "{'ip_cidr':'8.0.0.0/8','invert':true,'outbound':'out'} | open | 10.0.0.1 | REJECTED 10.0.0.1 is kept by route.guard",
        // names count when they are addresses
        "{'action':'resolve'}                      | open   | inner.test | REJECTED inner.test is kept by route.guard",
        "{'action':'resolve'},{'ip_is_private':true,'outbound':'out'} | open | inner.test | accepted",
        // what the configuration says is meant
        "{'outbound':'out','override_address':'8.8.8.8'} | open | 10.0.0.1 | accepted",
      })
  void denies(String text, String inbound, String host, String told) throws Exception {
    guard("deny", text == null ? "" : text.replace('\'', '"'));

    assertThat(serve(inbound, host)).containsExactly(told);
  }

  @Test
  void resolvedAddressesThatAreKeptAreNotDialled() throws Exception {
    guard("deny", "{\"action\":\"resolve\"}");
    serve("open", "mixed.test");

    assertThat(out.requests.getFirst().resolved())
        .containsExactly(InetAddress.ofLiteral("8.8.8.8"));
  }

  @Test
  void aNameIsKeptToItsReachWhenItIsDialled() throws Exception {
    guard("deny", "");
    serve("open", "inner.test");

    var request = out.requests.getFirst();
    assertThat(request.reach().allows(InetAddress.ofLiteral("10.0.0.1"))).isFalse();
    assertThat(request.reach().allows(InetAddress.ofLiteral("8.8.8.8"))).isTrue();
    assertThat(request.withAddress(InetAddress.ofLiteral("8.8.8.8")).reach())
        .isSameAs(request.reach());
    assertThat(
            request
                .withDestination(Destination.of("proxy.test", 1))
                .reach()
                .allows(InetAddress.ofLiteral("10.0.0.1")))
        .as("a server that the configuration names")
        .isTrue();
  }

  /// GHSA-vgrc-hq28-p3xp: not only the first packet counts.
  @Test
  void everyPacketIsLookedAt() throws Exception {
    guard("deny", "{\"ip_cidr\":\"10.0.0.0/8\",\"outbound\":\"out\"}");
    PacketPipe client = PacketPipe.create();
    Session session = Rules.session("open", Network.UDP, "127.0.0.1", "10.0.0.1", 53, null);
    Background<Void> routed = Background.run(() -> router.route(session, client.b(), new Told()));

    PacketBatch sent = new PacketBatch(4, 100);
    for (String host : List.of("10.0.0.1", "127.0.0.1", "10.9.9.9", "8.8.8.8")) {
      sent.add().remote = Destination.of(host, 53);
    }
    client.a().send(sent);
    PacketBatch got = new PacketBatch(8, 100);
    while (got.count() < 3) {
      out.packets.b().receive(got);
    }
    client.a().close();
    routed.get();

    assertThat(got.count()).isEqualTo(3);
    assertThat(List.of(got.get(0).remote(), got.get(1).remote(), got.get(2).remote()))
        .extracting(Destination::host)
        .containsExactly("10.0.0.1", "10.9.9.9", "8.8.8.8");
  }

  @Test
  void warnsOfInboundsThatLetClientsIn() throws Exception {
    List<String> warnings = GuardWarnings.of(snapshot("warn", "{\"port\":1,\"outbound\":\"out\"}"));

    assertThat(warnings).hasSize(2);
    assertThat(warnings.getFirst()).contains("\"behind\"");
    assertThat(warnings.getLast())
        .contains("inbound \"open\"")
        .contains("127.0.0.1 goes to outbound \"out\" by final")
        .contains("{\"inbound\": \"open\", \"ip_is_private\": true, \"action\": \"reject\"}");
  }

  /// Rules after which nothing is left to warn of.
  @ParameterizedTest
  @ValueSource(
      strings = {
        REJECT,
        "{\"ip_is_private\":true,\"action\":\"reject\"}",
        "{\"action\":\"sniff\"},{\"ip_is_private\":true,\"action\":\"reject\"}",
        "{\"ip_is_private\":true,\"outbound\":\"out\"}",
        "{\"inbound\":\"open\",\"action\":\"reject\"}"
      })
  void saysNothingWhereARuleCoversIt(String text) throws Exception {
    assertThat(GuardWarnings.of(snapshot("warn", text))).noneMatch(w -> w.contains("\"open\""));
  }

  @Test
  void aRuleForOneNetworkCoversOnlyThat() throws Exception {
    String tcp = "{\"network\":\"tcp\",\"ip_is_private\":true,\"action\":\"reject\"}";
    String cidr = "{\"ip_cidr\":[\"10.0.0.0/8\",\"127.0.0.0/8\"],\"action\":\"reject\"}";

    assertThat(GuardWarnings.of(snapshot("warn", tcp))).anyMatch(w -> w.contains("\"open\""));
    assertThat(GuardWarnings.of(snapshot("warn", cidr)))
        .anyMatch(w -> w.contains("\"open\"") && w.contains("172.16.0.1"));
  }

  @Test
  void saysNothingWhenItIsOffOrDenies() throws Exception {
    assertThat(GuardWarnings.of(snapshot("off", ""))).isEmpty();
    assertThat(GuardWarnings.of(snapshot("deny", ""))).isEmpty();
  }

  @Test
  void anInboundWhoseDestinationTheConfigurationChoosesIsNoWayIn() throws Exception {
    rules.listening(
        "open",
        new Listening() {
          @Override
          public ListenOptions listen() {
            return NetworkGuardTest.listen("0.0.0.0");
          }

          @Override
          public boolean isDestinationChosenByClient() {
            return false;
          }
        });

    assertThat(GuardWarnings.of(snapshot("warn", ""))).noneMatch(w -> w.contains("\"open\""));
  }

  /// @return what the client was told
  private List<String> serve(String inbound, String host) throws Exception {
    Told reply = new Told();
    Pipe client = Pipe.create();
    Session session = Rules.session(inbound, Network.TCP, "127.0.0.1", host, 80, null);
    Background<Void> routed = Background.run(() -> router.route(session, client.b(), reply));
    client.a().closeWrite();
    out.remote.b().closeWrite();
    routed.get();
    return reply.calls;
  }

  private void guard(String mode, String text) throws ConfigException {
    router.swap(snapshot(mode, text));
  }

  private Snapshot snapshot(String mode, String text) throws ConfigException {
    return rules.ofRoute(1, "out", "{\"guard\": \"" + mode + "\", \"rules\": [" + text + "]}");
  }

  private static ListenOptions listen(String address) {
    return Listen.on(address, null, LegacyInboundOptions.NONE);
  }
}
