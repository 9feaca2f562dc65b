package dev.motet.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.motet.dns.message.Edns;
import dev.motet.dns.message.FrameReader;
import dev.motet.dns.message.Message;
import dev.motet.dns.message.Name;
import dev.motet.dns.message.ResourceRecord;
import dev.motet.engine.ConfigLoader;
import dev.motet.engine.Motet;
import dev.motet.option.RecordTypes;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// DNS between real servers and real clients.
@Tag("interop")
class DnsInteropTest {
  private static final String CONFIGURATION =
      """
      {"log":{"level":"error"},
       "dns":{"servers":[{"type":"%s","tag":"up","server":"127.0.0.1","server_port":%d}]%s},
       "inbounds":[{"type":"direct","tag":"in","listen":"127.0.0.1","listen_port":%d}],
       "route":{"rules":[{"action":"hijack-dns"}]}}\
      """;

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private static final int ATTEMPTS = 3;

  @TempDir Path folder;

  private final int up = Ports.free();
  private final int port = Ports.free();

  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp"})
  void digAndKdigGetTheRecordsOfBind(String type) throws Exception {
    Path dig = Peer.DIG.require();
    Path kdig = Peer.KDIG.require();
    try (PeerProcess _ = Zone.serve(folder, up);
        Motet _ = motet(type, "")) {
      for (Path client : List.of(dig, kdig)) {
        for (String how : List.of("+noignore", "+tcp", "+bufsize=4096", "+dnssec", "+noedns")) {
          assertThat(asked(client, how, "a.zone.test", "A")).contains("192.0.2.1", "192.0.2.2");
          assertThat(asked(client, how, "svc.zone.test", "TYPE65")).isNotBlank();
          assertThat(asked(client, how, "many.zone.test", "A").split("192\\.0\\.2\\.").length - 1)
              .as("%s %s: over TCP where it does not fit", client, how)
              .isEqualTo(89);
          assertThat(asked(client, how, "none.zone.test", "A")).isBlank();
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "udp | ''",
        "tcp | ''",
        "udp | ,\"strategy\":\"ipv4_only\"",
        "udp | ,\"strategy\":\"ipv6_only\"",
        "udp | ,\"client_subnet\":\"192.0.2.0/24\",\"disable_cache\":true",
        "tcp | ,\"independent_cache\":true,\"disable_expire\":true",
      })
  void givesTheSameAnswersAsSingBox(String type, String options) throws Exception {
    int other = Ports.free();
    Path file = folder.resolve("sing-box.json");
    Files.writeString(file, CONFIGURATION.formatted(type, up, options, other));
    try (PeerProcess _ = Zone.serve(folder, up);
        Motet _ = motet(type, options);
        PeerProcess _ =
            PeerProcess.start(
                    folder,
                    Map.of(),
                    Peer.SING_BOX.require().toString(),
                    "run",
                    "-c",
                    file.toString())
                .awaitPort(other)) {
      for (int round = 1; round <= 2; round++) {
        for (String question : Zone.QUESTIONS) {
          for (Edns edns : Arrays.asList(null, new Edns(1232, 0, 0, List.of()))) {
            Message query = query(question, edns);
            for (boolean tcp : List.of(true, false)) {
              assertSame(
                  question + (tcp ? " over tcp" : " over udp") + ", round " + round,
                  ask(port, query, tcp),
                  askPeer(other, query, tcp));
            }
          }
        }
      }
    }
  }

  @Test
  void asksDnsmasq() throws Exception {
    String server = Peer.DNSMASQ.require().toString();
    try (PeerProcess _ =
            PeerProcess.start(
                    folder,
                    Map.of(),
                    server,
                    "--no-daemon",
                    "--conf-file=/dev/null",
                    "--no-resolv",
                    "--no-hosts",
                    "--listen-address=127.0.0.1",
                    "--bind-interfaces",
                    "--port=" + up,
                    "--user=" + System.getProperty("user.name"),
                    "--host-record=h.test,192.0.2.8,2001:db8::8",
                    "--txt-record=t.test,hello")
                .awaitPort(up);
        Motet _ = motet("udp", "")) {
      assertThat(ask(port, query("h.test.", "A", null), false).answers()).hasSize(1);
      assertThat(ask(port, query("h.test.", "AAAA", null), true).answers().getFirst().toString())
          .endsWith("AAAA 2001:db8::8");
      assertThat(ask(port, query("t.test.", "TXT", null), false).answers()).hasSize(1);
    }
  }

  private Motet motet(String type, String options) throws Exception {
    return Motet.start(
        ConfigLoader.parse("c.json", CONFIGURATION.formatted(type, up, options, port)));
  }

  private String asked(Path client, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(client.toString(), "@127.0.0.1", "-p", "" + port, "+short", "+retry=0"));
    command.addAll(List.of(arguments));
    try (PeerProcess asked = PeerProcess.start(folder, Map.of(), command.toArray(String[]::new))) {
      assertThat(asked.awaitExit()).as(asked.output()).isZero();
      return asked.output();
    }
  }

  private static Message query(String question, Edns edns) throws IOException {
    String[] words = question.split(" ");
    return query(words[0] + ".zone.test.", words[1], edns);
  }

  private static Message query(String name, String type, Edns edns) throws IOException {
    int number =
        type.startsWith("TYPE") ? Integer.parseInt(type.substring(4)) : RecordTypes.number(type);
    return Message.query(Name.of(name), number).withId(0x1234).withEdns(edns);
  }

  /// sing-box now and then answers nothing over UDP; Motet is asked once only.
  private static Message askPeer(int port, Message query, boolean tcp) throws IOException {
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        return ask(port, query, tcp, 2_000);
      } catch (SocketTimeoutException _) {
        continue;
      }
    }
    return ask(port, query, tcp);
  }

  private static Message ask(int port, Message query, boolean tcp) throws IOException {
    return ask(port, query, tcp, 20_000);
  }

  private static Message ask(int port, Message query, boolean tcp, int limitMillis)
      throws IOException {
    byte[] wire = query.write();
    if (tcp) {
      try (Socket socket = new Socket()) {
        socket.setSoTimeout(limitMillis);
        socket.connect(new InetSocketAddress(LOOPBACK, port));
        socket.getOutputStream().write(FrameReader.frame(wire).toBytes());
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] answer = new byte[in.readUnsignedShort()];
        in.readFully(answer);
        return Message.read(answer);
      }
    }
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(limitMillis);
      socket.send(new DatagramPacket(wire, wire.length, LOOPBACK, port));
      DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
      socket.receive(packet);
      return Message.read(Arrays.copyOf(packet.getData(), packet.getLength()));
    }
  }

  /// Both agree on all but the letters' case, the order, and the second in which they count down.
  private static void assertSame(String what, Message mine, Message theirs) {
    assertThat(mine.rcode()).as(what).isEqualTo(theirs.rcode());
    assertThat(mine.has(Message.TRUNCATED)).as(what).isEqualTo(theirs.has(Message.TRUNCATED));
    if (!mine.has(Message.TRUNCATED)) {
      assertThat(texts(mine.answers())).as(what).isEqualTo(texts(theirs.answers()));
      assertThat(texts(mine.authorities())).as(what).isEqualTo(texts(theirs.authorities()));
      if (!theirs.additionals().isEmpty()) { // with a client subnet sing-box drops them all
        assertThat(texts(mine.additionals())).as(what).isEqualTo(texts(theirs.additionals()));
      }
      assertThat(ttl(mine)).as(what).isCloseTo(ttl(theirs), within(5L));
    }
  }

  private static long ttl(Message answer) {
    return Stream.of(answer.answers(), answer.authorities(), answer.additionals())
        .flatMap(List::stream)
        .mapToLong(ResourceRecord::ttl)
        .max()
        .orElse(0);
  }

  private static List<String> texts(List<ResourceRecord> records) {
    return records.stream()
        .map(record -> record.withTtl(0).toString().toLowerCase(Locale.ROOT))
        .sorted()
        .toList();
  }
}
