package dev.motet.tls.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import dev.motet.testkit.Background;
import dev.motet.testkit.Pipe;
import dev.motet.tls.TlsConn;
import dev.motet.tls.alert.AlertReceivedException;
import dev.motet.tls.fingerprint.HelloShapes;
import dev.motet.tls.fingerprint.PlainHello;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.handshake.HelloHook;
import dev.motet.tls.handshake.Identity;
import dev.motet.tls.handshake.KeyLog;
import dev.motet.tls.handshake.ServerConfig;
import dev.motet.tls.handshake.Tickets;
import dev.motet.tls.server.SealedTickets;
import dev.motet.tls.server.ServerHandshake;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every fingerprint against the server of this program, with records between them.
class OwnServerTest {
  private static final KeyPair PAIR = ClientSettings.pair("EC", 256);

  private final Buffers buffers = new Buffers();
  private @Nullable Tickets tickets;
  private ServerConfig.@Nullable TicketKey ticketKey;
  private boolean resumed;

  static Stream<String> fingerprints() {
    return HelloShapes.names().stream().filter(OwnServerTest::speaksTls13);
  }

  private static boolean speaksTls13(String name) {
    return HelloShapes.of(name, new SecureRandom()).supportsTls13();
  }

  @ParameterizedTest
  @MethodSource("fingerprints")
  void speaksAsEveryBrowser(String name) throws Exception {
    assertThat(exchange(name, List.of(0x1d, 0x17))).isEqualTo(0x1d);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chrome", "firefox", "safari", "ios", "edge"})
  void answersHelloRetryRequests(String name) throws Exception {
    assertThat(exchange(name, List.of(0x18))).isEqualTo(0x18);
  }

  @Test
  void agreesOnTheHybridGroup() throws Exception {
    assertThat(exchange("chrome", List.of(0x11ec, 0x1d))).isEqualTo(0x11ec);
    assertThat(exchange("firefox_148", List.of(0x11ec))).isEqualTo(0x11ec);
  }

  @Test
  void resumesWithATicketOnce() throws Exception {
    ticketKey = new SealedTickets(new SecureRandom(), InstantSource.system());
    KeptTickets store = new KeptTickets();
    Deque<Tickets.Ticket> kept = store.kept;
    tickets = store;
    exchange("plain", List.of(0x1d));
    assertThat(resumed).isFalse();
    assertThat(kept).isNotEmpty();
    Tickets.Ticket used = kept.getLast();
    exchange("plain", List.of(0x18));
    assertThat(resumed).as("also with a HelloRetryRequest").isTrue();
    kept.clear();
    kept.add(used);
    exchange("plain", List.of(0x1d));
    assertThat(resumed).as("the server takes each once").isFalse();
  }

  @Test
  void serverIsToldWhy() throws Exception {
    Pipe pipe = Pipe.create();
    try (TlsConn server = server(pipe, List.of(0x1d));
        TlsConn client =
            TlsConn.of(
                pipe.a(),
                carrier -> {
                  ClientSettings settings = new ClientSettings();
                  settings.distrust();
                  return new ClientHandshake(settings.config(), carrier);
                },
                buffers)) {
      Background<Void> serving = Background.run(server::handshake);
      assertThatThrownBy(client::handshake).hasMessageContaining("nobody knows it");
      assertThatThrownBy(serving::get)
          .isInstanceOf(AlertReceivedException.class)
          .hasMessageContaining("unknown_ca");
    }
  }

  /// The group that was agreed on; data went both ways after it.
  private int exchange(String name, List<Integer> groups) throws Exception {
    Pipe pipe = Pipe.create();
    ClientConfig config = config(name);
    try (TlsConn server = server(pipe, groups);
        TlsConn client =
            TlsConn.of(pipe.a(), carrier -> new ClientHandshake(config, carrier), buffers)) {
      Background<Void> serving =
          Background.run(() -> {
            server.handshake();
            Buffer into = Buffer.allocate(100);
            server.read(into);
            server.write(into);
          });
      client.handshake();
      client.write(Buffer.copyOf("hello".getBytes(StandardCharsets.US_ASCII)));
      Buffer into = Buffer.allocate(100);
      client.read(into);
      serving.get();
      assertThat(new String(into.toBytes(), StandardCharsets.US_ASCII)).isEqualTo("hello");
      byte[] label = {1, 2};
      assertThat(client.export(label, label, 32)).isEqualTo(server.export(label, label, 32));
      assertThat(client.negotiated().version()).isEqualTo(0x0304);
      assertThat(client.negotiated().alpn()).isEqualTo(server.negotiated().alpn());
      resumed = client.negotiated().resumed();
      return client.negotiated().group();
    }
  }

  private TlsConn server(Pipe pipe, List<Integer> groups) {
    Identity identity =
        new Identity(List.of(ClientSettings.LEAF), PAIR.getPrivate(), List.of(0x0403), null);
    ServerConfig config =
        new ServerConfig(
            hello -> identity,
            List.of("h2", "http/1.1"),
            0x0304,
            0x0304,
            List.of(0x1301, 0x1302, 0x1303),
            groups,
            ServerConfig.ClientAuth.NO,
            null,
            List::of,
            ticketKey,
            List.of(),
            ClientSettings.KEYS,
            new SecureRandom(),
            InstantSource.system(),
            KeyLog.NONE,
            false);
    return TlsConn.of(pipe.b(), carrier -> new ServerHandshake(config, carrier), buffers);
  }

  private ClientConfig config(String name) {
    SecureRandom random = new SecureRandom();
    return new ClientConfig(
        name.equals("plain")
            ? PlainHello.shape(0x0304, 0x0304, Set.of())
            : HelloShapes.of(name, random),
        "server.example",
        true,
        null,
        0x0303,
        0x0304,
        Set.of(),
        (chain, asked) -> PAIR.getPublic(),
        null,
        null,
        List.of(),
        ClientSettings.KEYS,
        random,
        InstantSource.system(),
        KeyLog.NONE,
        HelloHook.NONE,
        tickets,
        false);
  }
}
