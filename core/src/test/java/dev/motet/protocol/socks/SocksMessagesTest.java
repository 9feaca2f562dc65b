package dev.motet.protocol.socks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.Buffer;
import dev.motet.io.ByteReader;
import dev.motet.io.ByteWriter;
import dev.motet.io.Destination;
import dev.motet.io.DialException;
import dev.motet.io.DialException.Reason;
import dev.motet.io.ProtocolException;
import dev.motet.io.StreamReader;
import dev.motet.testkit.BitFlips;
import dev.motet.testkit.Truncations;
import java.io.IOException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SocksMessagesTest {
  private static final Destination ASKED = Destination.of("a.example", 443);

  static Stream<Arguments> messages() {
    Destination name = Destination.of("a.example", 443);
    Destination ip = Destination.of("192.0.2.1", 80);
    return Stream.of(
        of("05 02 00 02", new Socks5.Methods(new byte[] {0, 2}), Socks5.Methods::read),
        of("05 ff", new Socks5.Method(0xff), Socks5.Method::read),
        of("01 01 61 02 6263", new Socks5.Login("a", "bc"), Socks5.Login::read),
        of("01 00 00", new Socks5.Login("", ""), Socks5.Login::read),
        of("01 00", new Socks5.LoginReply(true), Socks5.LoginReply::read),
        of("01 01", new Socks5.LoginReply(false), Socks5.LoginReply::read),
        of(
            "05 01 00 03 09 612e6578616d706c65 01bb",
            new Socks5.Request(Socks5.CONNECT, name),
            Socks5.Request::read),
        of(
            "05 03 00 01 00000000 0000",
            new Socks5.Request(Socks5.UDP_ASSOCIATE, SocksHandshake.ANY),
            Socks5.Request::read),
        of("05 05 00 01 c0000201 0050", new Socks5.Reply(5, ip), Socks5.Reply::read),
        of(
            "04 01 0050 c0000201 6d65 00",
            new Socks4.Request(Socks4.CONNECT, ip, "me"),
            Socks4.Request::read),
        of(
            "04 01 01bb 00000001 00 612e6578616d706c65 00",
            new Socks4.Request(Socks4.CONNECT, name, ""),
            Socks4.Request::read),
        of("00 5a 0000 00000000", new Socks4.Reply(90), Socks4.Reply::read));
  }

  private static Arguments of(String hex, Object message, StreamReader.Parser<?> parser) {
    return Arguments.of(hex, message, parser);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void readsAndWrites(String hex, Object message, StreamReader.Parser<?> parser) throws Exception {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

    assertThat(parse(parser, bytes)).isEqualTo(message);
    assertThat(write(message)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void refusesTruncatedAndSurvivesDamaged(String hex, Object message, StreamReader.Parser<?> parser)
      throws Exception {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

    Truncations.rejectsEvery(bytes, prefix -> parse(parser, prefix));
    BitFlips.survivesEvery(bytes, 1_000, damaged -> parse(parser, damaged));
  }

  @ParameterizedTest
  @CsvSource({
    "04 01 0050 00000001 00 00, name with 0 bytes",
    "04 01 0050 00000001 00 610a 00, name with 2 bytes",
    "05 01 0050 00000001 00 61 00, version 5",
  })
  void refusesMalformedSocks4(String hex, String reason) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

    assertThatThrownBy(() -> parse(Socks4.Request::read, bytes))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void limitsTextsOfSocks4() {
    byte[] endless = new byte[400];
    java.util.Arrays.fill(endless, (byte) 'a');
    endless[0] = 4;

    assertThatThrownBy(() -> parse(Socks4.Request::read, endless))
        .hasMessage("user id of more than 255 bytes");
  }

  @Test
  void refusesToWriteWhatDoesNotFit() {
    Destination ipv6 = Destination.of("2001:db8::1", 80);

    assertThatThrownBy(() -> write(new Socks4.Request(Socks4.CONNECT, ipv6, "")))
        .isInstanceOf(DialException.class)
        .hasMessageContaining("2001:db8");
    assertThatThrownBy(() -> write(new Socks5.Login("u".repeat(256), "")))
        .hasMessageContaining("username of 256 bytes");
    assertThatThrownBy(() -> write(new Socks4.Request(1, Destination.of("a.example", 1), "u\0b")))
        .isInstanceOf(DialException.class);
  }

  @Test
  void neverShowsPasswords() {
    assertThat(new Socks5.Login("user", "hidden").toString()).doesNotContain("hidden");
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void reasonsSurviveTheWayThroughACodeOrBecomeMoreGeneral(Reason reason) {
    Reason told = Socks5Code.exception(Socks5Code.of(reason).wire(), ASKED).reason();

    switch (reason) {
      case REFUSED, UNREACHABLE, TIMEOUT, REJECTED, UNSUPPORTED, FAILED ->
          assertThat(told).isEqualTo(reason);
      case DNS -> assertThat(told).isEqualTo(Reason.UNREACHABLE);
      case DROPPED -> assertThat(told).isEqualTo(Reason.REJECTED);
      case AUTH -> assertThat(told).isEqualTo(Reason.FAILED);
    }
  }

  @Test
  void codesBeyondTheTableAreFailures() {
    assertThat(Socks5Code.exception(0x5b, ASKED)).hasMessageContaining("91");
    assertThat(Socks5Code.exception(0x5b, ASKED).reason()).isEqualTo(Reason.FAILED);
  }

  private static Object parse(StreamReader.Parser<?> parser, byte[] bytes) throws IOException {
    return parser.parse(new ByteReader(bytes));
  }

  private static byte[] write(Object message) throws IOException {
    Buffer buffer = Buffer.allocate(1024);
    ByteWriter out = new ByteWriter(buffer);
    switch (message) {
      case Socks5.Methods m -> m.write(out);
      case Socks5.Method m -> m.write(out);
      case Socks5.Login m -> m.write(out);
      case Socks5.LoginReply m -> m.write(out);
      case Socks5.Request m -> m.write(out);
      case Socks5.Reply m -> m.write(out);
      case Socks4.Request m -> m.write(out);
      case Socks4.Reply m -> m.write(out);
      default -> throw new AssertionError(message);
    }
    return buffer.toBytes();
  }
}
