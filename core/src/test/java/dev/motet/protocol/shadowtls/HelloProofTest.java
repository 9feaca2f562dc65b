package dev.motet.protocol.shadowtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.HelloBytes;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelloProofTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] message = new HelloBytes().serverName("a.example").message();

  @Test
  void theTagIsOverTheMessageWithZerosInItsPlace() throws Exception {
    HelloProof.seal(message, "secret", RANDOM);
    byte[] zeros = message.clone();
    Arrays.fill(zeros, 67, 71, (byte) 0);
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(new byte[] {'s', 'e', 'c', 'r', 'e', 't'}, "HmacSHA1"));
    assertThat(HexFormat.of().formatHex(message, 67, 71))
        .isEqualTo(HexFormat.of().formatHex(mac.doFinal(zeros), 0, 4));
  }

  @Test
  void onlyTheSessionIdChangesAndNeverTheSameWay() {
    byte[] before = message.clone();
    HelloProof.seal(message, "secret", RANDOM);
    byte[] first = message.clone();
    HelloProof.seal(message, "secret", RANDOM);
    assertThat(Arrays.copyOf(message, 39)).isEqualTo(Arrays.copyOf(before, 39));
    assertThat(Arrays.copyOfRange(message, 71, message.length))
        .isEqualTo(Arrays.copyOfRange(before, 71, before.length));
    assertThat(message).isNotEqualTo(first);
    assertThat(HelloProof.isSealed(message, "secret")).isTrue();
    assertThat(HelloProof.isSealed(first, "secret")).isTrue();
  }

  @Test
  void anotherPasswordDoesNotFit() {
    HelloProof.seal(message, "secret", RANDOM);
    assertThat(HelloProof.isSealed(message, "Secret")).isFalse();
    assertThat(HelloProof.isSealed(message, "")).isFalse();
  }

  @Test
  void everyBitCounts() {
    HelloProof.seal(message, "secret", RANDOM);
    for (int bit = 0; bit < message.length * 8; bit++) {
      byte[] damaged = message.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(HelloProof.isSealed(damaged, "secret")).as("bit %d", bit).isFalse();
    }
  }

  @Test
  void noPartOfTheMessageIsEnough() {
    HelloProof.seal(message, "secret", RANDOM);
    for (int length = 0; length < message.length; length++) {
      assertThat(HelloProof.isSealed(Arrays.copyOf(message, length), "secret")).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 28, 31})
  void sessionIdsThatAreTooShortHoldNone(int bytes) {
    byte[] shorter = new HelloBytes().sessionId(bytes).serverName("a.example").message();
    assertThat(HelloProof.isSealed(shorter, "secret")).isFalse();
    assertThatThrownBy(() -> HelloProof.seal(shorter, "secret", RANDOM))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
