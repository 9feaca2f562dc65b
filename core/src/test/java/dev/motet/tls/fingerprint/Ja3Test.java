package dev.motet.tls.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.testkit.HelloBytes;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.ClientHelloReader;
import dev.motet.tls.message.ExtensionType;
import org.junit.jupiter.api.Test;

/// Fingerprints that were computed by others for hellos of these numbers.
class Ja3Test {
  @Test
  void leavesGreaseOut() throws Exception {
    // Safari 16
    HelloBytes hello =
        new HelloBytes()
            .cipherSuites(
                0x2a2a, 0x1301, 0x1302, 0x1303, 0xc02c, 0xc02b, 0xcca9, 0xc030, 0xc02f, 0xcca8,
                0xc00a, 0xc009, 0xc014, 0xc013, 0x009d, 0x009c, 0x0035, 0x002f, 0xc008, 0xc012,
                0x000a);
    int[] types = {0xaaaa, 0, 23, 65281, 10, 11, 16, 5, 13, 18, 51, 45, 43, 27, 0xdada, 21};
    assertThat(Ja3.hash(read(hello, types, 0x1a1a, 29, 23, 24, 25)))
        .isEqualTo("773906b0efdefa24a7f2b8eb6985bf37");
  }

  @Test
  void keepsTheOrder() throws Exception {
    // Firefox 120
    HelloBytes hello =
        new HelloBytes()
            .cipherSuites(
                0x1301, 0x1303, 0x1302, 0xc02b, 0xc02f, 0xcca9, 0xcca8, 0xc02c, 0xc030, 0xc00a,
                0xc009, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035);
    int[] types = {0, 23, 65281, 10, 11, 35, 16, 5, 34, 51, 43, 13, 45, 28, 65037};
    ClientHello read = read(hello, types, 0x1d, 0x17, 0x18, 0x19, 0x100, 0x101);
    assertThat(Ja3.hash(read)).isEqualTo("b5001237acdf006056b409cc433726b0");
    assertThat(Ja3.text(read)).startsWith("771,4865-4867-4866-").endsWith(",29-23-24-25-256-257,0");
  }

  @Test
  void leavesEmptyWhatIsAbsent() throws Exception {
    ClientHello hello =
        ClientHelloReader.readMessage(
            new ByteReader(new HelloBytes().withoutExtensions().message()));
    assertThat(Ja3.text(hello)).isEqualTo("771,4865,,,");
  }

  private static ClientHello read(HelloBytes hello, int[] types, int... groups)
      throws ProtocolException {
    for (int type : types) {
      switch (type) {
        case ExtensionType.SERVER_NAME -> hello.serverName("example.org");
        case ExtensionType.SUPPORTED_GROUPS -> hello.list(type, groups);
        case ExtensionType.EC_POINT_FORMATS -> hello.extension(type, "0100");
        case ExtensionType.SIGNATURE_ALGORITHMS -> hello.list(type, 0x0403);
        case ExtensionType.ALPN -> hello.alpn("h2");
        case ExtensionType.SUPPORTED_VERSIONS -> hello.shortList(type, 0x0304);
        case ExtensionType.KEY_SHARE -> hello.extension(type, "0000");
        default -> hello.extension(type, "");
      }
    }
    return ClientHelloReader.readMessage(new ByteReader(hello.message()));
  }
}
