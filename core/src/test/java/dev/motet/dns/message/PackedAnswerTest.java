package dev.motet.dns.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.ProtocolException;
import dev.motet.option.RecordTypes;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Queries looked at where they lie, and answers written over them.
class PackedAnswerTest {
  private static final Message ANSWER =
      Wires.answer(
              Wires.query("www.a.test", RecordTypes.A),
              Rcode.NOERROR,
              "www.a.test. 3600 CNAME k.a.test.",
              "k.a.test. 300 A 192.0.2.1",
              ";",
              "a.test. 900 NS ns.a.test.")
          .withEdns(Edns.PLAIN);

  @Test
  void answersInThePlaceOfTheQuery() throws IOException {
    byte[] room = Arrays.copyOf(new byte[5], 700);
    byte[] query = Wires.hex(Wires.QUERY.replace("03777777", "03575757"));
    System.arraycopy(query, 0, room, 5, query.length);

    Message read = answered(room, 5, 5 + query.length, 77);

    assertThat(read.id()).isEqualTo(0x1234);
    assertThat(read.question()).as("in the client's own letters").hasToString("WWW.a.test. IN A");
    assertThat(read.answers()).isEqualTo(ANSWER.withTtl(77).answers());
    assertThat(read.authorities()).isEqualTo(ANSWER.withTtl(77).authorities());
    assertThat(read.edns()).isNull();
    assertThat(read.has(Message.RECURSION_DESIRED)).isTrue();
  }

  @Test
  void ednsIsForThoseWhoUseIt() throws IOException {
    byte[] query = Wires.hex(Wires.EDNS_QUERY);
    byte[] room = Arrays.copyOf(query, 700);

    Message read = answered(room, 0, query.length, 4_000_000_000L);

    assertThat(read.edns()).isEqualTo(new Edns(Edns.UDP_BYTES, 0, Edns.DNSSEC_OK, List.of()));
    assertThat(read.answers().getFirst().ttl()).isEqualTo(4_000_000_000L);
  }

  @Test
  void thatDataIsAuthenticIsForThoseWhoAsk() throws IOException {
    Message authentic = ANSWER.withFlags(ANSWER.flags() | Message.AUTHENTIC_DATA);
    for (String flags : List.of("0100", "0120", "0110")) {
      byte[] query = Wires.hex(Wires.QUERY.replace("0100", flags));
      byte[] room = Arrays.copyOf(query, 700);
      PlainQuery plain = PlainQuery.of(room, 0, query.length);
      PackedAnswer packed = PackedAnswer.of(authentic);
      packed.write(plain, room, 0, 1);

      Message read = Message.read(Arrays.copyOf(room, packed.length(plain)));

      assertThat(read.has(Message.AUTHENTIC_DATA)).as(flags).isEqualTo(flags.equals("0120"));
      assertThat(read.has(Message.CHECKING_DISABLED)).as(flags).isEqualTo(flags.equals("0110"));
    }
  }

  @Test
  void canBeReadBack() {
    assertThat(PackedAnswer.of(ANSWER).message(9)).isEqualTo(ANSWER.withTtl(9).withEdns(null));
  }

  /// Names that stood for themselves become ends of the question's: they must not count more than
  /// they did.
  @Test
  void whatCouldBeReadCanBeReadBackHoweverItIsPacked() throws ProtocolException {
    String parent =
        "3f" + "61".repeat(63) + ("3f" + "62".repeat(63)).repeat(2) + "1e" + "63".repeat(30) + "00";
    String question = "01" + "78" + parent;
    int at = 12 + question.length() / 2 + 4;
    String pointer = "%04x".formatted(0xc000 | at);
    String tail = "0002 0001 0000003c 0002 " + pointer;
    int records = 1000;
    Message answer =
        Message.read(
            Wires.hex(
                "1234 8180 0001 %04x 0000 0000".formatted(records)
                    + question
                    + "0001 0001"
                    + parent
                    + tail
                    + (pointer + tail).repeat(records - 1)));

    PackedAnswer packed = PackedAnswer.of(answer);

    assertThat(packed.length()).as("short enough to be kept").isLessThan(16 * 1024);
    assertThat(packed.message(60).answers()).hasSize(records).isEqualTo(answer.answers());
  }

