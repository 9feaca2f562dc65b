package dev.motet.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever does an operation, the result is the same.
class ProvidersTest {
  private static final byte[] MESSAGE = "what is signed".getBytes(StandardCharsets.US_ASCII);
  private static final List<Integer> SCHEMES =
      List.of(0x0403, 0x0503, 0x0603, 0x0401, 0x0501, 0x0601, 0x0804, 0x0805, 0x0806, 0x0807);

  private static Map<String, PublicKeys> all;
  private static Map<Integer, KeyPair> pairs;

  @BeforeAll
  static void prepare() throws Exception {
    all = all();
    pairs = pairs();
  }

  private static Map<String, PublicKeys> all() {
    SecureRandom random = new SecureRandom();
    Map<String, PublicKeys> all = new LinkedHashMap<>();
    all.put("plain", Providers.plain(random));
    all.put("conscrypt", Providers.with(random, Providers.find(ConscryptLibrary::load), null));
    all.put("corretto", Providers.with(random, null, Providers.find(CorrettoLibrary::load)));
    all.put("fastest", Providers.fastest(random));
    return all;
  }

  /// Enough rounds that secrets begin with zeros.
  @ParameterizedTest
  @ValueSource(ints = {0x001d, 0x0017, 0x0018, 0x0019, 0x11ec})
  void eachAgreesWithEach(int group) throws Exception {
    for (Map.Entry<String, PublicKeys> one : all.entrySet()) {
      for (Map.Entry<String, PublicKeys> other : all.entrySet()) {
        for (int round = 0; round < (group == 0x0017 ? 60 : 3); round++) {
          KeyOffer offer = one.getValue().offer(group);
          PublicKeys.Answer answer = other.getValue().answer(group, offer.share());
          assertThat(offer.agree(answer.share()))
              .as("%s offers, %s answers", one.getKey(), other.getKey())
              .isEqualTo(answer.secret());
        }
      }
    }
  }

  @Test
  void eachVerifiesWhatEachSigns() throws Exception {
    for (int scheme : SCHEMES) {
      KeyPair pair = pairs.get(scheme);
      KeyPair other = pairs.get(scheme == 0x0807 ? 0x0403 : 0x0807);
      for (Map.Entry<String, PublicKeys> one : all.entrySet()) {
        byte[] signature = one.getValue().sign(scheme, pair.getPrivate(), MESSAGE);
        assertThat(one.getValue().sign(scheme, pair.getPrivate(), MESSAGE)).isNotEmpty();
        assertThatThrownBy(() -> one.getValue().sign(scheme, other.getPrivate(), MESSAGE))
            .isInstanceOf(GeneralSecurityException.class);
        for (Map.Entry<String, PublicKeys> two : all.entrySet()) {
          String who = one.getKey() + " signs, " + two.getKey() + " verifies " + scheme;
          PublicKeys keys = two.getValue();
          assertThat(keys.verify(scheme, pair.getPublic(), MESSAGE, signature)).as(who).isTrue();
          assertThat(keys.verifyTls12(scheme, pair.getPublic(), MESSAGE, signature)).isTrue();
          assertThat(keys.verify(scheme, other.getPublic(), MESSAGE, signature)).isFalse();
          assertThat(keys.verifyTls12(scheme, other.getPublic(), MESSAGE, signature)).isFalse();
        }
      }
    }
  }

  @Test
  void nobodyTakesADamagedSignature() throws Exception {
    Random random = new Random(5);
    for (Map.Entry<String, PublicKeys> one : all.entrySet()) {
      for (int scheme : SCHEMES) {
        KeyPair pair = pairs.get(scheme);
        byte[] signature = one.getValue().sign(scheme, pair.getPrivate(), MESSAGE);
        for (int round = 0; round < 20; round++) {
          byte[] damaged = signature.clone();
          damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
          byte[] cut = Arrays.copyOf(signature, random.nextInt(signature.length));
          assertThat(one.getValue().verify(scheme, pair.getPublic(), MESSAGE, damaged))
              .as("%s, %x", one.getKey(), scheme)
              .isFalse();
          assertThat(one.getValue().verify(scheme, pair.getPublic(), MESSAGE, cut)).isFalse();
        }
      }
    }
  }

  /// RFC 8446 4.2.3 and 7.4.2 hold whoever computes.
  @Test
  void nobodyTakesAForeignKey() throws Exception {
    String smallOrder = "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800";
    for (Map.Entry<String, PublicKeys> one : all.entrySet()) {
      PublicKeys keys = one.getValue();
      for (String point : List.of("00".repeat(32), "01" + "00".repeat(31), smallOrder)) {
        refuses(keys, 0x001d, HexFormat.of().parseHex(point));
      }
      for (int group : List.of(0x0017, 0x0018, 0x0019)) {
        byte[] share = keys.offer(group).share();
        share[share.length - 1] ^= 1;
        refuses(keys, group, share);
        byte[] compressed = keys.offer(group).share();
        compressed[0] = 2;
        refuses(keys, group, compressed);
        refuses(keys, group, Arrays.copyOf(compressed, compressed.length / 2 + 1));
        refuses(keys, group, new byte[] {0});
      }
      byte[] p384 = keys.sign(0x0503, pairs.get(0x0503).getPrivate(), MESSAGE);
      assertThat(keys.verify(0x0403, pairs.get(0x0503).getPublic(), MESSAGE, p384)).isFalse();
      assertThatThrownBy(() -> keys.sign(0x0403, pairs.get(0x0503).getPrivate(), MESSAGE))
          .as(one.getKey())
          .isInstanceOf(GeneralSecurityException.class);
    }
  }

  @Test
  void tls12TakesAnyCurveWhoeverComputes() throws Exception {
    KeyPair p384 = SignatureTest.ec("secp384r1");
    java.security.Signature jdk = java.security.Signature.getInstance("SHA256withECDSA");
    jdk.initSign(p384.getPrivate());
    jdk.update(MESSAGE);
    byte[] signature = jdk.sign();
    for (Map.Entry<String, PublicKeys> one : all.entrySet()) {
      assertThat(one.getValue().verifyTls12(0x0403, p384.getPublic(), MESSAGE, signature))
          .as(one.getKey())
          .isTrue();
    }
  }

  /// The machine that runs these tests has both; others may have none.
  @Test
  void absentLibrariesAreNoFault() {
    assertThat(
            Providers.find(() -> {
              throw new NoClassDefFoundError("org/conscrypt/Conscrypt");
            }))
        .isNull();
    assertThat(
            Providers.find(() -> {
              throw new UnsatisfiedLinkError("no library for this machine");
            }))
        .isNull();
    PublicKeys keys = Providers.with(new SecureRandom(), null, null);
    assertThat(keys.offer(0x001d).share()).hasSize(32);
  }

  private static void refuses(PublicKeys keys, int group, byte[] share) {
    assertThatThrownBy(() -> keys.answer(group, share))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> keys.offer(group).agree(share))
        .isInstanceOf(GeneralSecurityException.class);
  }

  private static Map<Integer, KeyPair> pairs() throws GeneralSecurityException {
    Map<Integer, KeyPair> pairs = new LinkedHashMap<>();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair rsa = generator.generateKeyPair();
    SCHEMES.forEach(scheme -> pairs.put(scheme, rsa));
    pairs.put(0x0403, SignatureTest.ec("secp256r1"));
    pairs.put(0x0503, SignatureTest.ec("secp384r1"));
    pairs.put(0x0603, SignatureTest.ec("secp521r1"));
    pairs.put(0x0807, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    return pairs;
  }
}
