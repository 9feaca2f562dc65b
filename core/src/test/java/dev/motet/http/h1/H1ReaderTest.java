package dev.motet.http.h1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.Buffer;
import dev.motet.io.Conn;
import dev.motet.testkit.BitFlips;
import dev.motet.testkit.Pipe;
import dev.motet.testkit.Truncations;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages read from a stream, and all that is refused.
class H1ReaderTest {
  @Test
  void readsAndWritesARequest() throws Exception {
    String text = "GET http://a.example/x?y HTTP/1.1\r\nHost: a.example\r\nX-Y: 1 2\r\n\r\n";

    RequestHead head = request(text);

    assertThat(head.method()).isEqualTo("GET");
    assertThat(head.target()).isEqualTo("http://a.example/x?y");
    assertThat(head.minor()).isEqualTo(1);
    assertThat(head.headers().first("host")).isEqualTo("a.example");
    assertThat(head.headers().all("x-y")).containsExactly("1 2");
    assertThat(head.toBuffer().toText()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 200 OK', 1, 200, OK",
    "'HTTP/1.0 404 Not Found', 0, 404, Not Found",
    "'HTTP/1.1 204 ', 1, 204, ''",
    "'HTTP/1.1 204', 1, 204, ''",
  })
  void readsResponses(String line, int minor, int status, String reason) throws Exception {
    ResponseHead head = response(line + "\r\nA: b\r\n\r\n");

    assertThat(head.minor()).isEqualTo(minor);
    assertThat(head.status()).isEqualTo(status);
    assertThat(head.reason()).isEqualTo(reason);
    assertThat(head.headers().first("A")).isEqualTo("b");
  }

  @Test
  void readsPipelinedRequestsInOrderAndKeepsTheRest() throws Exception {
    Pipe pipe = pipe("\r\nGET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\ntunnel");
    H1Reader reader = new H1Reader(pipe.b());

    assertThat(reader.request().target()).isEqualTo("/1");
    assertThat(reader.request().target()).isEqualTo("/2");
    Buffer rest = Buffer.allocate(100);
    reader.rest().read(rest);
    assertThat(rest.toText()).isEqualTo("tunnel");
  }

  @Test
  void endsCleanlyBetweenMessagesOnly() throws Exception {
    assertThat(new H1Reader(pipe("").b()).request()).isNull();
    assertThat(new H1Reader(pipe("\r\n").b()).request()).isNull();
    assertThatThrownBy(() -> request("GET / HT")).isInstanceOf(EOFException.class);
  }