  @Test
  void keysAreEqualWhereTheAnswerIs() throws ProtocolException {
    byte[] query = Wires.hex(Wires.QUERY);
    byte[] upper = Wires.hex(Wires.QUERY.replace("0474657374", "0454455354"));
    AnswerKey key = PlainQuery.of(query, 0, query.length).key();

    assertThat(PlainQuery.of(upper, 0, upper.length).key()).isEqualTo(key).hasSameHashCodeAs(key);
    assertThat(AnswerKey.of(Message.read(query))).isEqualTo(key).hasSameHashCodeAs(key);
    assertThat(AnswerKey.of(Wires.query("www.a.test", RecordTypes.AAAA))).isNotEqualTo(key);
    assertThat(AnswerKey.of(Wires.query("ww.a.test", RecordTypes.A))).isNotEqualTo(key);
    assertThat(key.at("x")).isNotEqualTo(key).isNotEqualTo(key.at("y")).isEqualTo(key.at("x"));
    byte[] edns = Wires.hex(Wires.EDNS_QUERY);
    assertThat(PlainQuery.of(edns, 0, edns.length).key())
        .as("signatures are wanted")
        .isNotEqualTo(key)
        .isEqualTo(AnswerKey.of(Message.read(edns)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1234 8100 0001 0000 0000 0000 00 0001 0001 | an answer",
        "1234 2900 0001 0000 0000 0000 00 0001 0001 | another operation",
        "1234 0000 0001 0000 0000 0000 00 0001 0001 | no recursion",
        "1234 0300 0001 0000 0000 0000 00 0001 0001 | truncated",
        "1234 0100 0000 0000 0000 0000 00 0001 0001 | no question",
        "1234 0100 0002 0000 0000 0000 00 0001 0001 | two questions",
        "1234 0100 0001 0001 0000 0000 00 0001 0001 | an answer record",
        "1234 0100 0001 0000 0001 0000 00 0001 0001 | an authority",
        "1234 0100 0001 0000 0000 0000 00 00fc 0001 | a transfer",
        "1234 0100 0001 0000 0000 0000 c00c 0001 0001 | a pointer",
        "1234 0100 0001 0000 0000 0000 0361 0001 0001 | a cut label",
        "1234 0100 0001 0000 0000 0000 00 0001 0001 00 | bytes left",
        "1234 0100 0001 0000 0000 0001 00 0001 0001 | no OPT",
        "1234 0100 0001 0000 0000 0001 00 0001 0001 00 0001 0200 00000000 0000 | no OPT but A",
        "1234 0100 0001 0000 0000 0001 00 0001 0001 00 0029 0200 00010000 0000 | version 1",
        "1234 0100 0001 0000 0000 0001 00 0001 0001 00 0029 0200 00000000 0004 0008 0000 | a subnet",
        "1234 0100 0001 0000 0000 0001 00 0001 0001 00 0029 0200 00000000 0005 000a 0000 00 | a byte left",
        "1234 0100 0001 0000 0000 0001 00 0001 0001 00 0029 0200 00000000 0004 000a 0001 | a long option",
      })
  void otherQueriesAreNotPlain(String bytes, String what) {
    byte[] query = Wires.hex(bytes);

    assertThat(PlainQuery.of(query, 0, query.length)).as(what).isNull();
  }

  @Test
  void noPrefixIsAPlainQueryAndNoDamageCrashes() {
    byte[] query = Wires.hex(Wires.EDNS_QUERY);
    for (int length = 0; length < query.length; length++) {
      assertThat(PlainQuery.of(Arrays.copyOf(query, length), 0, length)).isNull();
    }
    dev.motet.testkit.BitFlips.survivesEvery(
        query,
        20_000,
        bytes -> {
          PlainQuery plain = PlainQuery.of(bytes, 0, bytes.length);
          if (plain != null) {
            assertThat(plain.key()).isEqualTo(AnswerKey.of(Message.read(bytes)));
          }
        });
  }

  private static Message answered(byte[] room, int from, int to, long ttl) throws IOException {
    PlainQuery query = PlainQuery.of(room, from, to);
    PackedAnswer packed = PackedAnswer.of(ANSWER);
    packed.write(query, room, from, ttl);
    int end = from + packed.length(query);
    for (int i = end; i < room.length; i++) {
      assertThat(room[i]).as("nothing behind the answer at %d", i).isZero();
    }
    return Message.read(Arrays.copyOfRange(room, from, end));
  }
}
