package dev.motet.protocol.socks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.Network;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.option.DialOptions;
import dev.motet.option.ServerOptions;
import dev.motet.option.UdpOverTcpOptions;
import dev.motet.testkit.Background;
import dev.motet.testkit.PacketPipe;
import dev.motet.testkit.Pipe;
import dev.motet.testkit.TestEnv;
import dev.motet.testkit.VirtualTimeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The outbound against a server that a test plays byte for byte.
class SocksOutboundTest {
  private static final Destination SERVER = Destination.of("proxy.example", 1080);
  private static final DialRequest NAME = new DialRequest(Destination.of("a.example", 443));
  private static final String CONNECT = "05 01 00 03 09 612e6578616d706c65 01bb";

  private final VirtualTimeouts clock = new VirtualTimeouts();
  private final TestEnv env = new TestEnv(clock);
  private final Pipe pipe = Pipe.create();
  private final PacketPipe packets = PacketPipe.create();
  private final List<Destination> dialled = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    pipe.a().close();
    env.close();
  }

  @Test
  void connectsWithoutLogin() throws Exception {
    var dialling = dial(socks(SocksVersion.V5, ""), NAME);
    expect("05 01 00");
    say("05 00");
    expect(CONNECT);
    say("05 00 00 03 01 78 0000" + "6869");

    Buffer early = Buffer.allocate(10);
    dialling.get().read(early);
    assertThat(early.toText()).isEqualTo("hi");
    assertThat(dialled).containsExactly(SERVER);
    assertThat(clock.scheduled()).as("the limit ends with the answer").isZero();
  }

  @Test
  void logsInWhenTheServerWantsIt() throws Exception {
    var dialling = dial(socks(SocksVersion.V5, "user"), NAME);
    expect("05 02 00 02");
    say("05 02");
    expect("01 04 75736572 04 70617373");
    say("01 00");
    expect(CONNECT);
    say("05 00 00 01 00000000 0000");
    dialling.get();
  }

  @ParameterizedTest
  @CsvSource({
    "01, FAILED, false",
    "02, REJECTED, true",
    "03, UNREACHABLE, true",
    "04, UNREACHABLE, true",
    "05, REFUSED, true",
    "06, TIMEOUT, true",
    "07, UNSUPPORTED, false",
    "08, UNSUPPORTED, false",
    "63, FAILED, false"
  })
  void codesHaveReasons(String code, Reason reason, boolean ofDestination) throws Exception {
    var dialling = dial(socks(SocksVersion.V5, ""), NAME);
    expect("05 01 00");
    say("05 00");
    expect(CONNECT);
    say("05" + code + "00 01 00000000 0000");

    assertReason(dialling, reason);
    assertThat(((DialException) dialling.failure()).blames(NAME.to())).isEqualTo(ofDestination);
    expectEnd();
  }

  @ParameterizedTest
  @ValueSource(strings = {"05 ff", "05 02", "05 80"})
  void aMethodThatWasNotOfferedIsAFailedLogin(String answer) throws Exception {
    var dialling = dial(socks(SocksVersion.V5, ""), NAME);
    expect("05 01 00");
    say(answer);

    assertReason(dialling, Reason.AUTH);
    expectEnd();
  }

  @Test
  void aRefusedLoginSaysWhoButNotThePassword() throws Exception {
    var dialling = dial(socks(SocksVersion.V5, "user"), NAME);
    expect("05 02 00 02");
    say("05 02");
    expect("01 04 75736572 04 70617373");
    say("01 01");

    assertReason(dialling, Reason.AUTH);
    assertThat(dialling.failure()).hasMessageContaining("user").hasMessageNotContaining("pass");
  }

  @ParameterizedTest
  @ValueSource(strings = {"04 00", "48545450", "05 00 04 00 00 01 00000000 0000"})
  void bytesThatAreNoSocksEndTheDial(String answer) throws Exception {
    var dialling = dial(socks(SocksVersion.V5, ""), NAME);
    expect("05 01 00");
    say(answer);
    assertThat(dialling.failure()).isInstanceOf(IOException.class);
  }

  @Test
  void aServerThatSaysNothingEndsByATimeLimit() throws Exception {
    var dialling = dial(socks(SocksVersion.V5, ""), NAME);
    clock.awaitScheduled(1);
    clock.advance(Duration.ofSeconds(6));
    assertReason(dialling, Reason.TIMEOUT);
  }

  @Test
  void version4aSendsNames() throws Exception {
    var dialling = dial(socks(SocksVersion.V4A, "me"), NAME);
    expect("04 01 01bb 00000001 6d65 00 612e6578616d706c65 00");
    say("00 5a 0000 00000000");
    dialling.get();
  }

  @Test
  void version4ResolvesNames() throws Exception {
    env.name("a.example", InetAddress.ofLiteral("192.0.2.1"));
    var dialling = dial(socks(SocksVersion.V4, ""), NAME);
    expect("04 01 01bb c0000201 00");
    say("00 5a 0000 00000000");
    dialling.get();
  }

  @ParameterizedTest
  @CsvSource({"5b, FAILED, true", "5c, AUTH, false", "5d, AUTH, false"})
  void version4Refusals(String code, Reason reason, boolean ofDestination) throws Exception {
    var dialling = dial(socks(SocksVersion.V4A, ""), NAME);
    expect("04 01 01bb 00000001 00 612e6578616d706c65 00");
    say("00" + code + "0000 00000000");
    assertReason(dialling, reason);
    assertThat(((DialException) dialling.failure()).blames(NAME.to())).isEqualTo(ofDestination);
  }

  /// What was asked for counts, not what it was resolved to.
  @Test
  void version4RefusesTheName() throws Exception {
    env.name("a.example", InetAddress.ofLiteral("192.0.2.1"));
    var dialling = dial(socks(SocksVersion.V4, ""), NAME);
    expect("04 01 01bb c0000201 00");
    say("00 5b 0000 00000000");
    assertThat(((DialException) dialling.failure()).blames(NAME.to())).isTrue();
  }

  @Test
  void version4CannotReachIpv6() throws Exception {
    DialRequest request = new DialRequest(Destination.of("2001:db8::1", 80));
    assertReason(dial(socks(SocksVersion.V4, ""), request), Reason.UNSUPPORTED);
  }

  @Test
  void associatesForPackets() throws Exception {
    SocksOutbound outbound = socks(SocksVersion.V5, "");
    var binding = Background.call(() -> outbound.bind(NAME));
    expect("05 01 00");
    say("05 00");
    expect("05 03 00 01 00000000 0000");
    say("05 00 00 01 0a000001 0400");
    PacketConn association = binding.get();
    assertThat(dialled).containsExactly(SERVER, Destination.of("10.0.0.1", 1024));

    PacketBatch batch = new PacketBatch(1, 100);
    Packet packet = batch.add();
    packet.data.append(new byte[] {'x'}, 0, 1);
    packet.remote = NAME.to();
    association.send(batch);
    PacketBatch got = new PacketBatch(1, 100);
    packets.b().receive(got);
    assertThat(HexFormat.of().formatHex(got.get(0).data.toBytes()))
        .isEqualTo("00000003" + "09612e6578616d706c65" + "01bb" + "78");

    pipe.b().close();
    assertThatThrownBy(() -> association.receive(batch)).isInstanceOf(IOException.class);
  }

  @Test
  void aRelayOnEveryAddressIsOnTheServer() throws Exception {
    SocksOutbound outbound = socks(SocksVersion.V5, "");
    var binding = Background.call(() -> outbound.bind(NAME));
    expect("05 01 00");
    say("05 00");
    expect("05 03 00 01 00000000 0000");
    say("05 00 00 01 00000000 0400");
    binding.get().close();
    assertThat(dialled).containsExactly(SERVER, SERVER.withPort(1024));
  }

  @Test
  void saysWhatItCarries() throws Exception {
    assertThat(socks(SocksVersion.V5, "").networks()).contains(Network.UDP);
    assertThat(socks(SocksVersion.V4, "").networks()).containsExactly(Network.TCP);
    assertThatThrownBy(() -> socks(SocksVersion.V4A, "").bind(NAME))
        .isInstanceOf(DialException.class)
        .hasMessageContaining("4a");
  }

  private SocksOutbound socks(SocksVersion version, String username) {
    SocksOutboundOptions options =
        new SocksOutboundOptions(
            new ServerOptions("proxy.example", 1080),
            DialOptions.DEFAULT,
            version,
            username,
            "pass",
            EnumSet.allOf(Network.class),
            new UdpOverTcpOptions(false, 2));
    Dialer dialer =
        new Dialer() {
          @Override
          public Conn dial(DialRequest request) {
            dialled.add(request.to());
            return pipe.a();
          }

          @Override
          public PacketConn bind(DialRequest request) {
            dialled.add(request.to());
            return packets.a();
          }
        };
    return new SocksOutbound(env, options, dialer, Duration.ofSeconds(5));
  }

  private static Background<Conn> dial(SocksOutbound outbound, DialRequest request) {
    return Background.call(() -> outbound.dial(request));
  }

  private static void assertReason(Background<?> dialling, Reason reason) throws Exception {
    assertThat(dialling.failure())
        .isInstanceOfSatisfying(
            DialException.class, e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
  }

  private void say(String hex) throws IOException {
    pipe.b().write(Buffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))));
  }

  private void expect(String hex) throws IOException {
    String expected = hex.replace(" ", "");
    Buffer got = Buffer.allocate(1000);
    while (got.length() < expected.length() / 2) {
      assertThat(pipe.b().read(got)).isPositive();
    }
    assertThat(HexFormat.of().formatHex(got.toBytes())).isEqualTo(expected);
  }

  private void expectEnd() throws IOException {
    assertThat(pipe.b().read(Buffer.allocate(10))).isEqualTo(-1);
  }
}
