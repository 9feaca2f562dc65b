package dev.motet.tls.reality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.motet.testkit.BitFlips;
import dev.motet.testkit.Truncations;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// Keys, proofs and certificates against values that another implementation computed (protocols.md
/// 17).
class AuthKeyTest {
  private static final byte[] PROOF = hex("010801006553f1000123456789abcdef");

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static byte[] counting(int from, int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (from + i);
    }
    return bytes;
  }

  private static AuthKey key() {
    return AuthKey.of(counting(0, 32), counting(0x20, 32));
  }

  @Test
  void sealsTheSessionId() {
    assertThat(key().seal(new byte[100], PROOF))
        .isEqualTo(hex("00dfeb7595ae41a0ba4940398a8b69e5c1f49d0753a784c4715e7b6a7d3e777d"));
  }

  @Test
  void signsTheCertificate() {
    assertThat(key().certificateMac(new byte[32]))
        .isEqualTo(
            hex(
                "42e79ed1d9974901caaa8c30f1b10b6009e3197481b59f6dae45a1e6f9fdfa9d"
                    + "716b3b99bf1d62c0418e814217bce0b8d595b5c27aa356e7c855ce7bebe00a80"));
  }

  @Test
  void opensWhatItSealedAndNothingElse() {
    byte[] hello = new byte[200];
    byte[] sealed = key().seal(hello, PROOF);
    System.arraycopy(sealed, 0, hello, 39, 32);
    assertThat(key().open(hello)).isEqualTo(PROOF);
    for (int i = 0; i < hello.length; i++) {
      byte[] damaged = hello.clone();
      damaged[i] ^= 1;
      assertThat(key().open(damaged)).isNull();
    }
    assertThat(AuthKey.of(new byte[32], counting(0x20, 32)).open(hello)).isNull();
  }

  @Test
  void readsAndWritesProofs() throws Exception {
    RealityProof proof = new RealityProof(0x010801, 0x6553f100L, 0x0123456789abcdefL);
    assertThat(proof.toBytes()).isEqualTo(PROOF);
    assertThat(RealityProof.read(PROOF)).isEqualTo(proof);
    assertThat(RealityProof.shortId(hex("0123456789abcdef"))).isEqualTo(0x0123456789abcdefL);
    assertThatThrownBy(() -> RealityProof.shortId(new byte[7]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsAndWritesCertificates() throws Exception {
    RealityCertificate certificate = new RealityCertificate(counting(1, 32), counting(100, 64));
    byte[] der = certificate.toBytes();
    assertThat(der).hasSize(178).endsWith(counting(100, 64));
    assertThat(read(der)).usingRecursiveComparison().isEqualTo(certificate);
    assertThat(certificate.key().getEncoded()).endsWith(counting(1, 32));
    Truncations.rejectsEvery(der, AuthKeyTest::read);
    BitFlips.survivesEvery(der, 2000, AuthKeyTest::read);
    assertThat(RealityCertificate.read(Arrays.copyOf(der, der.length + 1))).isNull();
  }

  private static RealityCertificate read(byte[] der) throws IOException {
    RealityCertificate read = RealityCertificate.read(der);
    if (read == null) {
      throw new IOException("refused");
    }
    return read;
  }
}
