package dev.motet.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.dns.message.Edns;
import dev.motet.dns.message.FrameReader;
import dev.motet.dns.message.Message;
import dev.motet.dns.message.Rcode;
import dev.motet.dns.message.Wires;
import dev.motet.io.Buffer;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.Network;
import dev.motet.io.Packet;
import dev.motet.io.PacketBatch;
import dev.motet.io.ProtocolException;
import dev.motet.option.RecordTypes;
import dev.motet.testkit.Background;
import dev.motet.testkit.LeakCheck;
import dev.motet.testkit.PacketPipe;
import dev.motet.testkit.Pipe;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that ask: over streams and in packets, well and badly.
@ExtendWith(LeakCheck.class)
class QueriesTest {
  private static final Destination ASKED = Destination.of("192.0.2.53", 53);

  private final DnsRig rig = new DnsRig();
  private final DnsRig.Server main =
      rig.server("main")
          .knows("a.test a", "a.test. 60 A 192.0.2.1")
          .knows("b.test a", "b.test. 60 A 192.0.2.2")
          .knows(
              "long.test a",
              IntStream.range(1, 101)
                  .mapToObj(i -> "long.test. 60 A 192.0.2." + i)
                  .toArray(String[]::new));

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void manyQueriesOnOneStreamAreAnsweredAsAnswersCome() throws Exception {
    rig.start();
    main.gate = new CountDownLatch(1);
    Pipe pipe = Pipe.create();
    var serving = serve(pipe);
    FrameReader answers = new FrameReader(pipe.a());
    ask(pipe, query("a.test", 1));
    Background.until(() -> main.asked.size() == 1);
    CountDownLatch first = main.gate;
    main.gate = null;

    ask(pipe, query("b.test", 2));
    assertThat(Message.read(answers.next()).id()).isEqualTo(2);
    ask(pipe, query("b.test", 3));
    assertThat(Message.read(answers.next()).id()).as("from the cache").isEqualTo(3);
    first.countDown();
    Message late = Message.read(answers.next());
    assertThat(late.id()).isEqualTo(1);
    assertThat(late.answers()).hasToString("[a.test. 60 IN A 192.0.2.1]");

    pipe.a().closeWrite();
    serving.get();
  }

  @Test
  void aStreamThatEndsStillGetsItsAnswers() throws Exception {
    rig.start();
    main.gate = new CountDownLatch(1);
    Pipe pipe = Pipe.create();
    var serving = serve(pipe);
    ask(pipe, query("a.test", 1));
    pipe.a().closeWrite();
    Background.until(() -> main.asked.size() == 1);
    main.gate.countDown();

    assertThat(new FrameReader(pipe.a()).next()).isNotNull();
    serving.get();
  }

  @Test
  void longAnswersFitInStreams() throws Exception {
    rig.start();
    Pipe pipe = Pipe.create();
    serve(pipe);
    FrameReader answers = new FrameReader(pipe.a());
    for (int i = 0; i < 2; i++) {
      ask(pipe, query("long.test", i));
      assertThat(Message.read(answers.next()).answers()).hasSize(100);
    }
    pipe.a().close();
  }

  @Test
  void onlySoManyQueriesOfAStreamWait() throws Exception {
    rig.start();
    main.gate = new CountDownLatch(1);
    Pipe pipe = Pipe.create();
    var serving = serve(pipe);
    for (int i = 0; i < StreamQueries.MAX_WAITING + 5; i++) {
      ask(pipe, query("n" + i + ".test", i));
    }
    Background.until(() -> main.asked.size() == StreamQueries.MAX_WAITING);
    main.gate.countDown();
    FrameReader answers = new FrameReader(pipe.a());
    for (int i = 0; i < StreamQueries.MAX_WAITING + 5; i++) {
      assertThat(answers.next()).isNotNull();
    }
    pipe.a().closeWrite();
    serving.get();
  }

  @Test
  void aSilentStreamEndsAfterTenSeconds() throws Exception {
    rig.start();
    Pipe pipe = Pipe.create();
    var serving = serve(pipe);
    rig.clock.awaitScheduled(1);
    rig.clock.advance(Duration.ofMillis(9_999));
    assertThat(serving.isDone()).isFalse();
    rig.clock.advance(Duration.ofMillis(1));
    serving.get();
  }

