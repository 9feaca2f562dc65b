package dev.motet.dns.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.IpPrefix;
import dev.motet.io.ProtocolException;
import dev.motet.option.RecordTypes;
import dev.motet.testkit.BitFlips;
import dev.motet.testkit.Truncations;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {
  private static final Message ANSWER =
      Wires.answer(
          Wires.query("www.a.test", RecordTypes.A).withId(7).withEdns(Edns.PLAIN),
          Rcode.NOERROR,
          "www.a.test. 3600 CNAME k.a.test.",
          "k.a.test. 300 A 192.0.2.1",
          "k.a.test. 300 A 192.0.2.2",
          ";",
          "a.test. 900 SOA ns.a.test. www.a.test. 1 3600 600 86400 60",
          "a.test. 900 NS ns.a.test.",
          ";",
          "ns.a.test. 900 AAAA 2001:db8::1",
          "x.a.test. 900 SRV 1 2 80 k.a.test.",
          "x.a.test. 900 MX 10 ns.a.test.");

  @Test
  void aQueryAsBytesAndBack() throws IOException {
    Message query = Message.read(Wires.hex(Wires.QUERY));

    assertThat(query).isEqualTo(Wires.query("www.a.test", RecordTypes.A).withId(0x1234));
    assertThat(query.question()).hasToString("www.a.test. IN A");
    assertThat(query.write()).isEqualTo(Wires.hex(Wires.QUERY));
  }

  @Test
  void ednsAsBytesAndBack() throws IOException {
    Message query = Message.read(Wires.hex(Wires.EDNS_QUERY));

    assertThat(query.edns().udpBytes()).isEqualTo(4096);
    assertThat(query.edns().dnssecOk()).isTrue();
    assertThat(query.edns().options()).extracting(Edns.Option::code).containsExactly(10);
    assertThat(query.edns().endToEnd().options()).isEmpty();
    assertThat(query.write()).isEqualTo(Wires.hex(Wires.EDNS_QUERY));
  }

  @Test
  void namesInDataAreReadWholeAndWrittenCompressed() throws IOException {
    assertThat(ANSWER.answers())
        .hasToString(
            "[www.a.test. 3600 IN CNAME k.a.test., k.a.test. 300 IN A 192.0.2.1,"
                + " k.a.test. 300 IN A 192.0.2.2]");
    assertThat(ANSWER.authorities().getFirst())
        .hasToString("a.test. 900 IN SOA ns.a.test. www.a.test. 1 3600 600 86400 60");
    byte[] wire = ANSWER.write();
    assertThat(wire.length).isLessThan(260);
    assertThat(Message.read(wire)).isEqualTo(ANSWER);
  }

  @Test
  void anotherProgramReadsWhatIsWritten() throws IOException {
    var read = new org.xbill.DNS.Message(ANSWER.write());

    assertThat(read.getSection(org.xbill.DNS.Section.ANSWER)).hasSize(3);
    assertThat(read.getSection(org.xbill.DNS.Section.AUTHORITY).getFirst())
        .hasToString("a.test.\t\t\t900\tIN\tSOA\tns.a.test. www.a.test. 1 3600 600 86400 60");
    assertThat(read.getSection(org.xbill.DNS.Section.ADDITIONAL)).hasSize(4);
    assertThat(read.getOPT().getPayloadSize()).isEqualTo(1232);
  }

  @Test
  void noPrefixIsAMessageAndNoDamageCrashes() throws IOException {
    for (byte[] wire : List.of(ANSWER.write(), Wires.hex(Wires.EDNS_QUERY))) {
      Truncations.rejectsEvery(wire, Message::read);
      BitFlips.survivesEvery(
          wire,
          20_000,
          bytes -> {
            Message read = Message.read(bytes);
            assertThat(Message.read(read.write())).as("written and read again").isEqualTo(read);
            assertThat(read.toString()).isNotEmpty();
          });
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1234 0100 0002 0000 0000 0000 00 0001 0001 00 0001 0001 | 2 questions",
        "1234 0100 0001 0000 0000 0002 00 0001 0001 00 0029 0200 00000000 0000 00 0029 0200 00000000 0000 | OPT",
        "1234 0100 0001 0001 0000 0000 00 0001 0001 00 0029 0200 00000000 0000 | OPT",
        "1234 0100 0001 0000 0000 0001 00 0001 0001 0161 00 0029 0200 00000000 0000 | OPT",
        "1234 0100 0001 ffff ffff ffff 00 0001 0001 | 0 bytes left",
        "1234 8180 0001 0001 0000 0000 00 0005 0001 00 0005 0001 00000000 0003 c0ff00 | pointer",
        "1234 8180 0001 0001 0000 0000 00 0006 0001 00 000f 0001 00000000 0001 00 | 1 bytes left",
      })
  void refusesWhatIsNoMessage(String bytes, String why) {
    assertThatThrownBy(() -> Message.read(Wires.hex(bytes)))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining(why);
  }

  @Test
  void namesThatGrowWhenTheyAreReadHaveALimit() {
    // 4000 records, each with a name of its own of 193 bytes, most of it a pointer
    var out = new java.io.ByteArrayOutputStream();
    out.writeBytes(Wires.hex("0000 8180 0001 0fa0 0000 0000"));
    for (int i = 0; i < 3; i++) {
      out.write(63);
      out.writeBytes(new byte[63]);
    }
    out.writeBytes(Wires.hex("00 0001 0001"));
    for (int i = 0; i < 4000; i++) {
      out.writeBytes(Wires.hex("01 61 c00c 0001 0001 00000000 0000"));
    }

    assertThatThrownBy(() -> Message.read(out.toByteArray()))
        .hasMessageContaining("bytes of names and data");
  }

  @Test
  void whatDoesNotFitIsLeftOut() throws IOException {
    String[] many =
        IntStream.range(0, 100).mapToObj(i -> "a.test. 60 A 192.0.2." + i).toArray(String[]::new);
    Message long1 =
        Wires.answer(Wires.query("a.test", RecordTypes.A), Rcode.NOERROR, many)
            .withEdns(Edns.PLAIN);

    byte[] wire = long1.write(512);

    assertThat(wire.length).isBetween(490, 512);
    Message read = Message.read(wire);
    assertThat(read.has(Message.TRUNCATED)).isTrue();
    assertThat(read.answers()).isEqualTo(long1.answers().subList(0, read.answers().size()));
    assertThat(read.edns()).isEqualTo(Edns.PLAIN);
    assertThat(Message.read(long1.write(4096)).has(Message.TRUNCATED)).isFalse();
  }

  @Test
  void additionalRecordsAreLeftOutInSilence() throws IOException {
    Message answer =
        Wires.answer(
            Wires.query("a.test", RecordTypes.A),
            Rcode.NOERROR,
            "a.test. 60 A 192.0.2.1",
            ";",
            ";",
            "b.test. 60 TXT " + "\"" + "x".repeat(250) + "\" ".repeat(1),
            "c.test. 60 TXT \"" + "x".repeat(250) + "\"");

    Message read = Message.read(answer.write(512));

    assertThat(read.has(Message.TRUNCATED)).isFalse();
    assertThat(read.additionals()).hasSize(1);
  }

  @Test
  void extendedCodesNeedEdns() throws IOException {
    Message bad =
        Wires.query("a", RecordTypes.A).withEdns(Edns.PLAIN).reply(Rcode.BADVERS, List.of());

    Message read = Message.read(bad.write());

    assertThat(read.rcode()).isEqualTo(Rcode.BADVERS);
    assertThat(read.edns()).isEqualTo(Edns.PLAIN);
  }

  @Test
  void onlyTheRightMessageAnswersAQuery() {
    Message query = Wires.query("a.test", RecordTypes.A).withId(7);
    Message answer = Wires.answer(query, Rcode.NOERROR);

    assertThat(answer.answers(query)).isTrue();
    assertThat(answer.answers(Wires.query("A.TEST", RecordTypes.A).withId(7))).isTrue();
    assertThat(answer.answers(query.withId(8))).isFalse();
    assertThat(answer.answers(Wires.query("b.test", RecordTypes.A).withId(7))).isFalse();
    assertThat(answer.answers(Wires.query("a.test", RecordTypes.AAAA).withId(7))).isFalse();
    assertThat(query.answers(query)).as("an echo").isFalse();
    assertThat(answer.withQuestion(null).answers(query)).isFalse();
    Message refusal = Wires.answer(query, Rcode.REFUSED).withQuestion(null);
    assertThat(refusal.answers(query)).as("errors may leave the question out").isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.129/25, 0008 0008 0001 19 00 c0000280",
    "192.0.2.1, 0008 0008 0001 20 00 c0000201",
    "192.255.0.0/9, 0008 0006 0001 09 00 c080",
    "2001:db8:ff00::/33, 0008 0009 0002 21 00 20010db880",
    "0.0.0.0/0, 0008 0004 0001 00 00",
  })
  void theClientsNetworkIsToldInAsManyBitsAsAreMeant(String subnet, String option)
      throws IOException {
    Message query =
        Wires.query("a", RecordTypes.A)
            .withEdns(Edns.PLAIN.withSubnet(IpPrefix.parseLenient(subnet)));

    byte[] wire = query.write();

    byte[] expected = Wires.hex(option);
    assertThat(java.util.Arrays.copyOfRange(wire, wire.length - expected.length, wire.length))
        .isEqualTo(expected);
    Edns again = query.edns().withSubnet(IpPrefix.parseLenient("10.0.0.0/8"));
    assertThat(again.options()).as("one replaces the other").hasSize(1);
  }

  @Test
  void hintsOfOneFamilyCanBeTakenOut() {
    Message answer =
        Wires.answer(
            Wires.query("a.test", RecordTypes.HTTPS),
            Rcode.NOERROR,
            "a.test. 60 HTTPS 1 . alpn=h2,h3 ipv4hint=192.0.2.1,192.0.2.2 ipv6hint=2001:db8::1");

    assertThat(ServiceHints.withoutIpv4(answer).answers())
        .hasToString("[a.test. 60 IN HTTPS 1 . alpn=\"h2,h3\" ipv6hint=2001:db8::1]");
    assertThat(ServiceHints.withoutIpv6(answer).answers())
        .hasToString("[a.test. 60 IN HTTPS 1 . alpn=\"h2,h3\" ipv4hint=192.0.2.1,192.0.2.2]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a. 1 TXT \"x y\" \"\\\"\\\\\\009\"",
        "a. 1 MX 10 b.c.",
        "a. 1 SRV 1 2 80 b.",
        "a. 1 PTR b.",
        "a. 1 AAAA 2001:db8::1",
        "a. 1 DNAME b.",
        "a. 1 NS b.",
        "a. 1 SOA a. b. 1 2 3 4 4294967295",
      })
  void recordsAreShownAsZoneFilesWriteThem(String text) {
    Message answer = Wires.answer(Wires.query("a", 255), Rcode.NOERROR, text);

    assertThat(answer.answers().getFirst().toString().replaceFirst(" IN ", " ")).isEqualTo(text);
  }

  @Test
  void whatHasNoFormIsShownAsHexadecimal() {
    Message answer = Wires.answer(Wires.query("a", 255), Rcode.NOERROR, "a. 1 CAA 0 issue \"b\"");

    assertThat(answer.answers().getFirst()).hasToString("a. 1 IN CAA \\# 8 0005697373756562");
  }
}
