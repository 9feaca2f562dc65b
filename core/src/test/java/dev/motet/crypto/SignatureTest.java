package dev.motet.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.SeededRandom;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] MESSAGE = "what is signed".getBytes(StandardCharsets.US_ASCII);
  private static final int P256 = 0x0403;
  private static final int ED25519 = 0x0807;

  private static KeyPair p256;
  private static KeyPair p384;
  private static KeyPair p521;
  private static KeyPair rsa;
  private static KeyPair ed25519;

  private final PublicKeys keys = Providers.plain(new SecureRandom());

  @BeforeAll
  static void makeKeys() throws Exception {
    p256 = ec("secp256r1");
    p384 = ec("secp384r1");
    p521 = ec("secp521r1");
    rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    ed25519 = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {P256, 0x0503, 0x0603, 0x0401, 0x0501, 0x0601, 0x0804, 0x0805, 0x0806, ED25519})
  void whatItSignsVerifiesHereAndInTheJdk(int scheme) throws Exception {
    KeyPair pair = pairOf(scheme);
    byte[] signature = keys.sign(scheme, pair.getPrivate(), MESSAGE);
    assertThat(keys.verify(scheme, pair.getPublic(), MESSAGE, signature)).isTrue();
    assertThat(keys.verifyTls12(scheme, pair.getPublic(), MESSAGE, signature)).isTrue();
    Signature jdk = jdk(scheme);
    jdk.initVerify(pair.getPublic());
    jdk.update(MESSAGE);
    assertThat(jdk.verify(signature)).isTrue();
    jdk.initSign(pair.getPrivate());
    jdk.update(MESSAGE);
    assertThat(keys.verify(scheme, pair.getPublic(), MESSAGE, jdk.sign())).isTrue();

    byte[] other = MESSAGE.clone();
    other[0] ^= 1;
    assertThat(keys.verify(scheme, pair.getPublic(), other, signature)).isFalse();
    for (int at = 0; at < signature.length; at += 7) {
      byte[] damaged = signature.clone();
      damaged[at] ^= 4;
      assertThat(keys.verify(scheme, pair.getPublic(), MESSAGE, damaged)).isFalse();
    }
    for (int length : List.of(0, 1, signature.length - 1, signature.length + 1)) {
      assertThat(keys.verify(scheme, pair.getPublic(), MESSAGE, Arrays.copyOf(signature, length)))
          .isFalse();
    }
  }

  @Test
  void schemesAreBoundToTheKindOfKey() throws Exception {
    List<Integer> schemes =
        List.of(P256, 0x0503, 0x0603, 0x0401, 0x0501, 0x0601, 0x0804, 0x0805, 0x0806, ED25519);
    for (int made : schemes) {
      byte[] signature = keys.sign(made, pairOf(made).getPrivate(), MESSAGE);
      for (int scheme : schemes) {
        KeyPair pair = pairOf(made);
        if (scheme != made) {
          assertThat(keys.verify(scheme, pair.getPublic(), MESSAGE, signature))
              .as("%x as %x", made, scheme)
              .isFalse();
        }
        if (pair != pairOf(scheme)) {
          assertThatThrownBy(() -> keys.sign(scheme, pair.getPrivate(), MESSAGE))
              .as("%x with a key for %x", scheme, made)
              .isInstanceOf(GeneralSecurityException.class);
        }
      }
    }
  }

  /// In TLS 1.2 servers sign with SHA-256 whatever the curve of their key is.
  @Test
  void tls12PairsAnyCurveWithAnyHash() throws Exception {
    Signature jdk = Signature.getInstance("SHA256withECDSA");
    jdk.initSign(p384.getPrivate());
    jdk.update(MESSAGE);
    byte[] signature = jdk.sign();
    assertThat(keys.verifyTls12(P256, p384.getPublic(), MESSAGE, signature)).isTrue();
    assertThat(keys.verifyTls12(0x0503, p384.getPublic(), MESSAGE, signature)).isFalse();
    assertThat(keys.verifyTls12(P256, p256.getPublic(), MESSAGE, signature)).isFalse();
    assertThat(keys.verifyTls12(P256, rsa.getPublic(), MESSAGE, signature)).isFalse();
    assertThat(keys.verify(P256, p384.getPublic(), MESSAGE, signature)).isFalse();
  }

  /// RFC 9155: SHA-1 proves nothing any more.
  @ParameterizedTest
  @ValueSource(ints = {0x0201, 0x0203, 0x0101, 0x0202, 0x0809, 0})
  void knowsNoOtherSchemes(int scheme) throws Exception {
    Signature jdk = Signature.getInstance("SHA1withRSA");
    jdk.initSign(rsa.getPrivate());
    jdk.update(MESSAGE);
    assertThat(keys.verify(scheme, rsa.getPublic(), MESSAGE, jdk.sign())).isFalse();
    assertThatThrownBy(() -> keys.sign(scheme, rsa.getPrivate(), MESSAGE))
        .isInstanceOf(GeneralSecurityException.class);
  }

  /// RFC 8446 4.2.3: a key of "RSASSA-PSS" is for other schemes.
  @Test
  void refusesPssKeysForRsae() throws Exception {
    KeyPair pss = KeyPairGenerator.getInstance("RSASSA-PSS").generateKeyPair();
    assertThatThrownBy(() -> keys.sign(0x0804, pss.getPrivate(), MESSAGE))
        .isInstanceOf(GeneralSecurityException.class);
    Signature jdk = jdk(0x0804);
    jdk.initSign(pss.getPrivate());
    jdk.update(MESSAGE);
    assertThat(keys.verify(0x0804, pss.getPublic(), MESSAGE, jdk.sign())).isFalse();
  }

  /// RFC 6979 A.2.5: P-256 with SHA-256 over "sample".
  @Test
  void verifiesAPublishedSignatureOfP256() throws Exception {
    String x = "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6";
    String y = "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
    PublicKey key =
        KeyFactory.getInstance("EC")
            .generatePublic(
                new ECPublicKeySpec(
                    new ECPoint(new BigInteger(x, 16), new BigInteger(y, 16)),
                    ((ECPublicKey) p256.getPublic()).getParams()));
    byte[] signature =
        hex(
            "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                + "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
    byte[] message = "sample".getBytes(StandardCharsets.US_ASCII);
    assertThat(keys.verify(P256, key, message, signature)).isTrue();
    // the same numbers, but not the one form that DER allows
    byte[] longForm = hex("308146" + HEX.formatHex(signature).substring(4));
    assertThat(keys.verify(P256, key, message, longForm)).isFalse();
  }

  /// Numbers out of range would verify for anything in a careless implementation (CVE-2022-21449).
  @Test
  void refusesSignaturesOfZeros() {
    byte[] zeros = hex("3006020100020100");
    assertThat(keys.verify(P256, p256.getPublic(), MESSAGE, zeros)).isFalse();
    assertThat(keys.verifyTls12(P256, p256.getPublic(), MESSAGE, zeros)).isFalse();
  }

  /// RFC 8032 7.1, test 3
  @Test
  void signsAsEd25519Says() throws Exception {
    EdECPrivateKeySpec seed =
        new EdECPrivateKeySpec(
            NamedParameterSpec.ED25519,
            hex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"));
    PublicKey key =
        KeyFactory.getInstance("Ed25519")
            .generatePublic(
                new X509EncodedKeySpec(
                    hex(
                        "302a300506032b6570032100"
                            + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")));
    byte[] signature =
        keys.sign(ED25519, KeyFactory.getInstance("Ed25519").generatePrivate(seed), hex("af82"));
    assertThat(HEX.formatHex(signature))
        .isEqualTo(
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
    assertThat(keys.verify(ED25519, key, hex("af82"), signature)).isTrue();
  }

  @Test
  void verifiesWithEachEd25519Key() throws Exception {
    for (int i = 0; i < 40; i++) {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      byte[] signature = keys.sign(ED25519, pair.getPrivate(), MESSAGE);
      assertThat(keys.verify(ED25519, pair.getPublic(), MESSAGE, signature)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {P256, 0x0503, 0x0603, 0x0401, 0x0804, ED25519})
  void oneSeedRepeatsTheSignature(int scheme) throws Exception {
    byte[] first =
        Providers.plain(new SeededRandom(3)).sign(scheme, pairOf(scheme).getPrivate(), MESSAGE);
    byte[] again =
        Providers.plain(new SeededRandom(3)).sign(scheme, pairOf(scheme).getPrivate(), MESSAGE);
    assertThat(again).isEqualTo(first);
  }

  /// Keys that were read from a file are of the same classes as those that were made.
  @Test
  void takesKeysThatWereRead() throws Exception {
    for (Map.Entry<Integer, String> each : Map.of(P256, "EC", ED25519, "Ed25519").entrySet()) {
      KeyPair pair = pairOf(each.getKey());
      KeyFactory factory = KeyFactory.getInstance(each.getValue());
      byte[] signature =
          keys.sign(
              each.getKey(),
              factory.generatePrivate(new PKCS8EncodedKeySpec(pair.getPrivate().getEncoded())),
              MESSAGE);
      PublicKey read =
          factory.generatePublic(new X509EncodedKeySpec(pair.getPublic().getEncoded()));
      assertThat(keys.verify(each.getKey(), read, MESSAGE, signature)).isTrue();
    }
  }

  static KeyPair ec(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  private static KeyPair pairOf(int scheme) {
    return switch (scheme) {
      case P256 -> p256;
      case 0x0503 -> p384;
      case 0x0603 -> p521;
      case ED25519 -> ed25519;
      default -> rsa;
    };
  }

  private static Signature jdk(int scheme) throws GeneralSecurityException {
    return switch (scheme) {
      case P256 -> Signature.getInstance("SHA256withECDSA");
      case 0x0503 -> Signature.getInstance("SHA384withECDSA");
      case 0x0603 -> Signature.getInstance("SHA512withECDSA");
      case ED25519 -> Signature.getInstance("Ed25519");
      case 0x0401 -> Signature.getInstance("SHA256withRSA");
      case 0x0501 -> Signature.getInstance("SHA384withRSA");
      case 0x0601 -> Signature.getInstance("SHA512withRSA");
      default -> {
        int bits = scheme == 0x0804 ? 256 : scheme == 0x0805 ? 384 : 512;
        Signature pss = Signature.getInstance("RSASSA-PSS");
        String hash = "SHA-" + bits;
        pss.setParameter(
            new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), bits / 8, 1));
        yield pss;
      }
    };
  }

  private static byte[] hex(String text) {
    return HEX.parseHex(text);
  }
}