  static Stream<Arguments> refusedRequests() {
    return Stream.of(
        Arguments.of("GET / HTTP/1.1\nHost: a\n\n", 400),
        Arguments.of("GET / HTTP/1.1\r\nHost: a\n\r\n", 400),
        Arguments.of("GET / HTTP/1.1\r\nHost: a\r\n\n", 400),
        Arguments.of("GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n", 400),
        Arguments.of("GET / HTTP/1.1\r\nA: b\r\n folded\r\n\r\n", 400),
        Arguments.of("GET / HTTP/1.1\r\nA : b\r\n\r\n", 400),
        Arguments.of("GET / HTTP/1.1\r\n : b\r\n\r\n", 400),
        Arguments.of("GET / HTTP/1.1\r\n: b\r\n\r\n", 400),
        Arguments.of("GET / HTTP/1.1\r\nnocolon\r\n\r\n", 400),
        Arguments.of("GET / HTTP/1.1\r\nA: b\0c\r\n\r\n", 400),
        Arguments.of("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        Arguments.of("GET  / HTTP/1.1\r\n\r\n", 400),
        Arguments.of("GET / a HTTP/1.1\r\n\r\n", 400),
        Arguments.of("GET /\r\n\r\n", 400),
        Arguments.of("G(T / HTTP/1.1\r\n\r\n", 400),
        Arguments.of(" GET / HTTP/1.1\r\n\r\n", 400),
        Arguments.of("\r\n\r\nGET / HTTP/1.1\r\n\r\n", 400),
        Arguments.of("GET / HTTP/2.0\r\n\r\n", 505),
        Arguments.of("GET / HTTP/1.2\r\n\r\n", 505),
        Arguments.of("GET / http/1.1\r\n\r\n", 400),
        Arguments.of("GET /" + "a".repeat(17_000) + " HTTP/1.1\r\n\r\n", 414),
        Arguments.of("GET / HTTP/1.1\r\nA: " + "b".repeat(70_000) + "\r\n\r\n", 431),
        Arguments.of("GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(201) + "\r\n", 431));
  }

  @ParameterizedTest
  @MethodSource("refusedRequests")
  void refusesRequests(String text, int status) {
    assertThatThrownBy(() -> request(text))
        .isInstanceOfSatisfying(
            HttpException.class, e -> assertThat(e.status()).as(e.getMessage()).isEqualTo(status));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/2 200 OK",
        "HTTP/1.1 20 OK",
        "HTTP/1.1 2000",
        "HTTP/1.1 -20 OK",
        "HTTP/1.1 099 x",
        "200 OK",
        "HTTP/1.1  200 OK",
        "ICY 200 OK"
      })
  void refusesResponses(String line) {
    assertThatThrownBy(() -> response(line + "\r\n\r\n"))
        .isInstanceOfSatisfying(HttpException.class, e -> assertThat(e.status()).isEqualTo(502));
  }

  @ParameterizedTest
  @CsvSource({
    "'Content-Length: 5', 5",
    "'content-length: 0', 0",
    "'Transfer-Encoding: Chunked', chunked",
    "'X: y', none",
  })
  void findsTheEndOfARequestsBody(String header, String expected) throws Exception {
    Body body = Body.of(request("POST / HTTP/1.1\r\n" + header + "\r\n\r\n"));

    assertThat(body)
        .isEqualTo(
            switch (expected) {
              case "chunked" -> new Body.Chunked();
              case "none" -> new Body.None();
              default -> new Body.Length(Long.parseLong(expected));
            });
  }

  @ParameterizedTest
  @CsvSource({
    "'Content-Length: 5|Content-Length: 5', 400",
    "'Content-Length: 5|Content-Length: 6', 400",
    "'Content-Length: 5|Transfer-Encoding: chunked', 400",
    "'Transfer-Encoding: chunked|Content-Length: 5', 400",
    "'Content-Length: 5, 5', 400",
    "'Content-Length: +5', 400",
    "'Content-Length: -5', 400",
    "'Content-Length: 0x5', 400",
    "'Content-Length: 5 5', 400",
    "'Content-Length:', 400",
    "'Content-Length: 9999999999999999999', 400",
    "'Content-Length: ٥', 400",
    "'Transfer-Encoding: gzip, chunked', 501",
    "'Transfer-Encoding: chunked, chunked', 501",
    "'Transfer-Encoding: xchunked', 501",
    "'Transfer-Encoding: identity', 501",
    "'Transfer-Encoding: chunked|Transfer-Encoding: identity', 501",
    "'Transfer-Encoding:', 501",
  })
  void refusesSmugglingShapes(String headers, int status) {
    String text = "POST / HTTP/1.1\r\n" + headers.replace("|", "\r\n") + "\r\n\r\n";
    assertThatThrownBy(() -> Body.of(request(text)))
        .isInstanceOfSatisfying(
            HttpException.class, e -> assertThat(e.status()).as(e.getMessage()).isEqualTo(status));
  }

  @Test
  void refusesChunksInHttp10() {
    assertThatThrownBy(
            () -> Body.of(request("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n")))
        .isInstanceOf(HttpException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "HEAD, 200, 'Content-Length: 5', none",
    "GET, 204, 'Content-Length: 5', none",
    "GET, 304, 'Content-Length: 5', none",
    "GET, 100, 'Content-Length: 5', none",
    "GET, 200, 'Content-Length: 5', length",
    "GET, 200, 'Transfer-Encoding: chunked', chunked",
    "GET, 200, 'X: y', close",
  })
  void findsTheEndOfAResponsesBody(String method, int status, String header, String expected)
      throws Exception {
    ResponseHead head = response("HTTP/1.1 " + status + " x\r\n" + header + "\r\n\r\n");

    assertThat(Body.of(head, method))
        .isEqualTo(
            switch (expected) {
              case "none" -> new Body.None();
              case "length" -> new Body.Length(5);
              case "chunked" -> new Body.Chunked();
              default -> new Body.UntilClose();
            });
  }

  @ParameterizedTest
  @CsvSource({
    "'5|hello|0||', hello",
    "'5;ext=\"x\"|hello|0||', hello",
    "'3|hel|2|lo|0|A: b||', hello",
    "'00005|hello|000||', hello",
    "'a|0123456789|0||', 0123456789",
    "'0||', ''",
  })
  void readsChunks(String text, String expected) throws Exception {
    assertThat(body(text.replace("|", "\r\n"), new Body.Chunked())).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5\nhello\n0\n\n",
        "5|hello0||",
        "5|helloo|0||",
        "x|hello|0||",
        "-5|hello|0||",
        "|0||",
        " 5|hello|0||",
        "5 x|hello|0||",
        "ffffffffffffffff|a|0||",
        "5|hello|0|bad trailer||",
        "5;ext=|bad\r|hello|0||",
        "+5|hello|0||",
        "0x5|hello|0||"
      })
  void refusesBadChunks(String text) {
    assertThatThrownBy(() -> body(text.replace("|", "\r\n"), new Body.Chunked()))
        .isInstanceOf(HttpException.class);
  }

  @Test
  void boundsChunkLinesAndTrailers() {
    assertThatThrownBy(() -> body("5;" + "x".repeat(5000) + "\r\n", new Body.Chunked()))
        .isInstanceOf(HttpException.class);
    assertThatThrownBy(() -> body("0\r\n" + "A: b\r\n".repeat(5000), new Body.Chunked()))
        .isInstanceOf(HttpException.class);
  }

  @Test
  void readsBodiesByLengthAndUntilTheEnd() throws Exception {
    assertThat(body("hello, next", new Body.Length(5))).isEqualTo("hello");
    assertThat(body("hello", new Body.UntilClose())).isEqualTo("hello");
    assertThat(body("hello", new Body.None())).isEmpty();
    assertThatThrownBy(() -> body("hell", new Body.Length(5))).isInstanceOf(EOFException.class);
  }

  @Test
  void refusesTruncatedAndSurvivesDamagedMessages() throws Exception {
    byte[] valid =
        "POST http://a/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
            .getBytes(StandardCharsets.ISO_8859_1);

    Truncations.rejectsEvery(valid, H1ReaderTest::readWhole);
    BitFlips.survivesEvery(valid, 3_000, H1ReaderTest::readWhole);
  }

  @Test
  void writesNothingThatWouldEndItsLine() {
    Headers split = new Headers().add("A", "b\r\nEvil: 1");
    RequestHead target = new RequestHead("GET", "/ HTTP/1.1", 1, new Headers());

    assertThatThrownBy(() -> new ResponseHead(1, 200, "OK", split).toBuffer())
        .isInstanceOf(IOException.class);
    assertThatThrownBy(target::toBuffer).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "a.example:80, a.example:80",
    "a.example, a.example:443",
    "a.example:, a.example:443",
    "192.0.2.1:1, 192.0.2.1:1",
    "[2001:db8::1]:2, [2001:db8::1]:2",
    "[2001:db8::1], [2001:db8::1]:443",
  })
  void readsAuthorities(String text, String expected) throws Exception {
    assertThat(Authority.parse(text, 443)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":80",
        "a:0",
        "a:65536",
        "a:-1",
        "a:80x",
        "user@a:80",
        "2001:db8::1",
        "[a.example]:80",
        "[::1",
        "::1]:80",
        "a b:80",
        "a/b:80",
        "a:80:80",
        "a,b:80",
        "[::1]x:80"
      })
  void refusesAuthorities(String text) {
    assertThatThrownBy(() -> Authority.parse(text, 443)).isInstanceOf(HttpException.class);
  }

