package dev.motet.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.motet.core.Reply;
import dev.motet.core.Router;
import dev.motet.core.Session;
import dev.motet.core.Users;
import dev.motet.http.h1.Body;
import dev.motet.http.h1.H1Reader;
import dev.motet.http.h1.RequestHead;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.PacketBatch;
import dev.motet.io.PacketConn;
import dev.motet.io.StreamReader;
import dev.motet.mux.UdpOverTcp;
import dev.motet.option.UserOptions;
import dev.motet.protocol.http.HttpServer;
import dev.motet.protocol.socks.SocksServer;
import dev.motet.testkit.TestEnv;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Everything that bytes of a client who has not proven who he is reach: nothing but an
/// [IOException] comes out, and nothing is routed without the password.
class ClientFuzzTest {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Users NOBODY = new Users(List.of());
  private static final Users ALICE = new Users(List.of(new UserOptions("alice", "Zm9yYmlkZGVu")));

  /// Reads what a session sends, then refuses it.
  private static final class Sink implements Router {
    private final AtomicInteger routed = new AtomicInteger();

    @Override
    public void route(Session session, Conn conn, Reply reply) {
      routed.incrementAndGet();
      Buffer into = Buffer.allocate(512);
      try (conn) {
        reply.refused(new DialException(DialException.Reason.REFUSED, "refused"));
        while (conn.read(into) >= 0) {
          into.clear();
        }
      } catch (IOException _) {
        // the client's bytes ended it
      }
    }

    @Override
    public void route(Session session, PacketConn conn, Reply reply) {
      routed.incrementAndGet();
      conn.close();
    }
  }

  @FuzzTest(maxDuration = "60s")
  void socks(byte[] bytes) throws IOException {
    // UDP ASSOCIATE binds real sockets: its packets have targets of their own.
    if (bytes.length > 3 && bytes[0] == 5 && contains(bytes, 3)) {
      return;
    }
    Sink sink = new Sink();
    try (TestEnv env = new TestEnv().router(sink)) {
      FedConn conn = new FedConn(bytes, 1 + bytes.length % 7);
      StreamReader in = new StreamReader(conn, SocksServer.MAX_MESSAGE_BYTES);
      try {
        new SocksServer(env, Listening.ANY, ALICE, LIMIT).serve(conn, in);
      } catch (IOException _) {
        // refused
      }
    }
    if (sink.routed.get() > 0
        && !new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)
            .contains("Zm9yYmlkZGVu")) {
      throw new AssertionError("routed without the password");
    }
  }

  @FuzzTest(maxDuration = "60s")
  void http(byte[] bytes) throws IOException {
    Sink sink = new Sink();
    try (TestEnv env = new TestEnv().router(sink)) {
      FedConn conn = new FedConn(bytes, 1 + bytes.length % 31);
      try {
        new HttpServer(env, NOBODY, LIMIT).serve(conn, conn);
      } catch (IOException _) {
        // refused
      }
    }
  }

  @FuzzTest(maxDuration = "60s")
  void requestHead(byte[] bytes) {
    try {
      H1Reader reader = new H1Reader(new FedConn(bytes, 1 + bytes.length % 13));
      RequestHead head = reader.request();
      if (head != null) {
        var body = reader.body(Body.of(head));
        Buffer into = Buffer.allocate(100);
        while (body.read(into) >= 0) {
          into.clear();
        }
      }
    } catch (IOException _) {
      // refused
    }
  }

  @FuzzTest(maxDuration = "60s")
  void responseHead(byte[] bytes) {
    try {
      new H1Reader(new FedConn(bytes, 1 + bytes.length % 13)).response();
    } catch (IOException _) {
      // refused
    }
  }

  @FuzzTest(maxDuration = "60s")
  void packetsOverStreams(byte[] bytes) {
    String magic = bytes.length % 2 == 0 ? UdpOverTcp.MAGIC_1 : UdpOverTcp.MAGIC_2;
    try {
      PacketConn packets =
          UdpOverTcp.accept(Destination.of(magic, 0), new FedConn(bytes, 1 + bytes.length % 5))
              .packets();
      PacketBatch into = new PacketBatch(4, 2_000);
      while (packets.receive(into) >= 0) {
        into.clear();
      }
    } catch (IOException _) {
      // refused
    }
  }

  private static boolean contains(byte[] bytes, int value) {
    for (byte b : bytes) {
      if (b == value) {
        return true;
      }
    }
    return false;
  }
}
