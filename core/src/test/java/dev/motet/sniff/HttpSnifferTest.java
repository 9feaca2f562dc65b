package dev.motet.sniff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.ByteReader;
import dev.motet.option.Sniffer;
import dev.motet.testkit.Samples;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSnifferTest {
  private final HttpSniffer http = new HttpSniffer();

  @ParameterizedTest
  @CsvSource({
    "http-curl, curl.example.org",
    "http-connect-curl, secure.example.org",
    "http-proxy-curl, plain.example.org",
    "http2-curl,",
  })
  void recognisesRealClients(String sample, String domain) {
    SnifferCheck.recognises(http, Samples.stream(sample), SnifferCheck.found(Sniffer.HTTP, domain));
  }

  @ParameterizedTest
  @CsvSource({
    "'GET / HTTP/1.1\r\nHost: a.example\r\n', a.example",
    "'GET / HTTP/1.1\nhOsT:a.example:8080 \n', a.example",
    "'GET /x HTTP/1.0\r\nA: b\r\n c\r\nHost:\ta.example\r\n', a.example",
    "'POST * HTTP/1.1\r\nHost: 192.0.2.1:81\r\n', 192.0.2.1",
    "'GET / HTTP/1.1\r\nHost: [2001:db8::1]:81\r\n', 2001:db8::1",
    "'GET / HTTP/1.1\r\nHostile: x\r\nHos: y\r\nHost: b\r\nHost: c\r\n', b",
    "'GET http://u:p@a.example:1/x@y HTTP/1.1\r\n', a.example",
    "'GET http://a.example HTTP/1.1\r\n', a.example",
    "'GET http://[2001:db8::1]?q HTTP/1.1\r\n', 2001:db8::1",
    "'CONNECT a.example:443 HTTP/1.1\r\n', a.example",
    "'M-SEARCH * HTTP/1.1\r\nHOST: x\r\n', x",
    "'GET / HTTP/1.0\r\n\r\n',",
    "'GET / HTTP/1.0\n\n',",
    "'GET / HTTP/1.1\r\nHost:\r\n',",
    "'GET / HTTP/1.1\r\nHost: a\u001b[31m\r\n',",
    "'GET / HTTP/1.1\r\nHost: a b\r\n',",
    "'GET / HTTP/1.1\r\nHost: a.example:99999\r\n',",
    "'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',",
  })
  void findsTheHost(String request, String domain) {
    byte[] stream = bytes(request.replace("\u001b", "\u00e9"));
    SnifferCheck.recognises(http, stream, SnifferCheck.found(Sniffer.HTTP, domain));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " GET / HTTP/1.1\r\n",
        "GE T/ HTTP/1.1\r\n",
        "GET  / HTTP/1.1\r\n",
        "GET /\r\n",
        "GET / HTTP/1.1 \r\n",
        "GET / HTTP/1x1\r\n",
        "GET / HTTP/11\r\n",
        "GET / HTTP/1.1\rHost: x\r\n",
        "GET /a\u0001 HTTP/1.1\r\n",
        "GET x HTTP/1.1\r\n",
        "GET x:// HTTP/1.1\r\n:",
        "GET / HTTP/1.1\r\n Host: x\r\n",
        "GET / HTTP/1.1\r\nHost : x\r\n",
        "GET / HTTP/1.1\r\n: x\r\n",
        "GET / HTTP/1.1\r\nHost\r\n",
        "GET / HTTP/1.1\r\nA: \u0000\r\n",
        "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n",
        "\u0013BitTorrent protocol",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGH / HTTP/1.1\r\n",
      })
  void refusesWhatIsNoRequest(String text) {
    SnifferCheck.refuses(http, bytes(text));
  }

  /// GHSA-jqc5-2p7q-fqfc: a request whose headers never end costs what was looked at, no more.
  @Test
  void aHugeHeaderIsReadOnlyUpToTheHost() {
    byte[] early = bytes("GET / HTTP/1.1\r\nHost: a.example\r\nCookie: " + "x".repeat(1 << 20));
    assertThat(http.sniff(new ByteReader(early)))
        .isEqualTo(SnifferCheck.found(Sniffer.HTTP, "a.example"));
    byte[] late = bytes("GET / HTTP/1.1\r\nCookie: " + "x".repeat(16_000));
    assertThat(http.sniff(new ByteReader(late))).isEqualTo(Sniffed.MORE);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