  private static void readWhole(byte[] bytes) throws IOException {
    Pipe pipe = Pipe.create();
    pipe.a().write(Buffer.copyOf(bytes));
    pipe.a().closeWrite();
    H1Reader reader = new H1Reader(pipe.b());
    RequestHead head = reader.request();
    if (head == null) {
      throw new EOFException("nothing");
    }
    BodyReader body = reader.body(Body.of(head));
    Buffer into = Buffer.allocate(1000);
    while (body.read(into) >= 0) {
      into.clear();
    }
  }

  private static String body(String text, Body framing) throws IOException {
    BodyReader body = new H1Reader(pipe(text).b()).body(framing);
    Buffer into = Buffer.allocate(1000);
    while (body.read(into) >= 0) {
      assertThat(into.length()).isPositive();
    }
    assertThat(body.read(into)).as("the end stays the end").isEqualTo(-1);
    return into.toText();
  }

  private static RequestHead request(String text) throws IOException {
    return new H1Reader(pipe(text).b()).request();
  }

  private static ResponseHead response(String text) throws IOException {
    return new H1Reader(pipe(text).b()).response();
  }

  private static Pipe pipe(String text) throws IOException {
    Pipe pipe = Pipe.create();
    Conn writer = pipe.a();
    dev.motet.testkit.Background.run(() -> {
      writer.write(Buffer.copyOf(text.getBytes(StandardCharsets.ISO_8859_1)));
      writer.closeWrite();
    });
    return pipe;
  }
}
