package dev.motet.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.SeededRandom;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyAgreementTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final int HYBRID = 0x11ec;
  private static final int X = 0x001d;
  private static final int P256 = 0x0017;

  private final PublicKeys keys = Providers.plain(new SecureRandom());

  @ParameterizedTest
  @CsvSource({
    "0x001d, 32, 32, 32",
    "0x0017, 65, 65, 32",
    "0x0018, 97, 97, 48",
    "0x0019, 133, 133, 66",
    "0x11ec, 1216, 1120, 64"
  })
  void bothSidesGetOneSecret(String number, int offerBytes, int answerBytes, int secretBytes)
      throws Exception {
    int group = Integer.decode(number);
    assertThat(keys.supports(group)).isTrue();
    KeyOffer offer = keys.offer(group);
    assertThat(offer.group()).isEqualTo(group);
    assertThat(offer.share()).hasSize(offerBytes);
    PublicKeys.Answer answer = keys.answer(group, offer.share());
    assertThat(answer.share()).hasSize(answerBytes);
    assertThat(answer.secret()).hasSize(secretBytes);
    assertThat(offer.agree(answer.share())).isEqualTo(answer.secret());
    assertThat(keys.offer(group).share()).isNotEqualTo(offer.share());
  }

  @Test
  void refusesGroupsItDoesNotKnow() {
    assertThat(keys.supports(0x001e)).isFalse();
    assertThatThrownBy(() -> keys.offer(0x001e)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {X, P256, 0x0018, 0x0019, HYBRID})
  void refusesSharesOfAnotherLength(int group) throws Exception {
    KeyOffer offer = keys.offer(group);
    byte[] answer = keys.answer(group, offer.share()).share();
    for (int length : List.of(0, 1, 31, offer.share().length - 1, offer.share().length + 1)) {
      byte[] share = Arrays.copyOf(offer.share(), length);
      assertThatThrownBy(() -> keys.answer(group, share))
          .isInstanceOf(GeneralSecurityException.class);
    }
    for (int length : List.of(0, 1, answer.length - 1, answer.length + 1)) {
      assertThatThrownBy(() -> offer.agree(Arrays.copyOf(answer, length)))
          .isInstanceOf(GeneralSecurityException.class);
    }
  }

  /// RFC 7748 6.1: Bob's side.
  @Test
  void knowsTheSecretOfX25519() throws Exception {
    byte[] bob = hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
    assertThat(HEX.formatHex(X25519.publicKey(bob)))
        .isEqualTo("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
    byte[] alice = hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
    assertThat(HEX.formatHex(X25519.agree(bob, alice)))
        .isEqualTo("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
  }

  /// RFC 7748 5.2
  @Test
  void multipliesAsX25519Says() throws Exception {
    assertThat(
            HEX.formatHex(
                X25519.agree(
                    hex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"),
                    hex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"))))
        .isEqualTo("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
    byte[] key = hex("09" + "00".repeat(31));
    byte[] again = X25519.agree(key, key);
    assertThat(HEX.formatHex(again))
        .isEqualTo("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079");
  }

  /// RFC 7748 6.1: these give a secret of zeros whatever the private key is.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
      })
  void refusesPointsOfSmallOrder(String point) {
    assertThatThrownBy(() -> keys.answer(X, hex(point)))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> keys.offer(X).agree(hex(point)))
        .isInstanceOf(GeneralSecurityException.class);
    byte[] hybrid = keys.offer(HYBRID).share();
    System.arraycopy(hex(point), 0, hybrid, 1184, 32);
    assertThatThrownBy(() -> keys.answer(HYBRID, hybrid))
        .isInstanceOf(GeneralSecurityException.class);
  }

  /// RFC 5903 8.1: both sides of an exchange over P-256.
  @Test
  void knowsTheSecretOfP256() throws Exception {
    byte[] initiator = hex("c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433");
    KeyOffer offer = Providers.plain(new SeededRandom(1, initiator)).offer(P256);
    assertThat(HEX.formatHex(offer.share()))
        .isEqualTo(
            "04dad0b65394221cf9b051e1feca5787d098dfe637fc90b9ef945d0c3772581180"
                + "5271a0461cdb8252d61f1c456fa3e59ab1f45b33accf5f58389e0577b8990bb3");
    String responder =
        "04d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf63"
            + "56fbf3ca366cc23e8157854c13c58d6aac23f046ada30f8353e74f33039872ab";
    assertThat(HEX.formatHex(offer.agree(hex(responder))))
        .isEqualTo("d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de");
  }

  @Test
  void refusesPointsThatAreNotOnTheCurve() {
    byte[] share = keys.offer(P256).share();
    share[64] ^= 1;
    assertThatThrownBy(() -> keys.answer(P256, share)).isInstanceOf(GeneralSecurityException.class);
    byte[] hybridForm = keys.offer(P256).share();
    hybridForm[0] = (byte) (6 | (hybridForm[64] & 1));
    assertThatThrownBy(() -> keys.answer(P256, hybridForm))
        .isInstanceOf(GeneralSecurityException.class);
    byte[] beyondTheField = new byte[65];
    Arrays.fill(beyondTheField, (byte) 0xff);
    beyondTheField[0] = 4;
    assertThatThrownBy(() -> keys.answer(P256, beyondTheField))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> keys.answer(P256, Arrays.copyOf(new byte[] {4}, 65)))
        .isInstanceOf(GeneralSecurityException.class);
  }

  /// FIPS 203 7.2: a coefficient that is not below the modulus 3329.
  @Test
  void refusesEncapsulationKeysBeyondTheModulus() {
    byte[] share = keys.offer(HYBRID).share();
    share[0] = (byte) 0xff;
    share[1] |= 0x0f;
    assertThatThrownBy(() -> keys.answer(HYBRID, share))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void hybridAnswersThatWereNotMadeForTheKeyGiveAnotherSecret() throws Exception {
    KeyOffer offer = keys.offer(HYBRID);
    PublicKeys.Answer answer = keys.answer(HYBRID, offer.share());
    byte[] damaged = answer.share().clone();
    damaged[7] ^= 1;
    byte[] secret = offer.agree(damaged);
    assertThat(Arrays.copyOf(secret, 32)).isNotEqualTo(Arrays.copyOf(answer.secret(), 32));
    assertThat(Arrays.copyOfRange(secret, 32, 64))
        .isEqualTo(Arrays.copyOfRange(answer.secret(), 32, 64));
  }

  @Test
  void hybridOffersHaveAnX25519Half() throws Exception {
    KeyOffer hybrid = keys.offer(HYBRID);
    assertThat(Arrays.copyOfRange(hybrid.share(), 1184, 1216)).isEqualTo(hybrid.x25519().share());
    PublicKeys.Answer answer = keys.answer(X, hybrid.x25519().share());
    assertThat(hybrid.x25519().agree(answer.share())).isEqualTo(answer.secret());
    assertThatThrownBy(() -> keys.offer(P256).x25519()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void offersShareOneKeyWhereAsked() {
    List<KeyOffer> one = keys.offers(List.of(HYBRID, X, P256), true);
    assertThat(one).extracting(KeyOffer::group).containsExactly(HYBRID, X, P256);
    assertThat(one.get(1).share()).isEqualTo(one.getFirst().x25519().share());
    List<KeyOffer> two = keys.offers(List.of(X, HYBRID), false);
    assertThat(two.getFirst().share()).isNotEqualTo(two.get(1).x25519().share());
    List<KeyOffer> before = keys.offers(List.of(X, HYBRID), true);
    assertThat(before.getFirst().share()).isEqualTo(before.get(1).x25519().share());
    assertThat(keys.offers(List.of(P256), true)).extracting(KeyOffer::group).containsExactly(P256);
  }

  @ParameterizedTest
  @ValueSource(ints = {X, P256, 0x0018, 0x0019, HYBRID})
  void oneSeedRepeatsTheExchange(int group) throws Exception {
    KeyOffer offer = Providers.plain(new SeededRandom(7)).offer(group);
    PublicKeys.Answer answer = Providers.plain(new SeededRandom(8)).answer(group, offer.share());
    assertThat(Providers.plain(new SeededRandom(7)).offer(group).share()).isEqualTo(offer.share());
    PublicKeys.Answer again = Providers.plain(new SeededRandom(8)).answer(group, offer.share());
    assertThat(again.share()).isEqualTo(answer.share());
    assertThat(again.secret()).isEqualTo(answer.secret());
  }

  @Test
  void showsNoSecret() {
    for (int group : List.of(X, P256, HYBRID)) {
      assertThat(keys.offer(group).toString()).startsWith("Offer[").hasSizeLessThan(30);
    }
  }

  private static byte[] hex(String text) {
    return HEX.parseHex(text);
  }
}
