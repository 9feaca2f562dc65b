package dev.motet.route.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.IpLiteral;
import dev.motet.io.IpPrefix;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpSetTest {
  private static final int MANY = 200_000;

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.1.2.3/8, 10.0.0.0, true",
    "192.168.1.1/32, 192.168.1.1, true",
    "192.168.1.1/32, 192.168.1.2, false",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, ::1, false",
    "128.0.0.0/1, 127.255.255.255, false",
    "128.0.0.0/1, 128.0.0.0, true",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::, false",
    "2001:db8::/64, 2001:db8::ffff:ffff:ffff:ffff, true",
    "2001:db8::/65, 2001:db8::8000:0:0:0, false",
    "2001:db8::/65, 2001:db8::7fff:0:0:0, true",
    "::1/128, ::1, true",
    "::1/128, ::2, false",
    "::/0, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, true",
    "::/0, 1.2.3.4, false",
  })
  void containsWhatTheBlockSays(String block, String address, boolean expected) {
    IpSet set = new IpSet(List.of(IpPrefix.parse(block)));

    assertThat(set.contains(IpLiteral.parse(address))).isEqualTo(expected);
  }

  @Test
  void anEmptySetContainsNothing() {
    assertThat(new IpSet(List.of()).contains(IpLiteral.parse("1.2.3.4"))).isFalse();
    assertThat(new IpSet(List.of()).contains(IpLiteral.parse("::1"))).isFalse();
  }

  @Test
  void manyBlocksOfIpv4TakeAtMostTenBytesEach() throws UnknownHostException {
    List<IpPrefix> blocks = blocks(4, 24, 32);
    IpSet set = new IpSet(blocks);

    assertThat(set.bytes()).isLessThanOrEqualTo(10L * MANY).isGreaterThan(MANY);
    assertThat(blocks).allMatch(block -> set.contains(block.address()));
  }

  @Test
  void manyBlocksOfIpv6UpTo64BitsTakeAtMostTenBytesEach() throws UnknownHostException {
    List<IpPrefix> blocks = blocks(16, 32, 64);
    IpSet set = new IpSet(blocks);

    assertThat(set.bytes()).isLessThanOrEqualTo(10L * MANY).isGreaterThan(MANY);
    assertThat(blocks).allMatch(block -> set.contains(block.address()));
  }

  @Test
  void aBlockAndWhatIsInsideItTakeNoMoreThanTheBlock() {
    long alone = set("10.0.0.0/8", "2001:db8::/32").bytes();

    assertThat(set("10.0.0.0/9", "10.128.0.0/9", "10.1.0.0/16", "2001:db8::/32", "2001:db8::/32"))
        .matches(set -> set.bytes() == alone)
        .matches(set -> set.contains(IpLiteral.parse("10.200.0.1")))
        .matches(set -> !set.contains(IpLiteral.parse("11.0.0.1")));
  }

  @Test
  void everythingAndPartsOfItAreOneBlock() {
    IpSet set = set("0.0.0.0/0", "1.2.3.4/32", "128.0.0.0/1", "::/0", "::1/128", "ff00::/8");

    for (String address :
        List.of("0.0.0.0", "1.2.3.4", "255.255.255.255", "::", "::1", "fe80::1")) {
      assertThat(set.contains(IpLiteral.parse(address))).as(address).isTrue();
    }
  }

  /// Addresses that crowd in one place, which the buckets cannot divide, and one far away.
  @Test
  void findsBlocksThatCrowd() throws UnknownHostException {
    List<IpPrefix> blocks = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      blocks.add(IpPrefix.parse("10.0." + i / 100 + "." + i % 100 * 2 + "/32"));
      blocks.add(IpPrefix.parse("2001:db8::" + Integer.toHexString(i * 2) + "/128"));
    }
    blocks.add(IpPrefix.parse("255.255.255.255/32"));
    blocks.add(IpPrefix.parse("ffff::/128"));
    IpSet set = new IpSet(blocks);

    assertThat(blocks).allMatch(block -> set.contains(block.address()));
    for (int i = 0; i < 5_000; i++) {
      String four = "10.0." + i / 100 + "." + (i % 100 * 2 + 1);
      assertThat(set.contains(IpLiteral.parse(four))).isFalse();
      String six = "2001:db8::" + Integer.toHexString(i * 2 + 1);
      assertThat(set.contains(IpLiteral.parse(six))).isFalse();
    }
    assertThat(set.contains(IpLiteral.parse("9.255.255.255"))).isFalse();
    assertThat(set.contains(IpLiteral.parse("::"))).isFalse();
  }

  @Test
  void agreesWithAskingEveryBlock() throws UnknownHostException {
    Random random = new Random(42);
    for (int round = 0; round < 200; round++) {
      List<IpPrefix> blocks = new ArrayList<>();
      for (int i = random.nextInt(40); i >= 0; i--) {
        InetAddress address = near(random);
        blocks.add(new IpPrefix(address, random.nextInt(address.getAddress().length * 8 + 1)));
      }
      blocks.removeIf(block -> block.bits() == 0 && random.nextInt(20) != 0);
      IpSet set = new IpSet(blocks);
      for (int i = 0; i < 200; i++) {
        InetAddress address = near(random);
        boolean expected = blocks.stream().anyMatch(block -> block.contains(address));
        assertThat(set.contains(address)).as("%s in %s", address, blocks).isEqualTo(expected);
      }
    }
  }

  private static IpSet set(String... blocks) {
    return new IpSet(Stream.of(blocks).map(IpPrefix::parse).toList());
  }

  private static List<IpPrefix> blocks(int bytes, int least, int most) throws UnknownHostException {
    Random random = new Random(bytes);
    List<IpPrefix> blocks = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      byte[] address = new byte[bytes];
      random.nextBytes(address);
      int bits = least + random.nextInt(most - least + 1);
      blocks.add(new IpPrefix(InetAddress.getByAddress(address), bits));
    }
    return blocks;
  }

  /// Addresses of few different bits, so that blocks overlap and touch.
  private static InetAddress near(Random random) throws UnknownHostException {
    byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
    bytes[0] = (byte) random.nextInt(2);
    bytes[bytes.length / 2] = (byte) (random.nextInt(4) << 6);
    bytes[bytes.length - 1] = (byte) random.nextInt();
    return InetAddress.getByAddress(bytes);
  }
}
