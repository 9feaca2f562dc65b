package dev.motet.tls.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.io.TruncatedException;
import dev.motet.testkit.BitFlips;
import dev.motet.testkit.HelloBytes;
import dev.motet.testkit.Samples;
import dev.motet.testkit.Truncations;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// ClientHellos of real programs, and those that are not allowed.
class ClientHelloReaderTest {
  @ParameterizedTest
  @CsvSource({
    "tls-openssl13, openssl.example.org, 'h2,http/1.1', '772,771,770,769', '29,23,30,25,24,256,257,258,259,260'",
    "tls-openssl12, tls12.example.org, '', '', '29,23,30,25,24'",
    "tls-noname, , '', '772,771,770,769', '29,23,30,25,24,256,257,258,259,260'",
    "tls-curl, curl.example.org, 'h2,http/1.1', '772,771,770,769', '29,23,30,25,24,256,257,258,259,260'",
    "tls-go, go.example.org, 'h2,http/1.1', '772,771', '4588,29,23,24,25'",
  })
  void readsWhatProgramsSend(
      String sample, String name, String alpn, String versions, String groups) throws Exception {
    HelloExtensions hello = read(Samples.stream(sample)).extensions();
    assertThat(hello.serverName()).isEqualTo(name);
    assertThat(String.join(",", hello.alpn())).isEqualTo(alpn);
    assertThat(joined(hello.versions())).isEqualTo(versions);
    assertThat(joined(hello.groups())).isEqualTo(groups);
  }