  @Test
  void whoWaitsIsNotSilent() throws Exception {
    rig.start();
    main.gate = new CountDownLatch(1);
    Pipe pipe = Pipe.create();
    var serving = serve(pipe);
    rig.clock.awaitScheduled(1);
    rig.clock.advance(Duration.ofSeconds(9));
    ask(pipe, query("a.test", 1));
    Background.until(() -> main.asked.size() == 1);
    rig.clock.awaitScheduled(2);
    rig.clock.advance(Duration.ofSeconds(9));
    assertThat(serving.isDone()).isFalse();
    main.gate.countDown();
    assertThat(new FrameReader(pipe.a()).next()).isNotNull();
    rig.clock.advance(Duration.ofSeconds(20));
    serving.get();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "000b0000010000010000000000",
        "000c123481000001000000000000",
        "000d12340100000100000000000001",
      })
  void aStreamThatIsNoDnsEnds(String bytes) throws Exception {
    rig.start();
    Pipe pipe = Pipe.create();
    var serving = serve(pipe);
    pipe.a().write(Buffer.copyOf(java.util.HexFormat.of().parseHex(bytes)));

    assertThat(serving.failure()).isInstanceOf(ProtocolException.class);
    pipe.a().close();
  }

  @Test
  void packetsAreAnsweredFromWhereTheyWereSent() throws Exception {
    rig.start();
    for (boolean readiness : List.of(false, true)) {
      PacketPipe pipe = readiness ? PacketPipe.withReadiness() : PacketPipe.create();
      var serving = serve(pipe);
      for (int i = 0; i < 3; i++) {
        send(pipe, query("a.test", i).write());
        Packet answer = receive(pipe);
        assertThat(answer.remote()).isEqualTo(ASKED);
        Message read = Message.read(answer.data.toBytes());
        assertThat(read.id()).isEqualTo(i);
        assertThat(read.answers()).hasSize(1);
      }
      pipe.b().close();
      assertThat(serving.failure()).isInstanceOf(IOException.class);
    }
    assertThat(main.asked).hasSize(1);
  }

  @Test
  void severalPacketsInOneSlotAreSeveralQueries() throws Exception {
    rig.start();
    PacketPipe pipe = PacketPipe.create();
    serve(pipe);
    byte[] one = query("a.test", 1).write();
    byte[] two = query("b.test", 2).write();
    PacketBatch batch = new PacketBatch(1, 1000);
    Packet packet = batch.add();
    packet.data.append(one, 0, one.length);
    packet.data.append(two, 0, two.length);
    packet.segmentBytes = one.length;
    packet.remote = ASKED;
    pipe.a().send(batch);

    assertThat(
            List.of(
                Message.read(receive(pipe).data.toBytes()).id(),
                Message.read(receive(pipe).data.toBytes()).id()))
        .containsExactlyInAnyOrder(1, 2);
    pipe.a().close();
    pipe.b().close();
  }

  @Test
  void answersAreCutToWhatTheClientTakes() throws Exception {
    rig.start();
    PacketPipe pipe = PacketPipe.create();
    serve(pipe);
    for (int i = 0; i < 2; i++) {
      send(pipe, query("long.test", i).write());
      Message read = Message.read(receive(pipe).data.toBytes());
      assertThat(read.has(Message.TRUNCATED)).isTrue();
      assertThat(read.answers()).hasSizeBetween(25, 31);
      Edns large = new Edns(4096, 0, 0, List.of());
      send(pipe, query("long.test", 9).withEdns(large).write());
      read = Message.read(receive(pipe).data.toBytes());
      assertThat(read.answers()).hasSize(100);
      assertThat(read.edns()).isEqualTo(Edns.PLAIN);
    }
    pipe.b().close();
  }

  @Test
  void packetsThatAreNoQueriesAreIgnored() throws Exception {
    rig.start();
    PacketPipe pipe = PacketPipe.create();
    serve(pipe);
    byte[] query = query("a.test", 1).write();
    send(pipe, new byte[0]);
    send(pipe, new byte[] {1});
    send(pipe, Wires.answer(query("a.test", 1), Rcode.NOERROR).write());
    for (int length = 12; length < query.length; length++) {
      send(pipe, java.util.Arrays.copyOf(query, length));
    }
    send(pipe, query("b.test", 7).write());

    assertThat(Message.read(receive(pipe).data.toBytes()).id()).isEqualTo(7);
    pipe.b().close();
  }

  @Test
  void aQueryNeedsOneQuestion() throws Exception {
    rig.start();
    PacketPipe pipe = PacketPipe.create();
    serve(pipe);
    for (String bytes :
        List.of("123401000000000000000000", "12340100000200000000000000000100010000010001")) {
      send(pipe, java.util.HexFormat.of().parseHex(bytes));
      Message read = Message.read(receive(pipe).data.toBytes());
      assertThat(read.rcode()).isEqualTo(Rcode.FORMERR);
      assertThat(read.id()).isEqualTo(0x1234);
    }
    pipe.b().close();
  }

  @Test
  void failuresHaveCodes() throws Exception {
    rig.start();
    PacketPipe pipe = PacketPipe.create();
    serve(pipe);
    main.failure = new IOException("broken");
    assertThat(rcode(pipe, query("a.test", 1))).isEqualTo(Rcode.SERVFAIL);
    main.failure = new DialException(DialException.Reason.REJECTED, "no");
    assertThat(rcode(pipe, query("a.test", 1))).isEqualTo(Rcode.REFUSED);
    main.failure = new DialException(DialException.Reason.DROPPED, "no");
    send(pipe, query("a.test", 1).write());
    Background.until(() -> main.asked.size() == 3);
    main.failure = null;
    assertThat(rcode(pipe, query("none.test", 2))).isEqualTo(Rcode.NXDOMAIN);
    Edns next = new Edns(1232, 1, 0, List.of());
    assertThat(rcode(pipe, query("a.test", 1).withEdns(next))).isEqualTo(Rcode.BADVERS);
    pipe.b().close();
  }

  @Test
  void aQuietAssociationEndsAfterTenSeconds() throws Exception {
    rig.start();
    PacketPipe pipe = PacketPipe.create();
    var serving = serve(pipe);
    rig.clock.awaitScheduled(1);
    rig.clock.advance(Duration.ofSeconds(10));
    serving.get();
  }

  @Test
  void aClientSeesAsMuchOfTheServersEdnsAsItAskedFor() throws Exception {
    rig.start();
    PacketPipe pipe = PacketPipe.create();
    serve(pipe);
    Message asked = query("a.test", 1);
    send(pipe, asked.write());
    assertThat(Message.read(receive(pipe).data.toBytes()).edns()).isNull();
    Edns dnssec = new Edns(1232, 0, Edns.DNSSEC_OK, List.of());
    send(pipe, asked.withEdns(dnssec).write());
    assertThat(Message.read(receive(pipe).data.toBytes()).edns()).isEqualTo(dnssec);
    assertThat(main.asked).as("signatures make it another question").hasSize(2);
    assertThat(main.asked.getLast().edns().dnssecOk()).isTrue();
    assertThat(main.asked.getLast().has(Message.AUTHENTIC_DATA)).isTrue();
    pipe.b().close();
  }

  private static Message query(String name, int id) {
    return Wires.query(name, RecordTypes.A).withId(id);
  }

  private Background<Void> serve(Pipe pipe) {
    return Background.run(() -> rig.dns.serve(rig.session(Network.TCP), pipe.b()));
  }

  private Background<Void> serve(PacketPipe pipe) {
    return Background.run(() -> rig.dns.serve(rig.session(Network.UDP), pipe.b()));
  }

  private static void ask(Pipe pipe, Message query) throws IOException {
    pipe.a().write(FrameReader.frame(query.write()));
  }

  private static void send(PacketPipe pipe, byte[] bytes) throws IOException {
    PacketBatch batch = new PacketBatch(1, Math.max(1, bytes.length));
    Packet packet = batch.add();
    packet.data.append(bytes, 0, bytes.length);
    packet.remote = ASKED;
    pipe.a().send(batch);
  }

  private static Packet receive(PacketPipe pipe) throws IOException {
    PacketBatch batch = new PacketBatch(1, 65_535);
    pipe.a().receive(batch);
    return batch.get(0);
  }

  private static int rcode(PacketPipe pipe, Message query) throws IOException {
    send(pipe, query.write());
    return Message.read(receive(pipe).data.toBytes()).rcode();
  }
}
