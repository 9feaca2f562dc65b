package dev.motet.protocol.http;

import dev.motet.core.Inbound;
import dev.motet.core.Reply;
import dev.motet.core.Session;
import dev.motet.io.Conn;
import dev.motet.option.UserOptions;
import dev.motet.testkit.Listen;
import dev.motet.testkit.RawClient;
import dev.motet.testkit.ScriptedRouter;
import dev.motet.testkit.TestEnv;
import dev.motet.testkit.VirtualTimeouts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// An HTTP inbound on loopback and on a virtual clock, whose origin servers do what a test says.
final class HttpProxy implements AutoCloseable {
  static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  /// What an origin server does in one session.
  interface Server {
    void serve(OriginEnd origin) throws IOException;
  }

  final VirtualTimeouts clock = new VirtualTimeouts();
  final ScriptedRouter router = new ScriptedRouter();
  final TestEnv env = new TestEnv(clock).router(router);

  /// What the server of [#origin] got, head by head.
  final Queue<String> heads = new ConcurrentLinkedQueue<>();

  private final Queue<String> answers = new ConcurrentLinkedQueue<>();
  private Inbound inbound = open(List.of());

  /// The inbound begins anew, with these users.
  void users(UserOptions... users) {
    inbound.close();
    inbound = open(List.of(users));
  }

  RawClient client() throws IOException {
    return new RawClient(env.listening());
  }

  void server(Server server) {
    router.streams((_, conn, reply) -> {
      reply.accepted();
      server.serve(new OriginEnd(conn));
    });
  }

  /// Makes the server answer heads with these, each session until its client ends.
  void origin(String... responses) {
    answers.addAll(List.of(responses));
    router.streams(this::answerHeads);
  }

  private void answerHeads(Session session, Conn conn, Reply reply) throws IOException {
    reply.accepted();
    OriginEnd origin = new OriginEnd(conn);
    for (String head = origin.readHead(); !head.isEmpty(); head = origin.readHead()) {
      heads.add(head);
      origin.write(answers.remove());
    }
  }

  private Inbound open(List<UserOptions> users) {
    Inbound opened;
    try {
      opened = HttpInbound.create(env, new HttpInboundOptions(Listen.onLoopback(), users, null));
      opened.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return opened;
  }

  @Override
  public void close() {
    inbound.close();
    env.close();
  }
}
