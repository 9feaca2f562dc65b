package dev.motet.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.SeededRandom;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HpkeTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] INFO = ascii("Ode on a Grecian Urn");
  private static final byte[] PLAIN = ascii("Beauty is truth, truth beauty");

  /// RFC 9180 A.1.1: base mode, AES-128-GCM.
  @Test
  void sealsThePublishedMessages() throws Exception {
    byte[] ephemeral = hex("52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736");
    byte[] publicKey = hex("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d");
    byte[] privateKey = hex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8");
    Hpke sender = Hpke.sender(1, publicKey, INFO, new SeededRandom(1, ephemeral));
    assertThat(HEX.formatHex(sender.enc()))
        .isEqualTo("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431");
    byte[] first = sender.seal(ascii("Count-0"), PLAIN);
    assertThat(HEX.formatHex(first))
        .isEqualTo(
            "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a9"
                + "6d8770ac83d07bea87e13c512a");
    byte[] second = sender.seal(ascii("Count-1"), PLAIN);
    assertThat(HEX.formatHex(second))
        .isEqualTo(
            "af2d7e9ac9ae7e270f46ba1f975be53c09f8d875bdc8535458c2494e8a6eab25"
                + "1c03d0c22a56b8ca42c2063b84");
    Hpke receiver = Hpke.receiver(1, sender.enc(), privateKey, INFO);
    assertThat(receiver.open(ascii("Count-0"), first)).isEqualTo(PLAIN);
    // what fails does not count
    assertThatThrownBy(() -> receiver.open(ascii("Count-2"), second))
        .isInstanceOf(AEADBadTagException.class);
    assertThatThrownBy(() -> receiver.open(ascii("Count-1"), new byte[7]))
        .isInstanceOf(AEADBadTagException.class);
    assertThat(receiver.open(ascii("Count-1"), second)).isEqualTo(PLAIN);
  }

  /// Another implementation, in both directions, over more than 256 messages.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void speaksWithBouncyCastle(int aead) throws Exception {
    HPKE other = new HPKE(HPKE.mode_base, (short) Hpke.KEM, (short) Hpke.KDF, (short) aead);
    byte[] privateKey = X25519.newPrivateKey(new SecureRandom());
    byte[] publicKey = X25519.publicKey(privateKey);
    Hpke sender = Hpke.sender(aead, publicKey, INFO, new SecureRandom());
    HPKEContext opens =
        other.setupBaseR(sender.enc(), other.deserializePrivateKey(privateKey, publicKey), INFO);
    HPKEContextWithEncapsulation seals =
        other.setupBaseS(new X25519PublicKeyParameters(publicKey), INFO);
    Hpke receiver = Hpke.receiver(aead, seals.getEncapsulation(), privateKey, INFO);
    for (int i = 0; i < 300; i++) {
      byte[] aad = {(byte) i};
      assertThat(opens.open(aad, sender.seal(aad, PLAIN))).isEqualTo(PLAIN);
      assertThat(receiver.open(aad, seals.seal(aad, PLAIN))).isEqualTo(PLAIN);
    }
  }

  @Test
  void refusesKeysOfSmallOrder() {
    byte[] key = X25519.newPrivateKey(new SecureRandom());
    assertThatThrownBy(() -> Hpke.sender(1, new byte[32], INFO, new SecureRandom()))
        .isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(() -> Hpke.receiver(1, new byte[32], key, INFO))
        .isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(() -> Hpke.receiver(1, new byte[31], key, INFO))
        .isInstanceOf(InvalidKeyException.class);
  }

  @Test
  void knowsThreeCiphers() throws Exception {
    assertThat(Hpke.aead(0)).isNull();
    assertThat(Hpke.aead(0xffff)).isNull();
    byte[] publicKey = X25519.publicKey(X25519.newPrivateKey(new SecureRandom()));
    assertThatThrownBy(() -> Hpke.sender(4, publicKey, INFO, new SecureRandom()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] hex(String text) {
    return HEX.parseHex(text);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
