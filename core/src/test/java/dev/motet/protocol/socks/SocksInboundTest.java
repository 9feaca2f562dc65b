package dev.motet.protocol.socks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.core.Inbound;
import dev.motet.io.Destination;
import dev.motet.io.DialException.Reason;
import dev.motet.io.Network;
import dev.motet.option.UserOptions;
import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.Listen;
import dev.motet.testkit.RawClient;
import dev.motet.testkit.ScriptedRouter;
import dev.motet.testkit.TestEnv;
import dev.motet.testkit.VirtualTimeouts;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a client of the SOCKS inbound sees, byte for byte, over real sockets.
@ExtendWith(LeakCheck.class)
class SocksInboundTest {
  private static final String CONNECT = "05 01 00 03 09 612e6578616d706c65 01bb";
  private static final String OK = "05 00 00 01 00000000 0000";
  private static final String LOGIN = "01 04 75736572 04 70617373";

  private final VirtualTimeouts clock = new VirtualTimeouts();
  private final ScriptedRouter router = new ScriptedRouter();
  private final TestEnv env = new TestEnv(clock).router(router);
  private Inbound inbound = open();

  @AfterEach
  void close() {
    inbound.close();
    env.close();
  }

  @Test
  void servesSocks5WithoutLogin() throws Exception {
    try (RawClient client = client()) {
      client.sendHex("05 01 00").expectHex("05 00").sendHex(CONNECT).expectHex(OK);
      client.sendText("ping").expectText("ping").endOutput().expectEnd();

      assertThat(router.sessions()).hasSize(1);
      var facts = router.sessions().getFirst().facts();
      assertThat(facts.destination()).isEqualTo(Destination.of("a.example", 443));
      assertThat(facts.source()).isEqualTo(client.localAddress());
      assertThat(facts.user()).isNull();
    }
  }

  @Test
  void servesAClientThatSendsAllAtOnce() throws Exception {
    try (RawClient client = client()) {
      client.sendHex("05 01 00" + CONNECT).sendText("early");
      client.expectHex("05 00" + OK).expectText("early");
    }
  }

  @Test
  void servesAClientThatSendsByteByByte() throws Exception {
    try (RawClient client = client()) {
      for (byte b : HexFormat.of().parseHex(("05 01 00" + CONNECT).replace(" ", ""))) {
        client.send(new byte[] {b});
      }
      client.expectHex("05 00" + OK);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "04 01 0050 c0000201 6d65 00, 192.0.2.1",
    "04 01 0050 00000005 00 612e6578616d706c65 00, a.example",
  })
  void servesSocks4(String request, String host) throws Exception {
    try (RawClient client = client()) {
      client.sendHex(request).expectHex("00 5a 0000 00000000").sendText("x").expectText("x");
    }
    assertThat(router.sessions().getFirst().facts().destination())
        .isEqualTo(Destination.of(host, 80));
  }

  @Test
  void acceptsAnyLoginWithoutUsersFromAClientThatOffersNothingElse() throws Exception {
    try (RawClient client = client()) {
      client.sendHex("05 01 02").expectHex("05 02").sendHex(LOGIN).expectHex("01 00");
      client.sendHex(CONNECT).expectHex(OK);
    }
  }

  @Test
  void letsUsersIn() throws Exception {
    withUsers();
    try (RawClient client = client()) {
      client.sendHex("05 02 00 02").expectHex("05 02").sendHex(LOGIN).expectHex("01 00");
      client.sendHex(CONNECT).expectHex(OK);
    }
    assertThat(router.sessions().getFirst().facts().user()).isEqualTo("user");
  }

  @Test
  void refusesAWrongPassword() throws Exception {
    withUsers();
    try (RawClient client = client()) {
      client.sendHex("05 01 02").expectHex("05 02");
      client.sendHex("01 04 75736572 04 6e6f6e65").expectHex("01 01").expectEnd();
    }
    assertThat(router.sessions()).isEmpty();
  }