  @Test
  void readsEveryPartOfAHello() throws Exception {
    byte[] stream =
        new HelloBytes()
            .cipherSuites(0x1301, 0xc02b)
            .serverName("a.example")
            .alpn("h3", "x")
            .shortList(ExtensionType.SUPPORTED_VERSIONS, 0x0304, 0x0303)
            .list(ExtensionType.SUPPORTED_GROUPS, 29, 23)
            .list(ExtensionType.SIGNATURE_ALGORITHMS, 0x0403)
            .extension(ExtensionType.EC_POINT_FORMATS, "02 00 01")
            .extension(ExtensionType.KEY_SHARE, "0007 001d 0003 010203")
            .extension(0xffce, "aabb")
            .records(1 << 14);
    ClientHello hello = read(stream);
    assertThat(hello.version()).isEqualTo(0x0303);
    assertThat(hello.random()).startsWith(0, 1, 2).endsWith(31).hasSize(32);
    assertThat(hello.sessionId()).isEqualTo(new byte[32]);
    assertThat(hello.cipherSuites()).containsExactly(0x1301, 0xc02b);
    assertThat(hello.compressionMethods()).containsExactly(0);
    HelloExtensions extensions = hello.extensions();
    assertThat(extensions.serverName()).isEqualTo("a.example");
    assertThat(extensions.alpn()).containsExactly("h3", "x");
    assertThat(extensions.versions()).containsExactly(0x0304, 0x0303);
    assertThat(extensions.groups()).containsExactly(29, 23);
    assertThat(extensions.signatureAlgorithms()).containsExactly(0x0403);
    assertThat(extensions.pointFormats()).containsExactly(0, 1);
    assertThat(extensions.keyShares()).hasSize(1);
    assertThat(extensions.keyShares().getFirst().group()).isEqualTo(29);
    assertThat(extensions.keyShares().getFirst().key()).containsExactly(1, 2, 3);
    assertThat(extensions.has(0xffce)).isTrue();
    assertThat(extensions.has(0xffcd)).isFalse();
    assertThat(extensions.all().getLast().body()).containsExactly(0xaa, 0xbb);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 100})
  void joinsAMessageCutIntoRecords(int fragmentBytes) throws Exception {
    byte[] whole = Samples.stream("tls-chromium");
    byte[] message = Arrays.copyOfRange(whole, 5, whole.length);
    ClientHello hello = read(HelloBytes.records(message, fragmentBytes));
    assertThat(hello.extensions().serverName()).isEqualTo("chromium.example.org");
    assertThat(hello.extensions().has(ExtensionType.KEY_SHARE)).isTrue();
    assertThat(readMessage(message).extensions().all())
        .extracting(Extension::type)
        .isEqualTo(hello.extensions().all().stream().map(Extension::type).toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 50, 1 << 14})
  void asksForMoreAfterEveryPrefix(int fragmentBytes) throws Exception {
    byte[] stream = new HelloBytes().serverName("a.example").records(fragmentBytes);
    Truncations.rejectsEvery(stream, ClientHelloReaderTest::read);
    for (int length = 0; length < stream.length; length++) {
      byte[] prefix = Arrays.copyOf(stream, length);
      assertThatThrownBy(() -> read(prefix)).isInstanceOf(TruncatedException.class);
    }
  }

  @Test
  void survivesDamage() {
    for (String sample : List.of("tls-chromium", "tls-go", "tls-openssl12")) {
      BitFlips.survivesEvery(Samples.stream(sample), 3000, ClientHelloReaderTest::read);
    }
  }

  @Test
  void leavesAloneWhatFollows() throws Exception {
    byte[] stream = new HelloBytes().serverName("a.example").records(1 << 14);
    byte[] more = Arrays.copyOf(stream, stream.length + 3000);
    assertThat(read(more).extensions().serverName()).isEqualTo("a.example");
  }

  /// Refused with the first byte that cannot be right: nobody waits for the rest.
  @ParameterizedTest
  @CsvSource({
    "15, record of type 21",
    "16 02, record of version 2",
    "16 03 01 00 00, record of 0 bytes",
    "16 03 01 40 01, record of 16385 bytes",
    "16 03 01 01 00 02, handshake message of type 2",
    "16 03 01 00 04 01 01 00 01, ClientHello of 65537 bytes",
    "16 03 01 00 01 01 17, record of type 23",
  })
  void refusesEarly(String hex, String message) {
    assertThatThrownBy(() -> read(HexFormat.of().parseHex(hex.replace(" ", ""))))
        .isExactlyInstanceOf(ProtocolException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesWhatIsNotAllowed() {
    Map<String, HelloBytes> bad =
        Map.ofEntries(
            Map.entry("version 512", hello().version(0x0200)),
            Map.entry("session id of 33 bytes", hello().sessionId(33)),
            Map.entry("empty vector", hello().cipherSuites()),
            Map.entry("left", hello().compressionMethods()),
            Map.entry("extension 5 twice", hello().extension(5, "01").extension(5, "02")),
            Map.entry("not the last", hello().extension(41, "00").extension(5, "01")),
            Map.entry("two host names", hello().extension(0, "0008 00 0001 61 00 0001 62")),
            Map.entry("trailing dot", hello().serverName("a.")),
            Map.entry("1 bytes left over", hello().extension(0, "0004 00 0001 61 00")));
    bad.forEach((message, hello) ->
        assertThatThrownBy(() -> read(hello.records(1 << 14)))
            .as(message)
            .isExactlyInstanceOf(ProtocolException.class));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0000", // no name
    "0, 0003 00 0000", // an empty one
    "0, 0005 00 0003 61", // longer than its list
    "10, 0000",
    "10, 0003 001d 00", // half a number
    "10, 0002 001d 00", // something behind the list
    "11, 00",
    "13, 0000",
    "16, 0000",
    "16, 0001 00", // an empty name
    "43, 00",
    "43, 01 03",
    "51, 0004 001d 0000", // an empty key
    "51, 0005 001d 0002 01",
  })
  void refusesMalformedExtensions(int type, String body) {
    assertThatThrownBy(() -> read(hello().extension(type, body).records(1 << 14)))
        .isExactlyInstanceOf(ProtocolException.class);
  }

  @Test
  void acceptsWhatOldClientsLeaveOut() throws Exception {
    assertThat(read(hello().withoutExtensions().records(1 << 14)).extensions().all()).isEmpty();
    assertThat(read(hello().extension(51, "0000").records(1 << 14)).extensions().keyShares())
        .isEmpty();
  }

  private static HelloBytes hello() {
    return new HelloBytes();
  }

  private static String joined(List<Integer> numbers) {
    return String.join(",", numbers.stream().map(String::valueOf).toList());
  }

  private static ClientHello read(byte[] stream) throws ProtocolException {
    return ClientHelloReader.read(new ByteReader(stream));
  }

  private static ClientHello readMessage(byte[] message) throws ProtocolException {
    return ClientHelloReader.readMessage(new ByteReader(message));
  }
}
