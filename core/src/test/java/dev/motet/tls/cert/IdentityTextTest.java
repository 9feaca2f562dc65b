package dev.motet.tls.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.BitFlips;
import dev.motet.testkit.TestPki;
import dev.motet.testkit.TestPki.Node;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.Identity;
import dev.motet.tls.message.SignatureScheme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTextTest {
  private static Node node(String kind) throws Exception {
    return TestPki.named("x").names("a.example").key(TestPki.keys(kind)).make();
  }

  @ParameterizedTest
  @CsvSource({
    "secp256r1, 0403",
    "secp384r1, 0503",
    "secp521r1, 0603",
    "Ed25519, 0807",
    "RSA2048, 0804"
  })
  void readsPairsOfEachKind(String kind, String scheme) throws Exception {
    Node node = node(kind);
    Identity identity = IdentityText.read(node.pem() + node(kind).pem(), node.keyPem());
    assertThat(identity.chain()).hasSize(2);
    assertThat(identity.chain().getFirst()).isEqualTo(node.der());
    assertThat(identity.schemes().getFirst()).isEqualTo(Integer.parseInt(scheme, 16));
    assertThat(identity.toString()).doesNotContain("PRIVATE");
  }

  @ParameterizedTest
  @CsvSource({"secp256r1, EC", "secp384r1, EC", "RSA2048, RSA"})
  void readsTheOlderFormsOfKeys(String kind, String block) throws Exception {
    Node node = node(kind);
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(node.pair().getPrivate().getEncoded());
    byte[] inner = inner(info);
    Identity identity = IdentityText.read(node.pem(), Pem.write(block + " PRIVATE KEY", inner));
    assertThat(identity.key().getEncoded()).isEqualTo(node.pair().getPrivate().getEncoded());
    assertThat(IdentityText.read(node.pem(), Pem.write("PRIVATE KEY", inner)).key())
        .as("whatever the block is called")
        .isEqualTo(identity.key());
  }

  /// What SEC 1 and PKCS #1 hold; a key of a curve has to name it itself there.
  private static byte[] inner(PrivateKeyInfo info) throws IOException {
    if (info.getPrivateKeyAlgorithm().getParameters()
        instanceof org.bouncycastle.asn1.ASN1ObjectIdentifier curve) {
      var bare = org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(info.parsePrivateKey());
      return new org.bouncycastle.asn1.sec.ECPrivateKey(
              bare.getKey().bitLength() > 256 ? 384 : 256, bare.getKey(), curve)
          .getEncoded();
    }
    return info.parsePrivateKey().toASN1Primitive().getEncoded();
  }

  @Test
  void refusesWhatDoesNotBelongTogether() throws Exception {
    Node one = node("secp256r1");
    for (String kind : List.of("secp256r1", "secp384r1", "RSA2048", "Ed25519")) {
      assertThatThrownBy(() -> IdentityText.read(one.pem(), node(kind).keyPem()))
          .as(kind)
          .isInstanceOf(GeneralSecurityException.class)
          .hasMessageContaining("not the one of the first certificate");
    }
  }

  @Test
  void saysThatAKeyIsEncrypted() throws Exception {
    Node node = node("secp256r1");
    String key = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----";
    assertThatThrownBy(() -> IdentityText.read(node.pem(), key))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining("without a password");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----"
      })
  void refusesOtherText(String text) throws Exception {
    Node node = node("secp256r1");
    assertThatThrownBy(() -> IdentityText.read(text, node.keyPem()))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> IdentityText.read(node.pem(), text))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void noDamageCrashes() throws Exception {
    Node node = node("secp256r1");
    byte[] certificate = node.der();
    byte[] key = node.pair().getPrivate().getEncoded();
    BitFlips.survivesEvery(certificate, 300, bytes -> parse(bytes, key));
    BitFlips.survivesEvery(key, 300, bytes -> parse(certificate, bytes));
    for (int length = 0; length < key.length; length++) {
      byte[] cut = Arrays.copyOf(key, length);
      assertThatThrownBy(() -> parse(certificate, cut)).isInstanceOf(IOException.class);
    }
    for (int length = 0; length < certificate.length; length++) {
      byte[] cut = Arrays.copyOf(certificate, length);
      assertThatThrownBy(() -> parse(cut, key)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> new UncheckedVerifier().verify(List.of(cut), null))
          .isInstanceOf(AlertException.class);
    }
  }

  private static void parse(byte[] certificate, byte[] key) throws IOException {
    try {
      IdentityText.read(CertificateText.write(certificate), Pem.write("PRIVATE KEY", key));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  @Test
  void pemIsReadAsLenientlyAsOthersDo() {
    byte[] bytes =
        "some bytes that fill more than one line of sixty-four characters"
            .getBytes(StandardCharsets.US_ASCII);
    String block = Pem.write("X", bytes);
    assertThat(block.lines().mapToInt(String::length).max()).hasValue(64);
    assertThat(Pem.blocks("before\n" + block + "between\n" + block + "after"))
        .hasSize(2)
        .allSatisfy(b -> assertThat(b.bytes()).isEqualTo(bytes));
    assertThat(Pem.blocks(block.replace("\n", "\r\n"))).hasSize(1);
    assertThat(Pem.blocks(block.stripTrailing())).hasSize(1);
    assertThat(Pem.blocks(block.replace("X-----\n", "X-----\nProc-Type: 4\n\n"))).hasSize(1);
    assertThat(Pem.blocks("  " + block)).as("not at the start of a line").isEmpty();
    assertThat(Pem.blocks(block.replace("END X", "END Y"))).isEmpty();
    assertThat(Pem.blocks(block.replace("c29", "c?9"))).isEmpty();
    assertThat(Pem.blocks("-----BEGIN X-----\nx\n" + block)).as("a damaged one first").hasSize(1);
    assertThat(Pem.blocks("-----BEGIN X-----\n-----END X-----\n").getFirst().bytes()).isEmpty();
    assertThat(Pem.next(block + "rest", 0)).extracting(Pem.Block::end).isEqualTo(block.length());
  }

  @Test
  void theKeyOfACertificateWithoutNamesCanBeRead() throws Exception {
    KeyPair pair = TestPki.keys("Ed25519");
    var generator = new org.bouncycastle.asn1.x509.V3TBSCertificateGenerator();
    generator.setSerialNumber(new org.bouncycastle.asn1.ASN1Integer(0));
    var algorithm =
        new org.bouncycastle.asn1.x509.AlgorithmIdentifier(
            new org.bouncycastle.asn1.ASN1ObjectIdentifier("1.3.101.112"));
    generator.setSignature(algorithm);
    generator.setIssuer(new org.bouncycastle.asn1.x500.X500Name(""));
    generator.setSubject(new org.bouncycastle.asn1.x500.X500Name(""));
    generator.setStartDate(new org.bouncycastle.asn1.x509.Time(new java.util.Date(0)));
    generator.setEndDate(new org.bouncycastle.asn1.x509.Time(new java.util.Date(0)));
    generator.setSubjectPublicKeyInfo(
        org.bouncycastle.asn1.x509.SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
    var parts = new org.bouncycastle.asn1.ASN1EncodableVector();
    parts.add(generator.generateTBSCertificate());
    parts.add(algorithm);
    parts.add(new org.bouncycastle.asn1.DERBitString(new byte[64]));
    byte[] der = new org.bouncycastle.asn1.DERSequence(parts).getEncoded();
    assertThat(new UncheckedVerifier().verify(List.of(der), null)).isEqualTo(pair.getPublic());
    BitFlips.survivesEvery(der, 500, bytes -> new UncheckedVerifier().verify(List.of(bytes), null));
  }

  @Test
  void pinsNameKeys() throws Exception {
    Node node = node("secp256r1");
    String pin = PinVerifier.pin(node.pair().getPublic());
    PinVerifier verifier = new PinVerifier(Set.of(PinVerifier.parse(pin)));
    assertThat(verifier.verify(List.of(node.der()), "whatever.example"))
        .isEqualTo(node.pair().getPublic());
    KeyPair other = TestPki.keys("secp256r1");
    Node stranger = TestPki.named("x").key(other).make();
    assertThatThrownBy(() -> verifier.verify(List.of(stranger.der(), node.der()), null))
        .isInstanceOf(AlertException.class)
        .hasMessageContaining(PinVerifier.pin(other.getPublic()));
    for (String bad : List.of("", "x", "AAAA", pin.substring(4))) {
      assertThatThrownBy(() -> PinVerifier.parse(bad)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(new HashSet<>(IdentityText.schemes(TestPki.keys("RSA2048").getPublic())))
        .contains(SignatureScheme.RSA_PKCS1_SHA256);
  }
}