  /// The bypass of CVE-2023-43644: what a client offers, or sends without waiting, never counts for
  /// a login; only the selected method that finished does.
  @ParameterizedTest
  @CsvSource({
    // the offer without a login: no common method
    "05 01 00, 05 ff",
    "05 01 01, 05 ff",
    "05 01 80, 05 ff",
    // both offered, then a request instead of the login
    "05 02 00 02, 05 02",
    // the login first offered, then declared done by a second greeting
    "05 02 02 00 05 01 00, 05 02",
    // a second greeting that offers no login
    "05 01 02 05 01 00, 05 02",
  })
  void cve202343644CommandsBeforeLoginAreRefused(String greeting, String answer) throws Exception {
    withUsers();
    try (RawClient client = client()) {
      client.sendHex(greeting + CONNECT).expectHex(answer);
      client.expectEnd();
    }
    assertThat(router.sessions()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "04 01 0050 c0000201 00, 00 5d 0000 00000000",
    "04 01 0050 c0000201 75736572 00, 00 5d 0000 00000000",
  })
  void socks4UsersNeedAnEmptyPassword(String request, String answer) throws Exception {
    withUsers();
    try (RawClient client = client()) {
      client.sendHex(request).expectHex(answer).expectEnd();
    }
  }

  @Test
  void socks4UserIdIsAUsername() throws Exception {
    reopen(List.of(new UserOptions("user", "")));
    try (RawClient client = client()) {
      client.sendHex("04 01 0050 c0000201 75736572 00").expectHex("00 5a 0000 00000000");
    }
    assertThat(router.sessions().getFirst().facts().user()).isEqualTo("user");
  }

  @Test
  void bindIsNoSupportedCommand() throws Exception {
    try (RawClient client = client()) {
      client.sendHex("05 01 00").expectHex("05 00");
      client.sendHex("05 02 00 01 c0000201 0050").expectHex("05 07 00 01 00000000 0000");
      client.expectEnd();
    }
    try (RawClient client = client()) {
      client.sendHex("04 02 0050 c0000201 00").expectHex("00 5b 0000 00000000").expectEnd();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "REFUSED, 05",
    "UNREACHABLE, 04",
    "TIMEOUT, 06",
    "DNS, 04",
    "REJECTED, 02",
    "UNSUPPORTED, 07",
    "AUTH, 01",
    "FAILED, 01"
  })
  void refusalsHaveCodes(Reason reason, String code) throws Exception {
    router.refuse(reason);
    try (RawClient client = client()) {
      client.sendHex("05 01 00").expectHex("05 00").sendHex(CONNECT);
      client.expectHex("05 " + code + " 00 01 00000000 0000").expectEnd();
    }
  }

  @Test
  void droppedClientsGetNoAnswer() throws Exception {
    router.refuse(Reason.DROPPED);
    try (RawClient client = client()) {
      client.sendHex("05 01 00").expectHex("05 00").sendHex(CONNECT).expectEnd();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "00",
    "06 01 00",
    "47455420",
    "05 00",
    "05 01 00 04 01 00 01 c0000201 0050",
    "05 01 00 05 01 00 02 c0000201 0050",
    "05 01 00 05 01 00 03 00 0050",
    "05 01 00 05 01 00 03 03 610062 0050",
    "05 01 00 05 09 00 01 c0000201 0050",
    "04 09 0050 c0000201 00",
    "04 01 0050 00000001 00 00",
  })
  void malformedClientsEndOnlyTheirOwnConnection(String hex) throws Exception {
    try (RawClient good = client();
        RawClient bad = client()) {
      good.sendHex("05 01 00").expectHex("05 00");
      bad.sendHex(hex).endOutput();
      endsWithoutSession(bad);
      good.sendHex(CONNECT).expectHex(OK).sendText("ping").expectText("ping");
    }
  }

  @Test
  void silentClientsAreDroppedByATimeLimit() throws Exception {
    try (RawClient silent = client();
        RawClient started = client()) {
      started.sendHex("05 01 00").expectHex("05 00");
      clock.awaitScheduled(2);
      clock.advance(Duration.ofSeconds(16));
      silent.expectEnd();
      started.expectEnd();
    }
    try (RawClient later = client()) {
      later.sendHex("05 01 00").expectHex("05 00").sendHex(CONNECT).expectHex(OK);
      assertThat(clock.scheduled()).as("timers of clients that are served").isZero();
    }
  }

