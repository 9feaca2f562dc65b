package dev.motet.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.Buffer;
import dev.motet.io.Buffers;
import dev.motet.io.ByteReader;
import dev.motet.io.Conn;
import dev.motet.io.ForwardingConn;
import dev.motet.io.ProtocolException;
import dev.motet.testkit.Background;
import dev.motet.testkit.Pipe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever sits between two peers changes, repeats, swaps, drops, cuts and adds records. One
/// connection is recorded, then each end hears damaged copies of what the other one said: a seeded
/// random source makes it say the same again.
class TlsRecordFuzzTest {
  private static final int ROUNDS = 600;
  private static final int[] LENGTHS = {5, 3000, 1, 40_000, 17};

  private static final SeededEnds ENDS = new SeededEnds();
  private static byte[] sent;
  private static List<byte[]> fromClient;
  private static List<byte[]> fromServer;

  private final Buffers buffers = new Buffers();

  /// Which end hears the damage.
  enum Victim {
    CLIENT,
    SERVER
  }

  /// Takes note of what is written.
  private static final class Recorder extends ForwardingConn {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    Recorder(Conn below) {
      super(below);
    }

    @Override
    public void write(Buffer from) throws IOException {
      written.writeBytes(from.toBytes());
      below.write(from);
    }
  }

  /// What one end read, and how that ended: null for an orderly end.
  private record Outcome(byte[] read, IOException failure, boolean truncated) {}

