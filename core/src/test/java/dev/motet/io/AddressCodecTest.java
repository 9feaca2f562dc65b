package dev.motet.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.BitFlips;
import dev.motet.testkit.Truncations;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AddressCodecTest {
  @ParameterizedTest
  @CsvSource({
    "SOCKS, 192.0.2.1, 443, 01 c0000201 01bb",
    "SOCKS, a.example, 80, 03 09 612e6578616d706c65 0050",
    "SOCKS, 2001:db8::1, 53, 04 20010db8000000000000000000000001 0035",
    "VMESS, 192.0.2.1, 443, 01bb 01 c0000201",
    "VMESS, a.example, 80, 0050 02 09 612e6578616d706c65",
    "VMESS, 2001:db8::1, 53, 0035 03 20010db8000000000000000000000001",
    "UOT, 192.0.2.1, 443, 00 c0000201 01bb",
    "UOT, a.example, 80, 02 09 612e6578616d706c65 0050",
    "UOT, 2001:db8::1, 53, 01 20010db8000000000000000000000001 0035",
    "TUIC, 192.0.2.1, 443, 01 c0000201 01bb",
    "TUIC, a.example, 80, 00 09 612e6578616d706c65 0050",
    "TUIC, 2001:db8::1, 53, 02 20010db8000000000000000000000001 0035",
    "PACKET_ADDR, 192.0.2.1, 443, 01 c0000201 01bb",
    "PACKET_ADDR, 2001:db8::1, 53, 02 20010db8000000000000000000000001 0035",
  })
  void writesAndReads(AddressCodec codec, String host, int port, String hex) throws Exception {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    Destination destination = Destination.of(host, port);

    assertThat(codec.bytes(destination)).isEqualTo(bytes);
    assertThat(read(codec, bytes)).isEqualTo(destination);
  }

  @ParameterizedTest
  @EnumSource(AddressCodec.class)
  void refusesTruncatedAndSurvivesDamaged(AddressCodec codec) throws Exception {
    List<Destination> all =
        List.of(Destination.of("192.0.2.1", 1), Destination.of("2001:db8::1", 0xffff));
    for (Destination destination : all) {
      byte[] valid = codec.bytes(destination);
      Truncations.rejectsEvery(valid, bytes -> read(codec, bytes));
      BitFlips.survivesEvery(valid, 2_000, bytes -> read(codec, bytes));
    }
    if (codec != AddressCodec.PACKET_ADDR) {
      byte[] name = codec.bytes(Destination.of("damaged.example", 80));
      Truncations.rejectsEvery(name, bytes -> read(codec, bytes));
      BitFlips.survivesEvery(name, 2_000, bytes -> read(codec, bytes));
    }
  }

  @Test
  void readsLiteralsInNamesAsAddresses() throws Exception {
    byte[] bytes = HexFormat.of().parseHex("0309" + "31302e302e302e3132" + "0050");

    assertThat(read(AddressCodec.SOCKS, bytes)).isEqualTo(Destination.of("10.0.0.12", 80));
  }

  @Test
  void unwrapsMappedAddresses() throws Exception {
    byte[] bytes = HexFormat.of().parseHex("04" + "00000000000000000000ffff0a000001" + "0050");

    assertThat(read(AddressCodec.SOCKS, bytes)).isEqualTo(Destination.of("10.0.0.1", 80));
    assertThat(AddressCodec.SOCKS.bytes(Destination.of("::ffff:10.0.0.1", 80)))
        .isEqualTo(HexFormat.of().parseHex("010a0000010050"));
  }

  @ParameterizedTest
  @CsvSource({
    "03 00 0050, name of 0 bytes",
    "03 03 610a62 0050, byte 10 in a name",
    "03 03 612062 0050, byte 32 in a name",
    "03 02 61ff 0050, not UTF-8",
    "02 0a000001 0050, address type 2",
    "00 0a000001 0050, 'address type 0 (expected: 1, 3 or 4)'",
  })
  void refuses(String hex, String message) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

    assertThatThrownBy(() -> read(AddressCodec.SOCKS, bytes))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining(message);
  }

  @Test
  void writesNamesUpTo255BytesOnly() throws Exception {
    Destination longest = new Destination.Name("a".repeat(255), 80);
    Destination tooLong = new Destination.Name("ü".repeat(128), 80);

    assertThat(AddressCodec.SOCKS.bytes(longest)).hasSize(AddressCodec.MAX_BYTES);
    assertThatThrownBy(() -> AddressCodec.SOCKS.bytes(tooLong))
        .isInstanceOf(DialException.class)
        .hasMessage("name of 256 bytes (expected: 1 to 255)");
    assertThatThrownBy(() -> AddressCodec.PACKET_ADDR.bytes(Destination.of("a.example", 1)))
        .isInstanceOf(DialException.class);
  }

  @Test
  void memoReadsAndWritesRepeatedAddressesWithoutNewObjects() throws Exception {
    AddressMemo memo = new AddressMemo(AddressCodec.UOT);
    byte[] bytes = AddressCodec.UOT.bytes(Destination.of("192.0.2.1", 443));

    Destination first = memo.read(Buffer.copyOf(bytes));
    Destination second = memo.read(Buffer.copyOf(bytes));
    byte[] written = memo.bytes(Destination.of("192.0.2.1", 443));

    assertThat(second).isSameAs(first);
    assertThat(written).isEqualTo(bytes).isSameAs(memo.bytes(first));
    assertThat(memo.bytes(Destination.of("192.0.2.2", 443))).isNotEqualTo(bytes);
    assertThatThrownBy(() -> memo.read(Buffer.copyOf(new byte[] {0, 1})))
        .isInstanceOf(TruncatedException.class);
  }

  private static Destination read(AddressCodec codec, byte[] bytes) throws IOException {
    ByteReader in = new ByteReader(bytes);
    Destination destination = codec.read(in);
    in.end();
    return destination;
  }
}