  @Test
  void relaysPacketsOfAnAssociation() throws Exception {
    try (RawClient client = client();
        DatagramSocket udp = datagrams()) {
      InetSocketAddress relay = associate(client);
      send(udp, relay, "000000 01 c0000201 0035 70696e67");

      assertThat(receive(udp)).isEqualTo("00000001c0000201003570696e67");
      var facts = router.sessions().getFirst().facts();
      assertThat(facts.network()).isEqualTo(Network.UDP);
      assertThat(facts.destination()).isEqualTo(Destination.of("192.0.2.1", 53));
      assertThat(facts.source())
          .as("of the connection, as in sing-box: rules on source_port see no other")
          .isEqualTo(client.localAddress());
    }
  }

  @Test
  void dropsFragmentsDamagedPacketsAndStrangers() throws Exception {
    try (RawClient client = client();
        DatagramSocket udp = datagrams();
        DatagramSocket stranger = datagrams()) {
      InetSocketAddress relay = associate(client);
      send(udp, relay, "000000 01 c0000201 0035 61");
      assertThat(receive(udp)).endsWith("61");

      send(stranger, relay, "000000 01 c0000201 0035 62");
      send(udp, relay, "000001 01 c0000201 0035 63");
      send(udp, relay, "000000 09 c0000201 0035 64");
      send(udp, relay, "0000");
      send(udp, relay, "000000 01 c0000201 0035 65");

      assertThat(receive(udp)).as("the first one to come back").endsWith("65");
      stranger.setSoTimeout(50);
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> receive(stranger))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void closingTheTcpConnectionEndsTheAssociation() throws Exception {
    InetSocketAddress relay;
    try (DatagramSocket udp = datagrams()) {
      try (RawClient client = client()) {
        relay = associate(client);
        send(udp, relay, "000000 01 c0000201 0035 61");
        assertThat(receive(udp)).endsWith("61");
      }
      Background.until(() -> isFree(relay));
    }
  }

  @Test
  void anAssociationWithoutPacketsEndsByATimeLimit() throws Exception {
    try (RawClient client = client()) {
      associate(client);
      clock.awaitScheduled(1);
      clock.advance(Duration.ofMinutes(6));
      client.expectEnd();
    }
  }

  private static void endsWithoutSession(RawClient bad) throws IOException {
    try {
      bad.receiveAll();
    } catch (java.net.SocketException _) {
      // a reset is an end too
    }
  }

  private static boolean isFree(InetSocketAddress address) {
    try (DatagramSocket probe = new DatagramSocket(address)) {
      return probe.isBound();
    } catch (IOException _) {
      return false;
    }
  }

  private InetSocketAddress associate(RawClient client) throws IOException {
    client.sendHex("05 01 00").expectHex("05 00").sendHex("05 03 00 01 00000000 0000");
    client.expectHex("05 00 00 01 7f000001");
    byte[] port = client.receive(2);
    return new InetSocketAddress("127.0.0.1", (port[0] & 0xff) << 8 | port[1] & 0xff);
  }

  private static DatagramSocket datagrams() throws IOException {
    DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
    socket.setSoTimeout((int) Background.LIMIT.toMillis());
    return socket;
  }

  private static void send(DatagramSocket from, InetSocketAddress to, String hex)
      throws IOException {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    from.send(new DatagramPacket(bytes, bytes.length, to));
  }

  private static String receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    socket.receive(packet);
    return HexFormat.of().formatHex(packet.getData(), 0, packet.getLength());
  }

  private RawClient client() throws IOException {
    return new RawClient(env.listening());
  }

  private void withUsers() {
    reopen(List.of(new UserOptions("other", "x"), new UserOptions("user", "pass")));
  }

  private Inbound open() {
    return open(List.of());
  }

  private void reopen(List<UserOptions> users) {
    inbound.close();
    inbound = open(users);
  }

  private Inbound open(List<UserOptions> users) {
    Inbound opened = SocksInbound.create(env, new SocksInboundOptions(Listen.onLoopback(), users));
    try {
      opened.start();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return opened;
  }
}
