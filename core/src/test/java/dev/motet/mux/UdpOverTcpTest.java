package dev.motet.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.core.DialRequest;
import dev.motet.core.Dialer;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.testkit.Background;
import dev.motet.testkit.BitFlips;
import dev.motet.testkit.Pipe;
import java.io.EOFException;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UdpOverTcpTest {
  private static final Destination MAGIC_1 = Destination.of(UdpOverTcp.MAGIC_1, 0);
  private static final Destination MAGIC_2 = Destination.of(UdpOverTcp.MAGIC_2, 0);
  private static final Destination A = Destination.of("192.0.2.1", 53);
  private static final Destination NAME = Destination.of("a.example", 443);

  private final Pipe pipe = Pipe.create();
  private final PacketBatch batch = new PacketBatch(8, PacketBatch.MAX_PACKET_BYTES);

  @Test
  void knowsItsMagicDestinations() {
    assertThat(UdpOverTcp.isMagic(MAGIC_1)).isTrue();
    assertThat(UdpOverTcp.isMagic(MAGIC_2.withPort(443))).isTrue();
    assertThat(UdpOverTcp.isMagic(NAME)).isFalse();
    assertThat(UdpOverTcp.isMagic(A)).isFalse();
  }

  @Test
  void readsVersion2() throws Exception {
    clientSends("00 01 c0000201 0035" + "00 c0000201 0035 0002 6869");
    clientSends("02 09 612e6578616d706c65 01bb 0001 78");

    var accepted = UdpOverTcp.accept(MAGIC_2, pipe.b());
    receive(accepted.packets(), 2);

    assertThat(accepted.destination()).isEqualTo(A);
    assertThat(batch.get(0).data.toText()).isEqualTo("hi");
    assertThat(batch.get(0).remote()).isEqualTo(A);
    assertThat(batch.get(1).data.toText()).isEqualTo("x");
    assertThat(batch.get(1).remote()).isEqualTo(NAME);
  }

  @Test
  void readsVersion2InConnectMode() throws Exception {
    clientSends("01 01 c0000201 0035" + "0002 6869" + "0000" + "0001 78");

    var accepted = UdpOverTcp.accept(MAGIC_2, pipe.b());
    receive(accepted.packets(), 3);
    assertThat(batch.get(0).data.toText()).isEqualTo("hi");
    assertThat(batch.get(1).data.isEmpty()).isTrue();
    assertThat(batch.get(2).remote()).isEqualTo(A);

    batch.truncate(1);
    accepted.packets().send(batch);
    expectAtClient("0002 6869");
  }

  @Test
  void readsVersion1() throws Exception {
    clientSends("00 c0000201 0035 0002 6869" + "00 c0000202 0035 0001 78");

    var accepted = UdpOverTcp.accept(MAGIC_1, pipe.b());
    receive(accepted.packets(), 2);

    assertThat(accepted.destination()).isEqualTo(A);
    assertThat(batch.get(0).data.toText()).isEqualTo("hi");
    assertThat(batch.get(0).remote()).isEqualTo(A);
    assertThat(batch.get(1).remote()).isEqualTo(Destination.of("192.0.2.2", 53));
  }

  @Test
  void writesVersion2WithTheFirstPackets() throws Exception {
    PacketConn client = UdpOverTcp.bind(dialer(MAGIC_2), new DialRequest(A), 2);
    add("hi", A, 0);
    add("aabbc", NAME, 2);
    client.send(batch);

    String toName = "02 09 612e6578616d706c65 01bb";
    expectAtServer(
        "00 01 c0000201 0035"
            + "00 c0000201 0035 0002 6869"
            + toName
            + "0002 6161"
            + toName
            + "0002 6262"
            + toName
            + "0001 63");
    batch.clear();
    add("y", A, 0);
    client.send(batch);
    expectAtServer("00 c0000201 0035 0001 79");
  }

  @Test
  void writesVersion1() throws Exception {
    PacketConn client = UdpOverTcp.bind(dialer(MAGIC_1), new DialRequest(A), 1);
    add("hi", A, 0);
    client.send(batch);

    expectAtServer("00 c0000201 0035 0002 6869");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void carriesPacketsOfAllSizesBothWays(int version) throws Exception {
    PacketConn client =
        UdpOverTcp.bind(dialer(version == 1 ? MAGIC_1 : MAGIC_2), new DialRequest(A), version);
    var echo =
        Background.run(() -> {
          var accepted = UdpOverTcp.accept(version == 1 ? MAGIC_1 : MAGIC_2, pipe.b());
          PacketBatch some = new PacketBatch(3, PacketBatch.MAX_PACKET_BYTES);
          while (accepted.packets().receive(some) >= 0) {
            accepted.packets().send(some);
            some.clear();
          }
        });
    Random random = new Random(version);
    for (int size : new int[] {1, 0, 4000, 4096, 65_507, 65_535, 10, 20_000, 60_000}) {
      byte[] payload = new byte[size];
      random.nextBytes(payload);
      batch.clear();
      Packet packet = batch.add();
      packet.data.append(payload, 0, size);
      packet.remote = NAME;
      client.send(batch);
      batch.clear();
      receive(client, 1);
      assertThat(batch.get(0).data.toBytes()).isEqualTo(payload);
      assertThat(batch.get(0).remote()).isEqualTo(NAME);
    }
    pipe.a().closeWrite();
    echo.get();
  }

  @Test
  void deliversFramesThatComeByteByByte() throws Exception {
    PacketConn server = accepted();
    var received = Background.call(() -> server.receive(batch));
    for (byte b : HexFormat.of().parseHex("00c0000201003500026869")) {
      pipe.a().write(Buffer.copyOf(new byte[] {b}));
    }
    assertThat(received.get()).isEqualTo(1);
    assertThat(batch.get(0).data.toText()).isEqualTo("hi");
  }

  @Test
  void dropsPacketsTooLongForTheirSlotAndGoesOn() throws Exception {
    PacketConn server = accepted();
    clientSends("00 c0000201 0035 0004 61616161" + "00 c0000201 0035 0001 78");

    PacketBatch tiny = new PacketBatch(2, 3);
    server.receive(tiny);
    assertThat(tiny.get(0).data.toText()).isEqualTo("x");
  }

  @Test
  void keepsFramesThatHaveNoSlot() throws Exception {
    PacketConn server = accepted();
    clientSends("00 c0000201 0035 0001 61" + "00 c0000201 0035 0001 62");

    PacketBatch one = new PacketBatch(1, 10);
    server.receive(one);
    assertThat(server.awaitReadable(0)).isTrue();
    one.clear();
    server.receive(one);
    assertThat(one.get(0).data.toText()).isEqualTo("b");
  }

  @Test
  void endsCleanlyBetweenFramesOnly() throws Exception {
    PacketConn server = accepted();
    clientSends("00 c0000201 0035 0001 61");
    receive(server, 1);
    clientSends("00 c00002");
    pipe.a().closeWrite();
    assertThatThrownBy(() -> server.receive(batch)).isInstanceOf(EOFException.class);

    Pipe other = Pipe.create();
    other.a().write(Buffer.copyOf(HexFormat.of().parseHex("0001c00002010035")));
    other.a().closeWrite();
    var accepted = UdpOverTcp.accept(MAGIC_2, other.b());
    assertThat(accepted.packets().receive(batch)).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(strings = {UdpOverTcp.MAGIC_1, UdpOverTcp.MAGIC_2})
  void survivesDamagedStreams(String magic) {
    String request = magic.equals(UdpOverTcp.MAGIC_2) ? "0001c00002010035" : "";
    byte[] valid = HexFormat.of().parseHex(request + "00c0000201003500026869".repeat(3));
    BitFlips.survivesEvery(
        valid,
        1_000,
        damaged -> {
          Pipe own = Pipe.create();
          own.a().write(Buffer.copyOf(damaged));
          own.a().closeWrite();
          PacketConn packets = UdpOverTcp.accept(Destination.of(magic, 0), own.b()).packets();
          PacketBatch into = new PacketBatch(8, 100);
          while (packets.receive(into) >= 0) {
            into.clear();
          }
        });
  }

  private PacketConn accepted() throws IOException {
    pipe.a().write(Buffer.copyOf(HexFormat.of().parseHex("0001c00002010035")));
    return UdpOverTcp.accept(MAGIC_2, pipe.b()).packets();
  }

  private Dialer dialer(Destination expected) {
    return new Dialer() {
      @Override
      public Conn dial(DialRequest request) {
        assertThat(request.to()).isEqualTo(expected);
        return pipe.a();
      }

      @Override
      public PacketConn bind(DialRequest request) {
        throw new AssertionError("packets go over streams");
      }
    };
  }

  private void add(String text, Destination to, int segmentBytes) {
    Packet packet = batch.add();
    packet.data.append(text.getBytes(), 0, text.length());
    packet.remote = to;
    packet.segmentBytes = segmentBytes;
  }

  private void receive(PacketConn from, int count) throws IOException {
    while (batch.count() < count) {
      assertThat(from.receive(batch)).isPositive();
    }
  }

  private void clientSends(String hex) throws IOException {
    pipe.a().write(Buffer.copyOf(HexFormat.of().parseHex(hex.replace(" ", ""))));
  }

  private void expectAtServer(String hex) throws IOException {
    expect(pipe.b(), hex);
  }

  private void expectAtClient(String hex) throws IOException {
    expect(pipe.a(), hex);
  }

  private static void expect(Conn conn, String hex) throws IOException {
    Buffer got = Buffer.allocate(4096);
    String expected = hex.replace(" ", "");
    while (got.length() < expected.length() / 2) {
      assertThat(conn.read(got)).isPositive();
    }
    assertThat(HexFormat.of().formatHex(got.toBytes())).isEqualTo(expected);
  }
}