  @BeforeAll
  static void record() throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int length : LENGTHS) {
      byte[] part = new byte[length];
      new Random(length).nextBytes(part);
      all.writeBytes(part);
    }
    sent = all.toByteArray();
    Pipe pipe = Pipe.create();
    Recorder clientBelow = new Recorder(pipe.a());
    Recorder serverBelow = new Recorder(pipe.b());
    Buffers pool = new Buffers();
    try (TlsConn client = ENDS.client(clientBelow, pool);
        TlsConn server = ENDS.server(serverBelow, pool)) {
      Background<Void> serving = Background.run(server::handshake);
      client.handshake();
      serving.get();
      for (TlsConn from : List.of(client, server)) {
        int at = 0;
        for (int length : LENGTHS) {
          from.write(Buffer.copyOf(Arrays.copyOfRange(sent, at, at + length)));
          at += length;
        }
        from.closeWrite();
      }
    }
    fromClient = records(clientBelow.written.toByteArray());
    fromServer = records(serverBelow.written.toByteArray());
  }

  private static List<byte[]> records(byte[] stream) throws ProtocolException {
    List<byte[]> records = new ArrayList<>();
    ByteReader in = new ByteReader(stream);
    int at = 0;
    while (in.remaining() > 0) {
      in.skip(3);
      in.skip(in.u16());
      int end = stream.length - in.remaining();
      records.add(Arrays.copyOfRange(stream, at, end));
      at = end;
    }
    return records;
  }

  private static List<byte[]> heardBy(Victim victim) {
    return victim == Victim.CLIENT ? fromServer : fromClient;
  }

  @ParameterizedTest
  @EnumSource
  void hearsTheWholeOfAnUnchangedStream(Victim victim) throws Exception {
    Outcome outcome = hear(victim, heardBy(victim), Integer.MAX_VALUE);
    assertThat(outcome.failure).isNull();
    assertThat(outcome.truncated).isFalse();
    assertThat(outcome.read).isEqualTo(sent);
  }

  @ParameterizedTest
  @EnumSource
  void damageEndsInAnErrorAndNothingIsReadBehindIt(Victim victim) throws Exception {
    int refused = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      List<byte[]> records = new ArrayList<>(heardBy(victim));
      int at = random.nextInt(records.size());
      String what = Damage.apply(records, at, random);
      int cut = random.nextInt(20) == 0 ? random.nextInt(length(records)) : Integer.MAX_VALUE;
      Outcome outcome = hear(victim, records, cut);
      refused += outcome.failure == null ? 0 : 1;
      String name = "seed " + seed + ", record " + at + ": " + what + ", cut " + cut;
      assertThat(isBeginning(outcome.read)).as(name).isTrue();
      // an end that says so means that nothing is missing
      if (outcome.failure == null && !outcome.truncated) {
        assertThat(outcome.read.length).as(name).isEqualTo(sent.length);
      }
      assertThat(buffers.lent()).as(name).isZero();
    }
    assertThat(refused).as("most damage is seen").isGreaterThan(ROUNDS / 2);
  }

  /// Every record once in each way, without luck.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void eachRecordIsDamagedInEachWay(int kind) throws Exception {
    for (Victim victim : Victim.values()) {
      for (int at = 0; at < heardBy(victim).size(); at++) {
        List<byte[]> records = new ArrayList<>(heardBy(victim));
        String what = Damage.apply(records, at, kind, new Random(at));
        Outcome outcome = hear(victim, records, Integer.MAX_VALUE);
        String name = victim + ", record " + at + ": " + what;
        boolean whole = Arrays.equals(outcome.read, sent);
        assertThat(whole || outcome.failure != null || outcome.truncated).as(name).isTrue();
        assertThat(isBeginning(outcome.read)).as(name).isTrue();
        assertThat(buffers.lent()).as(name).isZero();
      }
    }
  }

  @Test
  void whatIsCutAnywhereIsSeenAsCut() throws Exception {
    for (Victim victim : Victim.values()) {
      int goodbye = heardBy(victim).getLast().length;
      for (int cut = 0; cut <= length(heardBy(victim)) - goodbye; cut += 1 + cut / 40) {
        Outcome outcome = hear(victim, heardBy(victim), cut);
        assertThat(outcome.failure != null || outcome.truncated)
            .as("%s at %d", victim, cut)
            .isTrue();
        assertThat(buffers.lent()).isZero();
      }
    }
  }

  private static boolean isBeginning(byte[] read) {
    return read.length <= sent.length && Arrays.equals(read, 0, read.length, sent, 0, read.length);
  }

  private static int length(List<byte[]> records) {
    return records.stream().mapToInt(record -> record.length).sum();
  }

  /// Lets one end hear a stream that then ends. Nobody else is there: what it says is not heard.
  private Outcome hear(Victim victim, List<byte[]> records, int cut) throws Exception {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    records.forEach(stream::writeBytes);
    byte[] bytes = stream.toByteArray();
    Conn below = new HeardConn(Arrays.copyOf(bytes, Math.min(cut, bytes.length)), 1 + cut % 5000);
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    TlsConn end =
        victim == Victim.CLIENT ? ENDS.client(below, buffers) : ENDS.server(below, buffers);
    try (end) {
      IOException failure = null;
      try {
        end.handshake();
        readAll(end, read);
      } catch (IOException e) {
        failure = e;
        assertNothingFollows(end, e);
      }
      return new Outcome(read.toByteArray(), failure, end.isTruncated());
    }
  }

  private static void readAll(Conn from, ByteArrayOutputStream into) throws IOException {
    Buffer block = Buffer.allocate(20_000);
    while (from.read(block.clear()) >= 0) {
      into.writeBytes(block.toBytes());
    }
  }

  private static void assertNothingFollows(TlsConn end, IOException failure) {
    for (int i = 0; i < 3; i++) {
      try {
        int count = end.read(Buffer.allocate(20_000));
        assertThat(count).as("read after %s", failure).isEqualTo(-1);
      } catch (IOException _) {
        // refused again
      }
    }
  }

  /// Says what it was given, then ends; takes everything.
  private static final class HeardConn implements Conn {
    private final Buffer left;
    private final int atOnce;

    HeardConn(byte[] bytes, int atOnce) {
      this.left = Buffer.wrap(bytes);
      this.atOnce = atOnce;
    }

    @Override
    public int read(Buffer into) {
      return left.isEmpty() ? -1 : left.moveTo(into, Math.min(atOnce, into.readable()));
    }

    @Override
    public void write(Buffer from) {
      from.from = from.to;
    }

    @Override
    public void closeWrite() {
      // nobody hears it
    }

    @Override
    public void abort(IOException reason) {
      left.from = left.to;
    }

    @Override
    public void close() {
      left.from = left.to;
    }
  }

  /// What can be done to a record.
  private static final class Damage {
    private static final int KINDS = 11;

    static String apply(List<byte[]> records, int at, Random random) {
      return apply(records, at, random.nextInt(KINDS), random);
    }

    static String apply(List<byte[]> records, int at, int kind, Random random) {
      byte[] record = records.get(at).clone();
      int payload = record.length - 5;
      switch (kind) {
        case 0 -> {
          record[5 + random.nextInt(payload)] ^= (byte) (1 << random.nextInt(8));
          records.set(at, record);
          return "a bit of the content";
        }
        case 1 -> {
          record[random.nextInt(5)] ^= (byte) (1 << random.nextInt(8));
          records.set(at, record);
          return "a bit of the header";
        }
        case 2 -> {
          records.add(at, record);
          return "twice";
        }
        case 3 -> {
          records.remove(at);
          return "dropped";
        }
        case 4 -> {
          records.add(Math.min(at + 1, records.size() - 1), records.remove(at));
          return "behind the next";
        }
        case 5 -> {
          records.add(at, noise(random));
          return "noise before it";
        }
        case 6 -> {
          records.set(at, resized(record, random.nextInt(payload)));
          return "shortened";
        }
        case 7 -> {
          records.set(at, resized(record, Math.min(payload + 1 + random.nextInt(9), 16_640)));
          return "lengthened";
        }
        case 8 -> {
          byte[][] injected = {
            {20, 3, 3, 0, 1, 1},
            {21, 3, 3, 0, 2, 1, 0},
            {21, 3, 3, 0, 2, 2, 40},
            {21, 3, 3, 0, 2, 1, 90},
            {22, 3, 3, 0, 0},
            {23, 3, 3, 0, 0},
            {22, 3, 3, 0, 4, 0, 0, 0, 0},
            {22, 3, 3, 0, 5, 24, 0, 0, 1, 1}
          };
          byte[] chosen = injected[random.nextInt(injected.length)];
          records.add(at, chosen);
          return "before it " + Arrays.toString(chosen);
        }
        case 9 -> {
          byte[] other = records.get(random.nextInt(records.size()));
          records.set(at, other);
          return "another one instead";
        }
        default -> {
          byte[] flood = new byte[2000 * 6];
          for (int i = 0; i < flood.length; i += 6) {
            System.arraycopy(new byte[] {20, 3, 3, 0, 1, 1}, 0, flood, i, 6);
          }
          records.add(at, flood);
          return "a flood of ChangeCipherSpecs before it";
        }
      }
    }

    private static byte[] noise(Random random) {
      byte[] content = new byte[random.nextInt(100)];
      random.nextBytes(content);
      byte[] record = resized(new byte[] {0, 3, 3, 0, 0}, content.length);
      record[0] = (byte) (19 + random.nextInt(6));
      System.arraycopy(content, 0, record, 5, content.length);
      return record;
    }

    private static byte[] resized(byte[] record, int payload) {
      byte[] resized = Arrays.copyOf(record, 5 + payload);
      resized[3] = (byte) (payload >>> 8);
      resized[4] = (byte) payload;
      return resized;
    }
  }
}
