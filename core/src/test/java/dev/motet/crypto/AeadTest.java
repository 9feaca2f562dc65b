package dev.motet.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AeadTest {
  private static final HexFormat HEX = HexFormat.of();

  /// GCM: cases 4 and 16 of its specification (McGrew and Viega). ChaCha20-Poly1305: RFC 8439
  /// 2.8.2.
  @ParameterizedTest
  @CsvSource({
    "AES_128_GCM, feffe9928665731c6d6a8f9467308308, cafebabefacedbaddecaf888,"
        + "feedfacedeadbeeffeedfacedeadbeefabaddad2,"
        + "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e24"
        + "49a6b525b16aedf5aa0de657ba637b39,"
        + "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5a"
        + "ac84aa051ba30b396a0aac973d58e0915bc94fbc3221a5db94fae95ae7121a47",
    "AES_256_GCM, feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308,"
        + "cafebabefacedbaddecaf888, feedfacedeadbeeffeedfacedeadbeefabaddad2,"
        + "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e24"
        + "49a6b525b16aedf5aa0de657ba637b39,"
        + "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b10"
        + "56828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b",
    "CHACHA20_POLY1305, 808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f,"
        + "070000004041424344454647, 50515253c0c1c2c3c4c5c6c7,"
        + "4c616469657320616e642047656e746c656d656e206f662074686520636c617373206f66202739393a204966"
        + "204920636f756c64206f6666657220796f75206f6e6c79206f6e652074697020666f7220746865206675747572"
        + "652c2073756e73637265656e20776f756c642062652069742e,"
        + "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da"
        + "92728b1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585"
        + "808b4831d7bc3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691"
  })
  void sealsAndOpensPublishedCases(
      Aead.Algorithm algorithm, String key, String nonce, String aad, String plain, String sealed)
      throws Exception {
    Aead aead = new Aead(algorithm, HEX.parseHex(key));
    byte[] added = HEX.parseHex(aad);
    byte[] in = HEX.parseHex(plain);
    byte[] out = new byte[in.length + Aead.TAG_BYTES];
    int written = aead.seal(HEX.parseHex(nonce), added, 0, added.length, in, 0, in.length, out, 0);
    assertThat(written).isEqualTo(out.length);
    assertThat(HEX.formatHex(out)).isEqualTo(sealed);
    byte[] opened = new byte[in.length];
    int read =
        new Aead(algorithm, HEX.parseHex(key))
            .open(HEX.parseHex(nonce), added, 0, added.length, out, 0, out.length, opened, 0);
    assertThat(read).isEqualTo(in.length);
    assertThat(opened).isEqualTo(in);
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatWasChanged(Aead.Algorithm algorithm) {
    byte[] key = new byte[algorithm.keyBytes()];
    byte[] aad = {1, 2, 3, 4, 5};
    byte[] sealed = new byte[100 + Aead.TAG_BYTES];
    new Aead(algorithm, key).seal(new byte[12], aad, 1, 3, new byte[100], 0, 100, sealed, 0);
    Aead aead = new Aead(algorithm, key);
    for (int at = 0; at < sealed.length; at += 5) {
      byte[] damaged = sealed.clone();
      damaged[at] ^= 1;
      byte[] out = new byte[100];
      assertThatThrownBy(
              () -> aead.open(new byte[12], aad, 1, 3, damaged, 0, damaged.length, out, 0))
          .isInstanceOf(AEADBadTagException.class);
      assertThat(out).containsOnly(0);
    }
    assertThatThrownBy(() -> aead.open(new byte[12], aad, 0, 3, sealed, 0, 116, new byte[100], 0))
        .isInstanceOf(AEADBadTagException.class);
    byte[] nonce = new byte[12];
    nonce[11] = 1;
    assertThatThrownBy(() -> aead.open(nonce, aad, 1, 3, sealed, 0, 116, new byte[100], 0))
        .isInstanceOf(AEADBadTagException.class);
    for (int length : new int[] {0, 1, 15, 16, 115}) {
      assertThatThrownBy(
              () -> aead.open(new byte[12], aad, 1, 3, sealed, 0, length, new byte[100], 0))
          .isInstanceOf(AEADBadTagException.class);
    }
  }

  /// A failed opening leaves the cipher usable.
  @ParameterizedTest
  @EnumSource
  void goesOnAfterABadTag(Aead.Algorithm algorithm) throws Exception {
    byte[] key = new byte[algorithm.keyBytes()];
    byte[] sealed = new byte[17];
    new Aead(algorithm, key).seal(new byte[12], sealed, 0, 0, new byte[] {7}, 0, 1, sealed, 0);
    Aead aead = new Aead(algorithm, key);
    assertThatThrownBy(
            () -> aead.open(new byte[12], sealed, 0, 0, new byte[17], 0, 17, new byte[1], 0))
        .isInstanceOf(AEADBadTagException.class);
    byte[] out = new byte[1];
    aead.open(new byte[12], sealed, 0, 0, sealed, 0, 17, out, 0);
    assertThat(out[0]).isEqualTo((byte) 7);
  }

  /// Records are sealed and opened where they lie, behind or at the place of their header.
  @ParameterizedTest
  @EnumSource
  void worksInPlaceAtTheSameAndAtALowerOffset(Aead.Algorithm algorithm) throws Exception {
    Random random = new Random(1);
    Aead aead = new Aead(algorithm, new byte[algorithm.keyBytes()]);
    Aead other = new Aead(algorithm, new byte[algorithm.keyBytes()]);
    for (int length : new int[] {0, 1, 15, 16, 17, 500, 1400, 16_384}) {
      byte[] plain = new byte[length];
      random.nextBytes(plain);
      byte[] nonce = new byte[12];
      random.nextBytes(nonce);
      byte[] apart = new byte[length + 16];
      aead.seal(nonce, plain, 0, 0, plain, 0, length, apart, 0);
      for (int shift : new int[] {0, 1, 5, 8, 13, 32}) {
        nonce[0]++; // a nonce never seals twice
        aead.seal(nonce, plain, 0, 0, plain, 0, length, apart, 0);
        nonce[1]++;
        byte[] array = new byte[40 + length + 16];
        System.arraycopy(plain, 0, array, 40, length);
        int sealed = aead.seal(nonce, plain, 0, 0, array, 40, length, array, 40 - shift);
        int opened = other.open(nonce, plain, 0, 0, array, 40 - shift, sealed, array, 40 - shift);
        assertThat(Arrays.copyOfRange(array, 40 - shift, 40 - shift + opened))
            .as("%d bytes, shifted by %d", length, shift)
            .isEqualTo(plain);
      }
      nonce[2]++;
      byte[] array = new byte[64 + length + 16];
      aead.seal(nonce, plain, 0, 0, plain, 0, length, array, 64);
      other.open(nonce, plain, 0, 0, array, 64, length + 16, array, 59);
      assertThat(Arrays.copyOfRange(array, 59, 59 + length)).isEqualTo(plain);
    }
  }

  @Test
  void refusesKeysOfAnotherLength() {
    assertThatThrownBy(() -> new Aead(Aead.Algorithm.AES_128_GCM, new byte[32]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
