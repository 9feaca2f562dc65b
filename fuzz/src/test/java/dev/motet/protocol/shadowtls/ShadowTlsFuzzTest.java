package dev.motet.protocol.shadowtls;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.protocol.shadowtls.HandshakeWatch.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import dev.motet.io.Timeouts;

/// What strangers and the handshake server send to an inbound: nothing but an [IOException] comes
/// out, no byte is lost, and nobody is taken for a user.
class ShadowTlsFuzzTest {
  private static final int LIMIT = 40;

  @FuzzTest(maxDuration = "60s")
  void hello(byte[] bytes) throws IOException {
    try (Timeouts clock = Timeouts.system()) {
      FirstHello hello =
          FirstHello.await(new Fed(bytes, 1 + bytes.length % 97), Duration.ofSeconds(9), clock);
      byte[] message = hello.message();
      if (message != null && HelloProof.isSealed(message, "Zm9yYmlkZGVu")) {
        throw new AssertionError("sealed without the password");
      }
      requireSame(bytes, everything(hello.conn()));
    }
  }

  @FuzzTest(maxDuration = "60s")
  void records(byte[] bytes) throws IOException {
    RecordReader reader = new RecordReader(new Fed(bytes, 1 + bytes.length % 31));
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    while (reader.await()) {
      seen.writeBytes(reader.take(reader.whole(1 + bytes.length % 3).length()).toBytes());
    }
    seen.writeBytes(everything(reader.rest()));
    requireSame(bytes, seen.toByteArray());
  }

  /// The first half comes from the handshake server, the second one from the client.
  @FuzzTest(maxDuration = "60s")
  void watches(byte[] bytes) throws IOException {
    byte[] server = Arrays.copyOf(bytes, bytes.length / 2);
    byte[] client = Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length);
    for (HandshakeWatch watch :
        List.of(
            new WatchV1(), new WatchV2("Zm9yYmlkZGVu"), new WatchV3("Zm9yYmlkZGVu", true))) {
      RecordReader fromServer = new RecordReader(new Fed(server, 500));
      while (fromServer.await()) {
        Buffer records = fromServer.take(fromServer.whole(LIMIT).length());
        int before = records.length();
        watch.fromServer(records);
        if (records.length() > before + LIMIT * ShadowTlsMac.TAG_BYTES) {
          throw new AssertionError("grew from " + before + " to " + records.length());
        }
      }
      RecordReader fromClient = new RecordReader(new Fed(client, 500));
      while (fromClient.await()) {
        if (watch.fromClient(fromClient.next()) == Step.DATA) {
          throw new AssertionError("data without the password");
        }
      }
    }
  }

  @FuzzTest(maxDuration = "60s")
  void data(byte[] bytes) {
    for (@Nullable RecordTags tags : Arrays.asList(null, tags())) {
      Fed below = new Fed(bytes, 1 + bytes.length % 61);
      FramedConn conn =
          new FramedConn(below, new RecordReader(below), Buffer.wrap(new byte[0]), tags, null);
      try {
        everything(conn);
      } catch (IOException _) {
        // refused
      }
    }
  }

  private static RecordTags tags() {
    RecordKeys keys = new RecordKeys("Zm9yYmlkZGVu", new byte[32]);
    return new RecordTags(keys.client(), keys.server(), keys.handshake(), new SecureRandom());
  }

  private static byte[] everything(Conn conn) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Buffer into = Buffer.allocate(1_000);
    while (conn.read(into) >= 0) {
      all.writeBytes(into.toBytes());
      into.clear();
    }
    return all.toByteArray();
  }

  private static void requireSame(byte[] expected, byte[] seen) {
    if (!Arrays.equals(expected, seen)) {
      throw new AssertionError(seen.length + " bytes seen of " + expected.length);
    }
  }

  /// A peer whose bytes are all there from the start, in pieces of a given size.
  private static final class Fed implements Conn {
    private final byte[] bytes;
    private final int piece;
    private int position;

    Fed(byte[] bytes, int piece) {
      this.bytes = bytes;
      this.piece = piece;
    }

    @Override
    public int read(Buffer into) {
      int count = Math.min(Math.min(piece, bytes.length - position), into.readable());
      if (count == 0) {
        return -1;
      }
      into.append(bytes, position, count);
      position += count;
      return count;
    }

    @Override
    public void write(Buffer from) {
      from.from = from.to;
    }

    @Override
    public void closeWrite() {}

    @Override
    public void close() {}
  }
}
