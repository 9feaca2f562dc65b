package dev.motet.tls.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.io.ByteReader;
import dev.motet.testkit.HelloSamples;
import dev.motet.testkit.HelloText;
import dev.motet.tls.message.ClientHello;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.KeyShare;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds for every hello of every shape, whatever is drawn.
class DrawnHelloTest {
  private static final int SEEDS = 40;

  static List<String> names() {
    return HelloShapes.names();
  }

  // ClientHelloReader refuses a duplicate extension.
  @ParameterizedTest
  @MethodSource("names")
  void everyHelloParses(String name) throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      HelloShape shape = HelloShapes.of(name, HelloSamples.random(seed));
      byte[] message = HelloSamples.message(shape, seed);
      ClientHello hello = HelloText.read(message);
      checkGrease(hello);
      checkShares(shape, hello);
      boolean pads = hello.extensions().has(ExtensionType.PADDING);
      assertThat(message.length).matches(length -> pads ? length == 512 : fits(shape, length));
    }
  }

  private static boolean fits(HelloShape shape, int length) {
    return !shape.has(ExtensionType.PADDING) || length < 256 || length >= 512;
  }

  private static void checkGrease(ClientHello hello) {
    List<Integer> suites = hello.cipherSuites().stream().filter(Grease::is).toList();
    List<Integer> groups = hello.extensions().groups().stream().filter(Grease::is).toList();
    List<KeyShare> shares =
        hello.extensions().keyShares().stream().filter(share -> Grease.is(share.group())).toList();
    List<Extension> extensions =
        hello.extensions().all().stream().filter(extension -> Grease.is(extension.type())).toList();
    if (suites.isEmpty()) {
      assertThat(groups).isEmpty();
      assertThat(extensions).isEmpty();
      return;
    }
    assertThat(hello.cipherSuites()).first().isEqualTo(suites.getFirst());
    assertThat(groups).hasSize(1).first().isEqualTo(hello.extensions().groups().getFirst());
    assertThat(shares).hasSize(1);
    assertThat(shares.getFirst().group()).isEqualTo(groups.getFirst());
    assertThat(shares.getFirst().key()).containsExactly(0);
    assertThat(extensions).hasSize(2);
    assertThat(extensions.getFirst().body()).isEmpty();
    assertThat(extensions.getLast().body()).containsExactly(0);
    assertThat(hello.extensions().versions().getFirst()).matches(Grease::is);
  }

  // RFC 8446 4.2.8: shares are of groups that are offered, in the same order, once each
  private static void checkShares(HelloShape shape, ClientHello hello) {
    List<Integer> shares = hello.extensions().keyShares().stream().map(KeyShare::group).toList();
    List<Integer> offered = hello.extensions().groups().stream().filter(shares::contains).toList();
    assertThat(shares).isEqualTo(offered).doesNotHaveDuplicates();
    assertThat(shares.isEmpty()).isNotEqualTo(shape.supportsTls13());
  }

  @Test
  void theSameSeedDrawsTheSame() {
    for (String name : HelloShapes.names()) {
      assertThat(HelloSamples.message(HelloShapes.of(name, HelloSamples.random(3)), 9))
          .isEqualTo(HelloSamples.message(HelloShapes.of(name, HelloSamples.random(3)), 9));
    }
  }

  @Test
  void allGreaseValuesAreDrawn() {
    Map<String, Set<Integer>> drawn = new HashMap<>();
    for (int seed = 0; seed < 600; seed++) {
      GreaseValues values = GreaseValues.draw(HelloSamples.random(seed));
      put(drawn, "suite", values.suite());
      put(drawn, "group", values.group());
      put(drawn, "version", values.version());
      put(drawn, "scheme", values.scheme());
      put(drawn, "first", values.firstExtension());
      put(drawn, "last", values.lastExtension());
      assertThat(values.firstExtension()).isNotEqualTo(values.lastExtension());
    }
    assertThat(drawn.values())
        .allSatisfy(values -> assertThat(values).hasSize(16).allMatch(Grease::is));
  }

  private static void put(Map<String, Set<Integer>> drawn, String field, int value) {
    drawn.computeIfAbsent(field, _ -> new HashSet<>()).add(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chrome", "chrome_110", "chrome_156"})
  void theShuffleMovesAllButGreaseAndPadding(String name) throws Exception {
    Map<Integer, Set<Integer>> places = new HashMap<>();
    int movable = 0;
    HelloShape shape = HelloShapes.of(name, HelloSamples.random(1));
    for (int seed = 0; seed < 400; seed++) {
      List<Extension> all = HelloText.read(HelloSamples.message(shape, seed)).extensions().all();
      boolean pads = all.getLast().type() == ExtensionType.PADDING;
      int last = all.size() - (pads ? 2 : 1);
      assertThat(all.getFirst().type()).matches(Grease::is);
      assertThat(all.get(last).type()).matches(Grease::is);
      movable = last - 1;
      for (int i = 1; i < last; i++) {
        places.computeIfAbsent(all.get(i).type(), _ -> new HashSet<>()).add(i);
      }
    }
    int everywhere = movable;
    assertThat(places).hasSize(movable);
    assertThat(places.values()).allSatisfy(set -> assertThat(set).hasSize(everywhere));
  }

  @ParameterizedTest
  @ValueSource(strings = {"firefox_153", "safari_26", "edge", "qq", "ios", "chrome_99", "android"})
  void othersKeepTheirOrder(String name) throws Exception {
    HelloShape shape = HelloShapes.of(name, HelloSamples.random(1));
    Set<String> orders = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      orders.add(HelloText.order(HelloText.read(HelloSamples.message(shape, seed))));
    }
    assertThat(orders).hasSize(1);
  }

  @Test
  void greaseEchOfChromeHasTheLengthsOfARealOne() throws Exception {
    Set<Integer> payloads = new HashSet<>();
    Set<Integer> aeads = new HashSet<>();
    for (int seed = 0; seed < 100; seed++) {
      Ech ech = ech("chrome", seed);
      payloads.add(ech.payload());
      aeads.add(ech.aead());
    }
    assertThat(payloads).containsExactlyInAnyOrder(144, 176, 208, 240);
    assertThat(aeads).containsExactlyInAnyOrder(1, 3);
  }

  @Test
  void greaseEchOfNewChromeHasTheOneAeadOfItsProcessor() throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(ech("chrome_156", seed).aead()).isEqualTo(1);
    }
  }

  // A random string is a point of the curve, and of the right subgroup, one time in sixteen.
  @Test
  void theKeyOfGreaseEchIsOneOfX25519() throws Exception {
    BigInteger p = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    Set<BigInteger> keys = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      byte[] bigEndian = new byte[32];
      byte[] enc = ech("firefox", seed).enc();
      for (int i = 0; i < 32; i++) {
        bigEndian[i] = enc[31 - i];
      }
      BigInteger u = new BigInteger(1, bigEndian);
      assertThat(u).isLessThan(p);
      BigInteger square =
          u.modPow(BigInteger.valueOf(3), p)
              .add(u.pow(2).multiply(BigInteger.valueOf(486_662)))
              .add(u)
              .mod(p);
      BigInteger half = p.subtract(BigInteger.ONE).shiftRight(1);
      assertThat(square.modPow(half, p)).as("on the curve").isEqualTo(BigInteger.ONE);
      keys.add(u);
    }
    assertThat(keys).hasSize(SEEDS);
  }

  private record Ech(int aead, byte[] enc, int payload) {}

  private static Ech ech(String name, int seed) throws Exception {
    HelloShape shape = HelloShapes.of(name, HelloSamples.random(1));
    ClientHello hello = HelloText.read(HelloSamples.message(shape, seed));
    byte[] body =
        hello.extensions().all().stream()
            .filter(extension -> extension.type() == ExtensionType.ENCRYPTED_CLIENT_HELLO)
            .map(Extension::body)
            .findFirst()
            .orElseThrow();
    ByteReader in = new ByteReader(body);
    assertThat(in.u8()).isZero();
    assertThat(in.u16()).isEqualTo(1);
    int aead = in.u16();
    in.skip(1);
    byte[] enc = in.bytes(in.u16());
    int payload = in.u16();
    in.skip(payload);
    in.end();
    return new Ech(aead, enc, payload);
  }
}
